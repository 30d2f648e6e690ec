package posthouse.mime;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Moments as header fields have them (RFC 5322 §3.3 date-time).
public final class MailDate {
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private MailDate() {}

    /// To the second, in UTC.
    public static String format(Instant moment) {
        return DATE_TIME.format(moment);
    }
}
