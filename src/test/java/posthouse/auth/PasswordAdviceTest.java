package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.address.Address;

class PasswordAdviceTest {
    private static final Address ANN = Address.parse("ann.miller@posthouse.test").orElseThrow();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty",
                "short|5 characters; it needs 10",
                "ninechars|9 characters",
                "aaaaaaaaaaaaaaaa|repeats",
                "abababababababab|repeats",
                "12345678901234567890|counts up",
                "abcdefghijklmnop|counts up",
                "qwertzuiopasdf|counts up",
                "ann.miller@posthouse.test|the address",
                "ann.miller2026|the address",
                "Posthouse!2026!|the address",
                "Password123!|word \"password\"",
                "P@ssw0rd2026|word \"password\"",
                "Sommer2026!!|word \"sommer\"",
                "welcome1welcome1|word \"welcome\""
            })
    void saysWhatIsWrong(String password, String reason) {
        assertThat(PasswordAdvice.on(password, ANN)).get().asString().contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "vier Worte im Walde",
                "кот сидит на окне",
                "日本語のパスワードです",
                "Tr0ub4dor&3xkcd",
                "bench-pass-1",
                "password manager made: 9fK2x"
            })
    void hasNothingAgainstGoodOnes(String password) {
        assertThat(PasswordAdvice.on(password, ANN)).isEmpty();
    }

    @Test
    void hasAnUpperLimit() {
        String good = "correct horse battery";
        assertThat(PasswordAdvice.on(good + "x".repeat(235), ANN)).isEmpty();
        assertThat(PasswordAdvice.on(good + "x".repeat(236), ANN)).get().asString().contains("256");
    }

    @Test
    void likesThePasswordsThatAreMadeHere() {
        var random = new SecureRandom();
        var made = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            String password = PasswordMaker.make(random);
            assertThat(password).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
            assertThat(PasswordAdvice.on(password, ANN)).isEmpty();
            made.add(password);
        }
        assertThat(made).hasSize(1000);
    }
}
