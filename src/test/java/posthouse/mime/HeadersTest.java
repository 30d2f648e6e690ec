package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

class HeadersTest {
    @Test
    void unfoldsValues() {
        Headers headers =
                Headers.parse(
                        Bytes.latin1("Subject: a\r\n b\r\n\tc \r\nFrom:x\r\n\r\nbody: no\r\n"));
        assertThat(headers.first("subject")).contains("a b\tc");
        assertThat(headers.first("FROM")).contains("x");
        assertThat(headers.first("body")).isEmpty();
    }

    @Test
    void keepsLinesThatAreNoField() {
        Headers headers = Headers.parse(Bytes.latin1("From nobody Mon\nTo : b\n: x\nbad\n\n"));
        assertThat(headers.fields())
                .extracting(HeaderField::name)
                .containsExactly("", "To", "", "");
    }

    @Test
    void everyOctetBelongsToAField() {
        Seeds.each(
                2_000,
                random -> {
                    var section = new StringBuilder();
                    for (int i = random.nextInt(60); i > 0; i--) {
                        section.append("a: \t\n\r\n".charAt(random.nextInt(7)));
                    }
                    Bytes octets = Bytes.latin1(section.toString());
                    Bytes fields = Headers.parse(octets).octets(_ -> true);
                    assertThat(octets.startsWith(fields)).isTrue();
                    Bytes rest = octets.slice(fields.length());
                    assertThat(
                                    rest.isEmpty()
                                            || rest.at(0) == '\n'
                                            || rest.startsWith(Bytes.latin1("\r\n"))
                                            || rest.equals(Bytes.latin1("\r")))
                            .isTrue();
                });
    }
}
