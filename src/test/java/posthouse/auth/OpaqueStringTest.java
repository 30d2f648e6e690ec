package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpaqueStringTest {
    @Test
    void theSamePasswordTypedOtherwiseIsTheSame() {
        assertThat(OpaqueString.prepare("Gru\u0308\u00dfe\u00a0\u3000"))
                .contains("Gr\u00fc\u00dfe  ");
        assertThat(OpaqueString.prepare("Correct Horse")).contains("Correct Horse");
        assertThat(OpaqueString.prepare(" \ud83d\udc34 ")).contains(" \ud83d\udc34 ");
        // The third example of RFC 8265 §4.3: compatibility characters stay as they are.
        assertThat(OpaqueString.prepare("\u03c0\u00df\u00e5")).contains("\u03c0\u00df\u00e5");
    }

    @Test
    void someCharactersAreInNoPassword() {
        for (String bad :
                new String[] {"", "a\0b", "a\tb", "a\u0085b", "a\ud83d", "a\ue000", "a\n"}) {
            assertThat(OpaqueString.prepare(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void thereIsAnEndToIt() {
        assertThat(OpaqueString.prepare("x".repeat(OpaqueString.LENGTH_MAX))).isPresent();
        assertThat(OpaqueString.prepare("x".repeat(OpaqueString.LENGTH_MAX + 1))).isEmpty();
    }
}
