package posthouse.imap;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The day that a Date field names (RFC 5322 §3.3, §4.3), whatever else is in it.
final class SentDate {
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final Pattern DAY =
            Pattern.compile("\\b(\\d{1,2})[ \\t-]+([A-Za-z]{3})[A-Za-z]*[ \\t-]+(\\d{2,4})\\b");

    private SentDate() {}

    static Optional<LocalDate> day(String field) {
        var day = DAY.matcher(field);
        if (!day.find()) {
            return Optional.empty();
        }
        int month = MONTHS.indexOf(day.group(2).toLowerCase(Locale.ROOT)) + 1;
        try {
            return month == 0
                    ? Optional.empty()
                    : Optional.of(
                            LocalDate.of(
                                    year(day.group(3)), month, Integer.parseInt(day.group(1))));
        } catch (DateTimeException _) {
            return Optional.empty(); // 31 Feb: no day
        }
    }

    /// §4.3: two digits up to 49 are this century's, other two and three digits count from 1900.
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 4) {
            return year;
        }
        return digits.length() == 2 && year < 50 ? 2000 + year : 1900 + year;
    }
}
