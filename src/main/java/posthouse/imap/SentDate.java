package posthouse.imap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final Pattern TIME =
            Pattern.compile(
                    "\\G[ \\t,]+(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?:["
                            + " \\t]*([+-]\\d{4}|[A-Za-z]{1,5}))?");

    /// Zones that have a name, in hours (RFC 5322 §4.3). The others are taken for UTC.
    private static final Map<String, Integer> ZONES =
            Map.of(
                    "EST", -5, "EDT", -4, "CST", -6, "CDT", -5, "MST", -7, "MDT", -6, "PST", -8,
                    "PDT", -7);

    private SentDate() {}

    /// The moment. Without a time that is one: midnight; without a zone: of UTC (RFC 5256 §2.2).
    static Optional<Instant> moment(String field) {
        var day = DAY.matcher(field);
        return day(field)
                .map(date ->
                        date.atStartOfDay()
                                .toInstant(ZoneOffset.UTC)
                                .plusSeconds(day.find() ? seconds(field, day.end()) : 0));
    }

    /// Seconds since midnight in UTC, which may be before it or the day after.
    private static long seconds(String field, int from) {
        var time = TIME.matcher(field);
        if (!time.find(from)) {
            return 0;
        }
        int hour = Integer.parseInt(time.group(1));
        int minute = Integer.parseInt(time.group(2));
        int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        if (hour > 23 || minute > 59 || second > 60) {
            return 0;
        }
        String zone = time.group(4) == null ? "" : time.group(4);
        return hour * 3600L + minute * 60L + second - offset(zone);
    }

    private static long offset(String zone) {
        if (!zone.startsWith("+") && !zone.startsWith("-")) {
            return ZONES.getOrDefault(zone.toUpperCase(Locale.ROOT), 0) * 3600L;
        }
        int digits = Integer.parseInt(zone);
        return digits % 100 > 59 || Math.abs(digits) > 2400
                ? 0
                : digits / 100 * 3600L + digits % 100 * 60L;
    }

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
