package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScriptsTest {
    /// cron starts sendmail without HOME and with next to no PATH.
    @Test
    void findsTheJdkInAnEmptyEnvironment() throws Exception {
        var builder = new ProcessBuilder("bin/find-jdk").redirectErrorStream(true);
        builder.environment().clear();
        var finding = builder.start();
        String said = new String(finding.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String expected = finding.waitFor() == 0 ? "/.+" : "(?s)Posthouse needs a JDK 25.*";
        assertThat(said.strip()).matches(expected);
    }
}
