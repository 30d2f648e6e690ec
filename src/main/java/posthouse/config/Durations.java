package posthouse.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// Lengths of time as people write them: `30m`, `1h30m`, `10d`, `500ms`.
public final class Durations {
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,9}(ms|[smhd]))+");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|[smhd])");

    private Durations() {}

    /// @throws IllegalArgumentException if `text` is no length of time
    public static Duration parse(String text) {
        String written = text.replace(" ", "");
        if (written.equals("0")) {
            return Duration.ZERO;
        }
        if (!WHOLE.matcher(written).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no length of time; write it as 30s, 10m, 1h30m or 7d");
        }
        return PART.matcher(written)
                .results()
                .map(part -> of(Long.parseLong(part.group(1)), part.group(2)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// The shortest form that [#parse] reads.
    public static String format(Duration duration) {
        var text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0" : text.toString();
    }

    private static void append(StringBuilder text, long part, String unit) {
        if (part != 0) {
            text.append(part).append(unit);
        }
    }

    private static Duration of(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> throw new IllegalArgumentException("no unit " + unit);
        };
    }
}
