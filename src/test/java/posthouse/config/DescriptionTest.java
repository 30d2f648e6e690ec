package posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DescriptionTest {
    @Test
    void readsAsTheDefaultsWithAndWithoutItsComments() throws ConfigError {
        String described = Description.of(Settings.class);
        String uncommented =
                Pattern.compile("^#([a-z0-9-]+ = )", Pattern.MULTILINE)
                        .matcher(described)
                        .replaceAll("$1");
        for (String text : new String[] {described, uncommented}) {
            assertThat(Settings.reader().read(text, "x", Path.of(""), Map.of()))
                    .isEqualTo(Settings.reader().defaults());
        }
    }

    @Test
    void isTheDocument() throws IOException {
        String document = Files.readString(Path.of("docs/configuration.md"));
        assertThat(document)
                .as("docs/configuration.md is made by: bin/posthouse config describe --markdown")
                .isEqualTo(Description.markdown(Settings.class));
    }
}
