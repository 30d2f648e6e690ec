package posthouse.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Shows an operation's answer: a text as it is, a record a line for each part, a list of records
/// as a table.
record Printer(PrintWriter out) {
    void print(JsonNode answer, boolean json) {
        if (json) {
            out.println(answer);
        } else if (answer.isArray()) {
            table(answer);
        } else if (answer.isObject()) {
            parts(answer);
        } else {
            out.println(answer.asString());
        }
        out.flush();
    }

    private void table(JsonNode list) {
        if (list.isEmpty()) {
            out.println("none");
            return;
        }
        List<String> names = List.copyOf(list.get(0).propertyNames());
        var rows = new ArrayList<List<String>>();
        rows.add(names.stream().map(Printer::title).toList());
        for (JsonNode row : list) {
            rows.add(names.stream().map(name -> cell(name, row.path(name))).toList());
        }
        print(rows);
    }

    private void print(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private void parts(JsonNode record) {
        int width =
                record.propertyNames().stream().mapToInt(n -> title(n).length()).max().orElse(0);
        for (var part : record.properties()) {
            String title = title(part.getKey()) + ":";
            String pad = title + " ".repeat(width + 2 - title.length());
            JsonNode value = part.getValue();
            if (value.isNull()) {
                continue;
            }
            if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
                out.println(title);
                table(value);
            } else {
                out.println((pad + cell(part.getKey(), value)).stripTrailing());
            }
        }
    }

    private static String cell(String name, JsonNode value) {
        if (value.isArray()) {
            return value.values().stream()
                    .map(element -> cell(name, element))
                    .collect(Collectors.joining(", "));
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "yes" : "no";
        }
        if (value.isNull()) {
            return "";
        }
        boolean isLimit = name.startsWith("quota");
        if (isLimit && value.asLong() == 0) {
            return "no limit";
        }
        return isBytes(name) ? size(value.asLong()) : value.asString();
    }

    private static boolean isBytes(String name) {
        return name.equals("bytes") || name.endsWith("Bytes");
    }

    /// `quotaBytes` is shown as `quota bytes`, and since its values have units, as `quota size`.
    private static String title(String name) {
        String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return isBytes(name) ? words.replace("bytes", "size") : words;
    }

    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        String units = "KMGTPE";
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %ciB", value, units.charAt(unit));
    }
}
