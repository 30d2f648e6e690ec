package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.store.MemoryStore;
import posthouse.store.Range;
import posthouse.store.RocksStore;
import posthouse.store.Store;
import posthouse.store.StoreFailure;

class CredentialsTest {
    private static final Peer PEER = House.peer("192.0.2.1");

    private final House house = new House();

    @Test
    void mayBeAddedAgain() throws Exception {
        house.credentials.setPassword(House.ANN, 1, House.PASSWORD);
        house.credentials.setPassword(House.ANN, 7, House.PASSWORD);
        assertThat(house.authenticator.login(PEER, "ann", House.PASSWORD).account()).isEqualTo(7);
        assertThat(house.credentials.show(House.ANN).orElseThrow().opens()).hasSize(1);
    }

    @Test
    void aNewPasswordTakesThePlaceOfTheOld() throws Exception {
        var _ = house.authenticator.login(PEER, "ann", House.PASSWORD);
        house.credentials.setPassword(House.ANN, 1, "another horse battery");
        assertThatThrownBy(() -> house.authenticator.login(PEER, "ann", House.PASSWORD))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
        assertThat(house.authenticator.login(PEER, "ann", "another horse battery")).isNotNull();
    }

    @Test
    void forgetsWhoIsRemoved() {
        house.credentials.remove(House.ANN);
        house.credentials.remove(House.ANN);
        assertThat(house.credentials.show(House.ANN)).isEmpty();
        assertThat(house.credentials.all()).isEmpty();
        house.credentials.setPassword(House.ANN, 2, House.PASSWORD);
        assertThat(house.credentials.all()).hasSize(1);
    }

    @Test
    void looksNamesUpInLowerCaseAndNfc() throws Exception {
        Address anna = Address.parse("Änna@DEMO.test").orElseThrow();
        house.credentials.setPassword(anna, 3, House.PASSWORD);
        Login login = house.authenticator.login(PEER, " a\u0308NNA@Demo.Test ", House.PASSWORD);
        assertThat(login.account()).isEqualTo(3);
        assertThat(login.name()).isEqualTo("änna@demo.test");
    }

    @Test
    void renewsAnImportedHashAtLogin() throws Exception {
        PasswordHash imported =
                PasswordHash.parse("$2y$06$If6bvum7DFjUnE9p2uDeDuFFBZ3US9nnvM.HjaiULB7mar1H06Oy2");
        house.credentials.setHash(House.ANN, 1, imported);
        assertThat(kind()).isEqualTo("password (bcrypt)");
        assertThatThrownBy(() -> house.authenticator.login(PEER, "ann", "wrong horse"))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
        assertThat(kind()).isEqualTo("password (bcrypt)");
        var made = house.credentials.show(House.ANN).orElseThrow().opens().getFirst().created();
        house.clock.forward(Duration.ofDays(3));
        var _ = house.authenticator.login(PEER, "ann", "correct horse é");
        assertThat(kind()).isEqualTo("password (argon2id)");
        var renewed = house.credentials.show(House.ANN).orElseThrow().opens().getFirst();
        assertThat(renewed.created()).isEqualTo(made);
        assertThat(renewed.lastUsed()).contains(house.clock.now());
        assertThat(house.authenticator.login(PEER, "ann", "correct horse é")).isNotNull();
    }

    @Test
    void aRenewalNeverUndoesAPasswordChange() throws Exception {
        var before = house.credentials.find(LoginName.of(House.ANN)).orElseThrow();
        house.credentials.setPassword(House.ANN, 1, "another horse battery");
        house.credentials.used(before, House.PASSWORD);
        assertThat(house.authenticator.login(PEER, "ann", "another horse battery")).isNotNull();
    }

    @Test
    void notesTheLastUseToTheHour() throws Exception {
        assertThat(lastUsed()).isEmpty();
        var _ = house.authenticator.login(PEER, "ann", House.PASSWORD);
        var first = house.clock.now();
        assertThat(lastUsed()).contains(first);
        house.clock.forward(Duration.ofMinutes(30));
        var _ = house.authenticator.login(PEER, "ann", House.PASSWORD);
        assertThat(lastUsed()).contains(first);
        house.clock.forward(Duration.ofMinutes(31));
        var _ = house.authenticator.login(PEER, "ann", House.PASSWORD);
        assertThat(lastUsed()).contains(house.clock.now());
    }

    @Test
    void refusesPasswordsThatAreNone() {
        assertThatThrownBy(() -> house.credentials.setPassword(House.ANN, 1, "a\tb"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> house.credentials.setPassword(House.ANN, 1, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void surviveARestart(@TempDir Path folder) throws Exception {
        var config = house.config();
        try (Store store = RocksStore.open(folder)) {
            var first = new House(config, store);
            first.credentials.setPassword(House.ANN, 1, "another horse battery");
            var _ = first.authenticator.login(PEER, "ann", "another horse battery");
        }
        try (Store store = RocksStore.open(folder)) {
            var second = new House(config, store);
            assertThat(second.authenticator.login(PEER, "ann", "another horse battery").account())
                    .isEqualTo(1);
            assertThatThrownBy(() -> second.authenticator.login(PEER, "ann", House.PASSWORD))
                    .isInstanceOf(AuthRefusal.WrongCredentials.class);
            assertThat(second.credentials.all()).hasSize(1);
        }
    }

    @Test
    void peopleCanLogInWhereTheStoreTakesNoWrites() throws Exception {
        var store = new FullStore(new MemoryStore());
        var full = new House(house.config(), store);
        store.fill();
        assertThat(full.authenticator.login(PEER, "ann", House.PASSWORD)).isNotNull();
        assertThatThrownBy(() -> full.credentials.setPassword(House.ANN, 1, "another horse"))
                .isInstanceOf(StoreFailure.class);
        assertThat(full.authenticator.login(PEER, "ann", House.PASSWORD)).isNotNull();
    }

    @Test
    void changesAtTheSameTimeComeOneAfterTheOther() throws Exception {
        PasswordHash hash = house.hasher.hash(House.PASSWORD);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                int account = i;
                var _ = threads.submit(() -> house.credentials.setHash(House.ANN, account, hash));
            }
        }
        var shown = house.credentials.show(House.ANN).orElseThrow();
        assertThat(shown.opens()).hasSize(1);
        assertThat(shown.opens().getFirst().number()).isEqualTo(51);
    }

    @Test
    void writesNoPasswordIntoTheStore() {
        var rows =
                house.store.read(LoginName.of(House.ANN).partition(), Range.ALL).rows().getFirst();
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().key()).isEqualTo(Bytes.latin1("c/0000001"));
        assertThat(rows.get(1).value()).isEqualTo(Bytes.latin1("\1\1\15ann@demo.test"));
        assertThat(rows.getFirst().value().latin1())
                .startsWith("\1\1\0")
                .contains("$argon2id$")
                .doesNotContain("horse");
    }

    private String kind() {
        return house.credentials.show(House.ANN).orElseThrow().opens().getFirst().kind();
    }

    private Optional<java.time.Instant> lastUsed() {
        return house.credentials.show(House.ANN).orElseThrow().opens().getFirst().lastUsed();
    }
}
