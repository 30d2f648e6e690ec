package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;

class MailDateTest {
    @Test
    void writesWhatTheJdkWrites() {
        var formatter =
                DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC);
        Seeds.each(
                2000,
                random -> {
                    var moment = Instant.ofEpochSecond(random.nextLong(1L << 33));
                    assertThat(MailDate.format(moment)).isEqualTo(formatter.format(moment));
                });
    }
}
