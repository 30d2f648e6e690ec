package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.config.ConfigError;
import posthouse.config.Settings;
import posthouse.smtp.client.Smarthost;

class MailRoutesTest {
    @TempDir private Path folder = Path.of("");

    private Settings smarthost(String entry) throws IOException, ConfigError {
        Path file = folder.resolve("posthouse.toml");
        Files.writeString(file, "[queue]\nsmarthosts = [\"" + entry + "\"]\n");
        return Settings.reader().read(file, Map.of());
    }

    @Test
    void findsARelativePasswordBesideTheConfiguration() throws Exception {
        Files.createDirectories(folder.resolve("my secrets"));
        Files.writeString(folder.resolve("my secrets/relay"), "geheim\n");
        var settings = smarthost("relay submission://ann%40a.test@relay.test my secrets/relay");
        assertThat(MailRoutes.client(settings).smarthosts())
                .containsOnly(
                        Map.entry(
                                "relay",
                                new Smarthost(
                                        "relay.test",
                                        587,
                                        Smarthost.Tls.STARTTLS,
                                        Optional.of(new Smarthost.Login("ann@a.test", "geheim")))));
    }

    @Test
    void namesTheFileThatIsMissing() throws Exception {
        var settings = smarthost("relay submission://ann@relay.test secret");
        assertThatThrownBy(() -> MailRoutes.client(settings))
                .hasMessage(
                        "queue.smarthosts: "
                                + folder.resolve("secret")
                                + " cannot be read (NoSuchFileException)");
    }
}
