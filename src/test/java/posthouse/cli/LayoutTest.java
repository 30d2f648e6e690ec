package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static LoggingEvent event(String message, Object... arguments) {
        var context = new LoggerContext();
        var event =
                new LoggingEvent(
                        "x",
                        context.getLogger("posthouse.net.Listener"),
                        Level.INFO,
                        message,
                        null,
                        arguments);
        event.setInstant(Instant.parse("2026-11-24T18:00:00Z"));
        event.setMDCPropertyMap(
                Map.of("conn", "7f", "protocol", "imap", "account", "ann@example.org"));
        return event;
    }

    @Test
    void writesALineForPeople() {
        assertThat(new TextLayout(false).doLayout(event("hello {}", "there")))
                .isEqualTo(
                        "2026-11-24T18:00:00.000Z INFO  [imap 7f ann@example.org]"
                                + " net.Listener: hello there\n");
    }

    @Test
    void leavesTheTimeToTheJournal() {
        assertThat(new TextLayout(true).doLayout(event("hello")))
                .isEqualTo("<6>[imap 7f ann@example.org] net.Listener: hello\n");
    }

    @Test
    void letsNobodyForgeALine() {
        assertThat(new TextLayout(false).doLayout(event("name: {}", "x\r\n2026 INFO \u001b[2Jy")))
                .endsWith("name: x\\u000d\\u000a2026 INFO \\u001b[2Jy\n");
    }

    @Test
    void writesALineForPrograms() {
        assertThat(new JsonLayout().doLayout(event("a \"b\"\n")))
                .isEqualTo(
                        "{\"time\":\"2026-11-24T18:00:00.000Z\",\"level\":\"info\","
                                + "\"logger\":\"net.Listener\",\"account\":\"ann@example.org\","
                                + "\"conn\":\"7f\",\"protocol\":\"imap\","
                                + "\"message\":\"a \\\"b\\\"\\n\"}\n");
    }
}
