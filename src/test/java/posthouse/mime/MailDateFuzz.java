package posthouse.mime;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/// Each moment is written as what it is, as another reader of such dates sees it.
class MailDateFuzz {
    private static final long YEAR_1 = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long YEAR_9999 = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    @FuzzTest
    void writesTheMoment(FuzzedDataProvider input) {
        var moment = Instant.ofEpochSecond(input.consumeLong(YEAR_1, YEAR_9999));
        String written = MailDate.format(moment);
        var read = DateTimeFormatter.RFC_1123_DATE_TIME.parse(written, Instant::from);
        if (!read.equals(moment)) {
            throw new AssertionError(moment + " was written " + written);
        }
    }
}
