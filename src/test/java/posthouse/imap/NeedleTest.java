package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

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
                    var needle = new Needle(Bytes.latin1(part));
                    assertThat(needle.isIn(Bytes.latin1(text)))
                            .as(part + " in " + text)
                            .isEqualTo(found);
                    assertThat(needle.isIn(new ByteArrayInputStream(Bytes.latin1(text).toArray())))
                            .isEqualTo(found);
                });
    }

    @Test
    void anEmptyTextIsEverywhere() {
        assertThat(new Needle(Bytes.EMPTY).isIn(Bytes.EMPTY)).isTrue();
    }

    private static String text(java.util.Random random, int longest) {
        var text = new StringBuilder();
        for (int i = random.nextInt(longest); i > 0; i--) {
            text.append("aAbB".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}
