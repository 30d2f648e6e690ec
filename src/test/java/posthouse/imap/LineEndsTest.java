package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

class LineEndsTest {
    @ParameterizedTest
    @CsvSource({
        "a\\n,a\\r\\n",
        "a\\r\\n,a\\r\\n",
        "\\n\\n,\\r\\n\\r\\n",
        "a\\rb,a\\rb",
        "\\r\\r\\n,\\r\\r\\n"
    })
    void aBareLfBecomesCrlfAndALoneCrStays(String sent, String stored) throws IOException {
        assertThat(read(unescaped(sent))).isEqualTo(unescaped(stored));
    }

    @Test
    void refusesNul() {
        assertThatThrownBy(() -> read("a\0b")).isInstanceOf(LineEnds.Nul.class);
    }

    @Test
    void doesNotCareHowItIsRead() {
        Seeds.each(
                500,
                random -> {
                    var text = new StringBuilder();
                    for (int i = random.nextInt(20_000); i >= 0; i--) {
                        text.append("a\r\nb\n".charAt(random.nextInt(5)));
                    }
                    String wanted = text.toString().replaceAll("(?<!\r)\n", "\r\n");
                    var in = new LineEnds(stream(text.toString()));
                    var read = new BytesBuilder();
                    byte[] block = new byte[1 + random.nextInt(700)];
                    for (int n; (n = in.read(block, 0, 1 + random.nextInt(block.length))) >= 0; ) {
                        read.write(block, 0, n);
                    }
                    assertThat(read.build().latin1()).isEqualTo(wanted);
                });
    }

    private static String read(String text) throws IOException {
        return Bytes.wrap(new LineEnds(stream(text)).readAllBytes()).latin1();
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }
}
