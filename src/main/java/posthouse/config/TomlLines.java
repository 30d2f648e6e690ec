package posthouse.config;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// In which line of a TOML file a key stands. The parser does not tell; this looks for table
/// headers and for keys at the start of lines, which is where people write them.
final class TomlLines {
    private static final Pattern HEADER = Pattern.compile("\\s*\\[\\s*([A-Za-z0-9_. -]+?)\\s*].*");
    private static final Pattern KEY = Pattern.compile("\\s*([A-Za-z0-9_.-]+)\\s*=.*");

    private final Map<String, Integer> lines = new HashMap<>();

    TomlLines(String text) {
        String section = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            var header = HEADER.matcher(line);
            var key = KEY.matcher(line);
            if (header.matches()) {
                section = header.group(1);
                lines.putIfAbsent(section, number);
            } else if (key.matches()) {
                String name = key.group(1);
                lines.putIfAbsent(section.isEmpty() ? name : section + "." + name, number);
            }
        }
    }

    /// Counted from 1; 0 where it was not found.
    int of(String key) {
        return lines.getOrDefault(key, 0);
    }
}
