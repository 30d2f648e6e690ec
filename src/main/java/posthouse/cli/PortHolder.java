package posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Finds who listens on a port, as far as Linux tells: what an operator asks next when it is taken.
final class PortHolder {
    private static final Path PROC = Path.of("/proc");

    /// `/proc/net/tcp`: the state of a socket that listens.
    private static final String LISTENING = "0A";

    private PortHolder() {}

    /// What to say behind "in use"; empty where nothing is known.
    static String of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            sockets.addAll(listening(PROC.resolve("net").resolve(table), port));
        }
        if (sockets.isEmpty()) {
            return "";
        }
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(process -> holds(process, sockets))
                    .findFirst()
                    .map(PortHolder::describe)
                    .orElse(" ('ss -ltnp' as root shows which)");
        } catch (IOException _) {
            return "";
        }
    }

    /// Inodes of the sockets in a table that listen on the port.
    private static Set<String> listening(Path table, int port) {
        var found = new HashSet<String>();
        try {
            for (String line : Files.readAllLines(table)) {
                String[] words = line.strip().split("\\s+");
                String end = String.format(Locale.ROOT, ":%04X", port);
                if (words.length > 9 && words[1].endsWith(end) && words[3].equals(LISTENING)) {
                    found.add("socket:[" + words[9] + "]");
                }
            }
        } catch (IOException _) {
            return Set.of(); // no Linux, or not for us to read
        }
        return found;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException _) {
            return false; // another user's process, or one that has just ended
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static String describe(Path process) {
        String number = process.getFileName().toString();
        try {
            String name = Files.readString(process.resolve("comm")).strip();
            return " (" + name + ", process " + number + ")";
        } catch (IOException _) {
            return " (process " + number + ")";
        }
    }
}
