package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;

class NeedleTest {
    @Test
    void findsWhatStringsFind() {
        Seeds.each(
                5000,
                random -> {
                    String text = text(random, 30);
                    String part = text(random, 5);
                    boolean found =
                            text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
                    var needle = new Needle(part);
                    assertThat(needle.isIn(text)).as(part + " in " + text).isEqualTo(found);
                    assertThat(needle.isIn(new StringReader(text))).isEqualTo(found);
                });
    }

    @Test
    void anEmptyTextIsEverywhere() {
        assertThat(new Needle("").isIn("")).isTrue();
    }

    /// RFC 5051.
    @Test
    void caseAndTheFormOfAccentsMakeNoDifference() {
        for (String text : List.of("ÉCOLE", "école", "e\u0301cole", "E\u0301COLE", "ｅ́cole")) {
            assertThat(new Needle("École").isIn(text)).as(text).isTrue();
        }
        assertThat(new Needle("жуков").isIn("ЖУКОВ")).isTrue();
        assertThat(new Needle("ecole").isIn("école")).isFalse();
        assertThat(new Needle("cole").isIn("école")).isTrue();
        assertThat(new Needle("e").isIn("É")).isTrue();
        assertThat(new Needle("\ud801\udc28").isIn("a\ud801\udc00")).isTrue();
        assertThat(new Needle("x").isIn("\ud801\ud801")).isFalse();
    }

    @Test
    void findsWhatLiesAcrossBlocks() throws Exception {
        for (int before = 8 * 1024 - 4; before <= 8 * 1024; before++) {
            var text = "a".repeat(before) + "\ud801\udc00bc" + "a".repeat(9000);
            assertThat(new Needle("\ud801\udc28BC").isIn(new StringReader(text))).isTrue();
        }
    }

    private static String text(java.util.Random random, int longest) {
        var text = new StringBuilder();
        for (int i = random.nextInt(longest); i > 0; i--) {
            text.append("aAbB".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}
