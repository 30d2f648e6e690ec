package posthouse.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.config.Settings;

/// Sets up the server's log: on standard error, and nowhere else.
final class LogSetup {
    private LogSetup() {}

    /// @param underJournal whether journald reads standard error, and knows the time itself
    static void apply(Settings.Log settings, boolean underJournal) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return; // another logging system was put in our place on purpose
        }
        context.reset();
        context.getStatusManager().add(new NopStatusListener());
        Layout<ILoggingEvent> layout =
                switch (settings.format()) {
                    case TEXT -> new TextLayout(underJournal);
                    case JSON -> new JsonLayout();
                };
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.WARN); // libraries
        context.getLogger("posthouse").setLevel(level(settings.level()));
    }

    private static Level level(Settings.Level level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        };
    }
}
