package posthouse.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A log line for people: time, level, who and where, message. One event, one line, whatever a
/// client put into it; only the stack of a fault of ours has lines of its own.
final class TextLayout extends LayoutBase<ILoggingEvent> {
    /// What is known of the line's connection, in this order; others follow by name.
    static final List<String> KNOWN = List.of("protocol", "conn", "account", "mail");

    private final boolean underJournal;

    TextLayout(boolean underJournal) {
        this.underJournal = underJournal;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder();
        if (underJournal) {
            line.append('<').append(priority(event.getLevel())).append('>');
        } else {
            line.append(time(event)).append(' ');
            line.append("%-5s ".formatted(event.getLevel()));
        }
        String subject = subject(event.getMDCPropertyMap());
        if (!subject.isEmpty()) {
            line.append('[').append(oneLine(subject)).append("] ");
        }
        line.append(shortName(event.getLoggerName())).append(": ");
        line.append(oneLine(String.valueOf(event.getFormattedMessage()))).append('\n');
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.append(ThrowableProxyUtil.asString(failure));
        }
        return line.toString();
    }

    static String time(ILoggingEvent event) {
        Instant time = Instant.ofEpochMilli(event.getTimeStamp());
        String text = time.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.length() == 20 ? text.replace("Z", ".000Z") : text;
    }

    /// `posthouse.net.Listener` is `net.Listener` here.
    static String shortName(String logger) {
        return logger.startsWith("posthouse.") ? logger.substring("posthouse.".length()) : logger;
    }

    private static String subject(Map<String, String> known) {
        var words = new ArrayList<String>();
        for (String key : KNOWN) {
            if (known.containsKey(key)) {
                words.add(known.get(key));
            }
        }
        return String.join(" ", words);
    }

    /// Nothing that a client sends may begin a line of its own or steer the terminal.
    static String oneLine(String text) {
        var line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean steers = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
            line.append(steers ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
        return line.toString();
    }

    /// RFC 5424 §6.2.1, as journald reads it.
    private static int priority(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }
}
