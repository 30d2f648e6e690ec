package posthouse.config;

import java.util.ArrayList;
import java.util.List;

/// Every setting with its documentation and its default, as a TOML file in which all of them are
/// commented out.
public final class Description {
    private static final int WIDTH = 96;

    private Description() {}

    public static String of(Class<? extends Record> type) {
        var text = new StringBuilder();
        section(Schema.of(type), text);
        return text.toString();
    }

    /// The same as a page of the documentation.
    public static String markdown(Class<? extends Record> type) {
        return """
        # Configuration

        Made by `bin/posthouse config describe --markdown`; do not edit.

        ```toml
        """
                + of(type).strip()
                + "\n```\n";
    }

    private static void section(Schema section, StringBuilder text) {
        comment(section.doc(), text);
        if (!section.path().isEmpty()) {
            text.append('[').append(section.path()).append("]\n");
        }
        text.append('\n');
        for (Schema.Setting setting : section.settings()) {
            comment(setting.doc(), text);
            text.append('#')
                    .append(setting.key().substring(setting.key().lastIndexOf('.') + 1))
                    .append(" = ")
                    .append(setting.kind().toml(setting.standard()))
                    .append("\n\n");
        }
        section.sections().forEach(below -> section(below, text));
    }

    private static void comment(String doc, StringBuilder text) {
        for (String line : wrap(doc)) {
            text.append("# ").append(line).append('\n');
        }
    }

    private static List<String> wrap(String doc) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : doc.strip().split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }
}
