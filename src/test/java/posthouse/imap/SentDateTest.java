package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentDateTest {
    @ParameterizedTest
    @CsvSource({
        "'Mon, 7 Feb 1994 21:52:25 -0800', 1994-02-07",
        "'7 Feb 94 21:52:25 PST', 1994-02-07",
        "'Tue,  01 January 2026 10:00', 2026-01-01",
        "'Fri, 21-Nov-97 09:55:06', 1997-11-21",
        "'21 Nov 07', 2007-11-21",
        "'21 Nov 102 09:55', 2002-11-21",
    })
    void readsTheDay(String field, LocalDate day) {
        assertThat(SentDate.day(field)).contains(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "31 Feb 2026", "1 Foo 2026", "2026-02-01"})
    void knowsNoDayWhereThereIsNone(String field) {
        assertThat(SentDate.day(field)).isEmpty();
    }

    /// RFC 5256 §2.2.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 7 Feb 1994 21:52:25 -0800|1994-02-08T05:52:25Z",
                "7 Feb 1994 21:52 +0130|1994-02-07T20:22:00Z",
                "Mon, 7 Feb 94 21:52:25 EST|1994-02-08T02:52:25Z",
                "Mon, 7 Feb 1994 21:52:25 (comment)|1994-02-07T21:52:25Z",
                "Mon, 7 Feb 1994 21:52:25 +9999|1994-02-07T21:52:25Z",
                "Mon, 7 Feb 1994 25:52:25 -0800|1994-02-07T00:00:00Z",
                "Mon, 7 Feb 1994|1994-02-07T00:00:00Z",
            })
    void namesAMoment(String field, String moment) {
        assertThat(SentDate.moment(field)).contains(java.time.Instant.parse(moment));
    }

    @Test
    void whatIsNoDateIsNoMoment() {
        assertThat(SentDate.moment("yesterday at 12:00")).isEmpty();
        assertThat(SentDate.moment("31 Feb 2026 12:00:00 +0000")).isEmpty();
    }
}
