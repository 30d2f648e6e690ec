package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;
import posthouse.store.MemoryStore;

class InstallationSecretTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void isMadeOnceForEachNameAndInstallation() {
        var store = new MemoryStore();
        Bytes secret = InstallationSecret.of(store, "srs", random);
        assertThat(secret.length()).isEqualTo(32);
        assertThat(InstallationSecret.of(store, "srs", random)).isEqualTo(secret);
        assertThat(InstallationSecret.of(store, "other", random)).isNotEqualTo(secret);
        assertThat(InstallationSecret.of(new MemoryStore(), "srs", random)).isNotEqualTo(secret);
    }

    @Test
    void leavesTheIdsAsTheyAre() {
        var store = new MemoryStore();
        var clock = new TestClock();
        long account = new Ids(store, clock).nextAccount();
        var _ = InstallationSecret.of(store, "srs", random);
        assertThat(new Ids(store, clock).nextAccount()).isEqualTo(account + 1);
    }
}
