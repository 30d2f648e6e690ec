package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnabledTest {
    @Test
    void tellsWhatIsNewlyOn() {
        var enabled = new Enabled();
        assertThat(enabled.enable(List.of("X-NONE", "IMAP4REV2", "QRESYNC")))
                .containsExactly("IMAP4rev2", "QRESYNC");
        assertThat(enabled.enable(List.of("imap4rev2", "UTF8=ACCEPT", "UTF8=ONLY")))
                .containsExactly("UTF8=ACCEPT");
    }

    @Test
    void qresyncBringsCondstore() {
        var enabled = new Enabled();
        assertThat(enabled.condstore()).isFalse();
        var _ = enabled.enable(List.of("QRESYNC"));
        assertThat(enabled.condstore()).isTrue();
        assertThat(enabled.turnCondstoreOn()).isFalse();
    }

    @Test
    void namesAreInUtf8ForEitherExtension() {
        for (String name : List.of("IMAP4REV2", "UTF8=ACCEPT")) {
            var enabled = new Enabled();
            assertThat(enabled.utf8Names()).isFalse();
            var _ = enabled.enable(List.of(name));
            assertThat(enabled.utf8Names()).isTrue();
        }
    }
}
