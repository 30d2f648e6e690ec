package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.config.Settings;

/// What is secret is in no log line and in nothing that a log line may be made of.
class SecretsTest {
    private static final Peer PEER = House.peer("192.0.2.1");

    private final Logger log = (Logger) LoggerFactory.getLogger("posthouse.auth");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.TRACE);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    @Test
    void noLogLineHasAPassword() throws Exception {
        var house = new House(new Settings.Auth(true, false, 50));
        var _ = house.authenticator.login(PEER, "ann", House.PASSWORD);
        assertThatThrownBy(() -> house.authenticator.login(PEER, "ann", "my wrong password"))
                .isInstanceOf(AuthRefusal.class)
                .message()
                .doesNotContain("my wrong");
        // Typed into the wrong field.
        assertThatThrownBy(() -> house.authenticator.login(PEER, House.PASSWORD, "ann"))
                .isInstanceOf(AuthRefusal.class)
                .message()
                .doesNotContain("horse");
        assertThatThrownBy(() ->
                        house.authenticator.authenticate(
                                PEER,
                                "PLAIN",
                                Optional.of(Bytes.utf8("\0\0my wrong password\0")),
                                _ -> Bytes.EMPTY))
                .isInstanceOf(AuthRefusal.BadExchange.class)
                .message()
                .doesNotContain("my wrong");
        house.sessions.enter(new Login(1, "ann@demo.test", "ann"), PEER, "c1", () -> {}).close();
        assertThat(lines.list).isNotEmpty();
        assertThat(lines.list)
                .allSatisfy(line ->
                        assertThat(line.getFormattedMessage())
                                .doesNotContain("horse")
                                .doesNotContain("wrong password")
                                .doesNotContain("$argon2"));
    }

    @Test
    void nothingShowsItsSecretAsText() throws Exception {
        var house = new House(new Settings.Auth(true, false, 50));
        var entry = house.credentials.find(LoginName.of(House.ANN)).orElseThrow();
        assertThat(entry.toString())
                .contains("argon2id", "scram-sha-256")
                .doesNotContain("$", "\\x");
        assertThat(house.credentials.show(House.ANN).toString()).doesNotContain("$");
        assertThat(new PlainMessage("", "ann", House.PASSWORD).toString()).doesNotContain("horse");
        assertThat(new Secret.Unknown(9, Bytes.latin1("token")).toString()).isEqualTo("kind 9");
        assertThat(ScramMessage.Final.parse(Bytes.utf8("c=biws,r=abc,p=AAAA")).toString())
                .isEqualTo("Final");
    }
}
