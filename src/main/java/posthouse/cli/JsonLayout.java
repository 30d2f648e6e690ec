package posthouse.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;

/// A log line for programs: one JSON object.
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        var line = JsonNodeFactory.instance.objectNode();
        line.put("time", TextLayout.time(event));
        line.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        line.put("logger", TextLayout.shortName(event.getLoggerName()));
        new TreeMap<>(event.getMDCPropertyMap()).forEach(line::put);
        line.put("message", String.valueOf(event.getFormattedMessage()));
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.put("failure", ThrowableProxyUtil.asString(failure));
        }
        return line + "\n";
    }
}
