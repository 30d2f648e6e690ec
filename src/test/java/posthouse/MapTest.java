package posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Keeps the walls between packages: the table in `docs/architecture.md` is read and the compiled
/// classes are held to it. Another edge is another word in that table.
class MapTest {
    private static final Path CLASSES =
            Path.of(System.getProperty("posthouse.classes", "target/classes"));
    private static final Path MAP = Path.of("docs/architecture.md");
    private static final Set<String> OPEN = Set.of("bytes", "time", "config", "address");
    private static final String ROOT = "posthouse/";

    @Test
    void everyEdgeIsInTheTable() throws IOException {
        Map<String, Set<String>> allowed = table();
        var forbidden = new TreeSet<String>();
        edges().forEach((from, targets) -> {
            Set<String> may = allowed.getOrDefault(from, Set.of());
            for (String to : targets) {
                if (!may.contains("everything") && !may.contains(to) && !OPEN.contains(to)) {
                    forbidden.add(from + " → " + to);
                }
            }
        });
        assertThat(forbidden).as("edges that docs/architecture.md does not have").isEmpty();
    }

    @Test
    void everyPackageIsInTheTableAndStandsThere() throws IOException {
        assertThat(edges().keySet()).isEqualTo(table().keySet());
    }

    /// The walks of `docs/architecture.md`: each numbered list names the files that a command
    /// passes through.
    @Test
    void aCommandPassesThroughAtMostEightFilesThatExist() throws IOException {
        int walks = 0;
        for (String section : Files.readString(MAP).split("\n### ")) {
            if (!section.startsWith("Walk:")) {
                continue;
            }
            walks++;
            var files =
                    section.lines()
                            .filter(line -> line.matches("\\d+\\. `[^`]+\\.java`.*"))
                            .map(line -> line.replaceFirst("^\\d+\\. `([^`]+)`.*", "$1"))
                            .toList();
            assertThat(files).as(section.lines().findFirst().orElse("")).hasSizeBetween(2, 8);
            for (String file : files) {
                assertThat(Path.of("src/main/java/posthouse", file)).exists();
            }
        }
        assertThat(walks).isGreaterThanOrEqualTo(3);
    }

    /// Rows as `| `package` | holds | may use |`.
    private static Map<String, Set<String>> table() throws IOException {
        var table = new TreeMap<String, Set<String>>();
        for (String line : Files.readAllLines(MAP)) {
            if (line.matches("\\| `[a-z0-9.]+` \\|.*")) {
                String[] cells = line.split("\\|");
                Set<String> may =
                        Arrays.stream(cells[3].split(","))
                                .map(String::strip)
                                .filter(word -> !word.equals("–"))
                                .collect(Collectors.toSet());
                table.put(cells[1].strip().replace("`", ""), may);
            }
        }
        return table;
    }

    private static Map<String, Set<String>> edges() throws IOException {
        var edges = new TreeMap<String, Set<String>>();
        try (var files = Files.walk(CLASSES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                var model = ClassFile.of().parse(file);
                String from = packageOf(model.thisClass().asInternalName());
                if (from.isEmpty()) {
                    continue;
                }
                var targets = edges.computeIfAbsent(from, _ -> new TreeSet<>());
                for (var entry : model.constantPool()) {
                    if (entry instanceof ClassEntry named) {
                        String to = packageOf(named.asInternalName().replaceFirst("^\\[+L?", ""));
                        if (!to.isEmpty() && !to.equals(from)) {
                            targets.add(to);
                        }
                    }
                }
            }
        }
        return edges;
    }

    /// `posthouse/smtp/server/X` gives `smtp.server`; empty for what is not ours and for the root
    /// package.
    private static String packageOf(String name) {
        int end = name.lastIndexOf('/');
        return name.startsWith(ROOT) && end >= ROOT.length()
                ? name.substring(ROOT.length(), end).replace('/', '.')
                : "";
    }
}
