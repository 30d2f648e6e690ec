package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientRulesTest {
    private static final Optional<String> ANN = Optional.of("ann@demo.test");

    @Test
    void areByAccountOrByClientAndAddUp() {
        var rules =
                ClientRules.parse(
                        List.of(
                                "ANN@demo.test: qresync",
                                "Mail*: SORT THREAD=REFERENCES",
                                "*@demo.test: MOVE"),
                        List.of());
        assertThat(rules.without("", Optional.empty())).isEmpty();
        assertThat(rules.without("", ANN)).isEqualTo(Set.of("QRESYNC", "MOVE"));
        assertThat(rules.without("mail 1.0", Optional.empty()))
                .isEqualTo(Set.of("SORT", "THREAD=REFERENCES"));
        assertThat(rules.without("mail 1.0", Optional.of("ben@demo.test")))
                .isEqualTo(Set.of("SORT", "THREAD=REFERENCES", "MOVE"));
    }

    @ParameterizedTest
    @CsvSource({
        "Mail 1.0, Mail 1.0, true",
        "Mail 1.0, Mail 1.01, false",
        "Mail, Mail 1.0, false",
        "Mail*, Mailer, true",
        "*Mail*, The Mail 2, true",
        "M*l 1.*, Mail 1.2, true",
        "M.il*, Mail, false",
        "*, anything, true"
    })
    void starsStandForAnything(String who, String client, boolean matches) {
        var rules = ClientRules.parse(List.of(), List.of(who));
        assertThat(rules.isRarelyDisturbed(client, Optional.empty())).isEqualTo(matches);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> ClientRules.parse(List.of("Mail QRESYNC"), List.of()))
                .hasMessage("'Mail QRESYNC' is not written as WHO: EXTENSION …");
        assertThatThrownBy(() -> ClientRules.parse(List.of("Mail: QRSYNC"), List.of()))
                .hasMessageStartingWith("'QRSYNC' is no extension that can be switched off")
                .hasMessageContaining("QRESYNC");
        assertThatThrownBy(() -> ClientRules.parse(List.of("Mail: ID"), List.of()))
                .hasMessageStartingWith("'ID' is no extension");
        assertThatThrownBy(() -> ClientRules.parse(List.of(" : SORT"), List.of()))
                .hasMessage("names nobody");
    }
}
