package posthouse.mime;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Moments as header fields have them (RFC 5322 §3.3 date-time).
public final class MailDate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private MailDate() {}

    /// To the second, in UTC: `Tue, 3 Nov 2026 08:07:06 +0000`. Written by hand, since it is done
    /// for each message and the JDK's formatter takes as long as the rest of a trace.
    public static String format(Instant moment) {
        var time = LocalDateTime.ofEpochSecond(moment.getEpochSecond(), 0, ZoneOffset.UTC);
        var text = new StringBuilder(32);
        text.append(third(DAYS, time.getDayOfWeek().getValue())).append(", ");
        text.append(time.getDayOfMonth()).append(' ');
        text.append(third(MONTHS, time.getMonthValue())).append(' ').append(time.getYear());
        twoDigits(text, ' ', time.getHour());
        twoDigits(text, ':', time.getMinute());
        twoDigits(text, ':', time.getSecond());
        return text.append(" +0000").toString();
    }

    private static String third(String names, int number) {
        return names.substring(number * 3 - 3, number * 3);
    }

    private static void twoDigits(StringBuilder text, char before, int number) {
        text.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
