package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
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
}
