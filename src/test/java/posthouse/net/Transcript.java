package posthouse.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A conversation in a file: see `src/test/transcripts/README.md`.
///
/// @param name the file's name without its ending
/// @param options what stands behind `#!`, a line each
public record Transcript(Path file, String name, List<String> options, List<Line> lines) {
    /// What stands at the front of a line.
    public enum Side {
        CLIENT("C:"),
        SERVER("S:"),
        EVENT("E:"),
        REMARK("#");

        final String mark;

        Side(String mark) {
            this.mark = mark;
        }
    }

    /// @param number the first is 1
    /// @param text without the mark and the one space behind it
    public record Line(int number, Side side, String text) {
        String source() {
            if (side == Side.REMARK) {
                return text;
            }
            return text.isEmpty() ? side.mark : side.mark + " " + text;
        }
    }

    public boolean has(String option) {
        return options.contains(option);
    }

    /// What stands behind an option that begins with `start`.
    public Optional<String> option(String start) {
        return options.stream()
                .filter(option -> option.startsWith(start + " "))
                .map(option -> option.substring(start.length() + 1))
                .findFirst();
    }

    static Transcript read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException failure) {
            throw new AssertionError("cannot read " + file, failure);
        }
    }

    static Transcript parse(Path file, String content) {
        var lines = new ArrayList<Line>();
        var options = new ArrayList<String>();
        for (String source : content.lines().toList()) {
            Line line = line(file, lines.size() + 1, source);
            lines.add(line);
            if (source.startsWith("#!")) {
                options.add(source.substring(2).strip());
            }
        }
        if (lines.isEmpty() || !lines.getFirst().text().startsWith("# ")) {
            throw new AssertionError(file + ": the first line must be a claim behind '# '");
        }
        String name = file.getFileName().toString().replace(Transcripts.ENDING, "");
        return new Transcript(file, name, List.copyOf(options), List.copyOf(lines));
    }

    private static Line line(Path file, int number, String source) {
        for (Side side : List.of(Side.CLIENT, Side.SERVER, Side.EVENT)) {
            if (source.startsWith(side.mark)) {
                String rest = source.substring(side.mark.length());
                return new Line(number, side, rest.startsWith(" ") ? rest.substring(1) : rest);
            }
        }
        if (source.isBlank() || source.startsWith("#")) {
            return new Line(number, Side.REMARK, source);
        }
        throw new AssertionError(
                file + ":" + number + ": begins neither with C:, S:, E: nor #: " + source);
    }
}
