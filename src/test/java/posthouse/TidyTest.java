package posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The house rules that a reader of a diff should not have to watch for.
class TidyTest {
    /// A call that is banned outside the named packages, and what to do instead.
    private record Ban(String pattern, String instead, Set<String> except) {}

    private static final List<Ban> BANS =
            List.of(
                    new Ban("Instant\\.now\\(", "ask a posthouse.time.Clock", Set.of("time")),
                    new Ban(
                            "System\\.(currentTimeMillis|nanoTime)\\(",
                            "ask a posthouse.time.Clock",
                            Set.of("time")),
                    new Ban(
                            "LocalDate(Time)?\\.now\\(|ZonedDateTime\\.now\\(",
                            "ask a posthouse.time.Clock",
                            Set.of("time")),
                    new Ban(
                            "Thread\\.sleep\\(",
                            "use a deadline, a timer or a queue",
                            Set.of("time")),
                    new Ban(
                            "new Random\\(|Math\\.random\\(",
                            "take a SecureRandom or a seeded sequence",
                            Set.of()),
                    new Ban("System\\.(out|err)\\b", "log, or print in cli", Set.of("cli")),
                    new Ban("\\.printStackTrace\\(", "log it", Set.of()),
                    new Ban("System\\.exit\\(", "return a status to cli", Set.of("cli")),
                    new Ban("\\.getBytes\\(\\)", "name the charset", Set.of()),
                    new Ban(
                            "\\b(TODO|FIXME|XXX)\\b",
                            "finish it, or write it down in an issue",
                            Set.of()));

    private static final Pattern CITATION = Pattern.compile("RFC (\\d{3,5})");
    private static final List<String> WORDS_NOT_IN_NAMES =
            List.of(
                    "Impl",
                    "Abstract",
                    "Base",
                    "Manager",
                    "Helper",
                    "Util",
                    "Utils",
                    "Data",
                    "Info");

    /// Words of an RFC, or of the operator, that happen to hold one of those.
    private static final Set<String> NAMES_ALL_THE_SAME = Set.of("BaseSubject", "DataFolder");

    private static final Path MAIN = Path.of("src/main/java/posthouse");
    private static final Path TEST = Path.of("src/test/java/posthouse");

    @Test
    void noBannedCalls() throws IOException {
        var found = new ArrayList<String>();
        for (Path file : sources(MAIN)) {
            String owner = MAIN.relativize(file).getName(0).toString();
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                for (Ban ban : BANS) {
                    if (!ban.except().contains(owner)
                            && Pattern.compile(ban.pattern()).matcher(line).find()) {
                        found.add(
                                file + ":" + number + ": " + line.strip() + " — " + ban.instead());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyCitedRfcIsInTheTable() throws IOException {
        String table = Files.readString(Path.of("docs/rfcs.md"));
        var missing = new TreeSet<String>();
        for (Path root : List.of(MAIN, TEST)) {
            for (Path file : sources(root)) {
                var citations = CITATION.matcher(Files.readString(file));
                while (citations.find()) {
                    if (!table.contains("| " + citations.group(1) + " |")) {
                        missing.add("RFC " + citations.group(1) + " in " + file);
                    }
                }
            }
        }
        assertThat(missing).as("cited and not in docs/rfcs.md").isEmpty();
    }

    @Test
    void theTableOfRfcsIsSortedAndSaysYesPartlyOrNo() throws IOException {
        var numbers = new ArrayList<Integer>();
        for (String line : Files.readAllLines(Path.of("docs/rfcs.md"))) {
            if (line.matches("\\| \\d+ \\|.*")) {
                String[] cells = line.split("\\|");
                numbers.add(Integer.valueOf(cells[1].strip()));
                assertThat(cells[3].strip()).as(line).matches("(yes|partly|no)\\b.*");
            }
        }
        assertThat(numbers).isSorted().doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void everyPackageHasATour() throws IOException {
        for (Path root : List.of(MAIN)) {
            try (var folders = Files.walk(root)) {
                for (Path folder : folders.filter(Files::isDirectory).toList()) {
                    if (!sources(folder).isEmpty()) {
                        assertThat(folder.resolve("package-info.java")).exists();
                    }
                }
            }
        }
    }

    @Test
    void namesSayWhatAThingIs() throws IOException {
        var found = new ArrayList<String>();
        for (Path file : sources(MAIN)) {
            String name = file.getFileName().toString().replace(".java", "");
            for (String word : WORDS_NOT_IN_NAMES) {
                if (!NAMES_ALL_THE_SAME.contains(name)
                        && name.matches(".*[a-z]" + word + "|" + word + "[A-Z].*")) {
                    found.add(name);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> sources(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }
}
