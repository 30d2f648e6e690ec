package posthouse.config;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// Makes settings from a TOML file. Settings that the file does not have get their defaults; keys
/// that nobody knows are refused.
public final class ConfigReader<T extends Record> {
    private final Schema schema;
    private final Class<T> type;

    public ConfigReader(Class<T> type) {
        this.type = type;
        this.schema = Schema.of(type);
    }

    /// What holds with no file at all.
    public T defaults() {
        try {
            return read("", "", Path.of(""), Map.of());
        } catch (ConfigError error) {
            throw new IllegalStateException(error);
        }
    }

    /// @param overrides whole keys and values that hold instead of the file's, written without
    ///   quotes, lists with commas
    /// @throws ConfigError if the file cannot be read or says something that cannot be
    public T read(Path file, Map<String, String> overrides) throws ConfigError {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
            return read(text, file.toString(), folder, overrides);
        } catch (IOException failure) {
            String why = "cannot be read (" + failure.getClass().getSimpleName() + ")";
            throw new ConfigError(file.toString(), List.of(new Problem(0, why)));
        }
    }

    /// @param name how the file is called in errors
    /// @param folder what relative paths start from
    public T read(String text, String name, Path folder, Map<String, String> overrides)
            throws ConfigError {
        var problems = new ArrayList<Problem>();
        var values = new HashMap<String, Object>();
        for (Schema.Setting setting : schema.all()) {
            values.put(setting.key(), setting.kind().parse(setting.standard(), folder));
        }
        new File(text, folder, values, problems).read();
        overrides.forEach((key, value) -> override(key, value, folder, values, problems));
        if (!problems.isEmpty()) {
            throw new ConfigError(name, problems);
        }
        return build(text, name, values);
    }

    private T build(String text, String name, Map<String, Object> values) throws ConfigError {
        try {
            return type.cast(build(schema, values));
        } catch (IllegalArgumentException error) {
            String why = String.valueOf(error.getMessage());
            int line = new TomlLines(text).of(why.substring(0, why.indexOf(' ') + 1).strip());
            throw new ConfigError(name, List.of(new Problem(line, why)));
        }
    }

    private void override(
            String key,
            String value,
            Path folder,
            Map<String, Object> values,
            List<Problem> problems) {
        var setting = schema.find(key);
        if (setting.isEmpty()) {
            problems.add(new Problem(0, unknown(key)));
            return;
        }
        try {
            values.put(key, setting.get().kind().parse(value, folder));
        } catch (IllegalArgumentException error) {
            problems.add(new Problem(0, key + ": " + error.getMessage()));
        }
    }

    private String unknown(String key) {
        var known = schema.all().stream().map(Schema.Setting::key).toList();
        String hint =
                Nearest.to(key, known)
                        .or(() -> sameLastWord(key, known))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; 'posthouse config describe' lists all settings");
        return "there is no setting " + key + hint;
    }

    private static Optional<String> sameLastWord(String key, List<String> known) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        return known.stream()
                .filter(candidate -> candidate.endsWith("." + last) || candidate.equals(last))
                .findFirst();
    }

    /// One file on its way to values.
    private final class File {
        private final String text;
        private final Path folder;
        private final TomlLines lines;
        private final Map<String, Object> values;
        private final List<Problem> problems;

        File(String text, Path folder, Map<String, Object> values, List<Problem> problems) {
            this.text = text;
            this.folder = folder;
            this.lines = new TomlLines(text);
            this.values = values;
            this.problems = problems;
        }

        void read() {
            try {
                section(schema, new TomlMapper().readTree(text));
            } catch (JacksonException error) {
                int line = error.getLocation() == null ? 0 : error.getLocation().getLineNr();
                problems.add(new Problem(Math.max(line, 0), "is no TOML: " + firstLine(error)));
            }
        }

        private void section(Schema section, JsonNode table) {
            for (var entry : table.properties()) {
                String key =
                        section.path().isEmpty()
                                ? entry.getKey()
                                : section.path() + "." + entry.getKey();
                var defunct =
                        section.defunct().stream()
                                .filter(gone -> gone.key().equals(entry.getKey()))
                                .findFirst();
                var below = section.section(key);
                var setting = section.settings().stream().filter(s -> s.key().equals(key));
                if (defunct.isPresent()) {
                    add(key, key + " is no setting any more. " + defunct.get().instead());
                } else if (below.isPresent()) {
                    enter(below.get(), entry.getValue());
                } else {
                    setting.findFirst()
                            .ifPresentOrElse(
                                    found -> value(found, entry.getValue()),
                                    () -> add(key, unknown(deepest(key, entry.getValue()))));
                }
            }
        }

        private void enter(Schema section, JsonNode node) {
            if (node.isObject()) {
                section(section, node);
            } else {
                add(
                        section.path(),
                        section.path()
                                + " is a section: write ["
                                + section.path()
                                + "] and its settings below");
            }
        }

        /// A key of an unknown section, which says more about what was meant than the section.
        private String deepest(String key, JsonNode node) {
            return node.isObject() && !node.isEmpty()
                    ? key + "." + node.properties().iterator().next().getKey()
                    : key;
        }

        private void value(Schema.Setting setting, JsonNode node) {
            try {
                values.put(setting.key(), convert(setting.kind(), node));
            } catch (IllegalArgumentException error) {
                add(setting.key(), setting.key() + ": " + error.getMessage());
            }
        }

        private Object convert(Kind kind, JsonNode node) {
            boolean fits =
                    switch (kind) {
                        case Kind.Text _, Kind.Time _, Kind.File _, Kind.Choice _ ->
                                node.isString();
                        case Kind.Whole _ -> node.isIntegralNumber();
                        case Kind.Switch _ -> node.isBoolean();
                        case Kind.Size _, Kind.Listening _ ->
                                node.isString() || node.isIntegralNumber();
                        case Kind.Texts _, Kind.Smarthosts _ ->
                                node.isArray()
                                        && node.values().stream().allMatch(JsonNode::isString);
                    };
            if (!fits) {
                throw new IllegalArgumentException("must be " + kind.wanted());
            }
            if (node.isArray()) {
                return kind.parse(node.values().stream().map(JsonNode::asString).toList(), folder);
            }
            return kind.parse(node.asString(), folder);
        }

        private void add(String key, String text) {
            problems.add(new Problem(lines.of(key), text));
        }

        private static String firstLine(JacksonException error) {
            return error.getOriginalMessage().lines().findFirst().orElse("");
        }
    }

    private static Record build(Schema schema, Map<String, Object> values) {
        var components = schema.type().getRecordComponents();
        var types = new Class<?>[components.length];
        var arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = Schema.key(schema.path(), components[i].getName());
            types[i] = components[i].getType();
            arguments[i] =
                    schema.section(key)
                            .<Object>map(section -> build(section, values))
                            .orElseGet(() -> value(values, key));
        }
        try {
            var constructor = schema.type().getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            // The record itself said that its values do not go together.
            throw refused.getCause() instanceof IllegalArgumentException why
                    ? why
                    : new IllegalStateException("cannot make " + schema.type(), refused);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("cannot make " + schema.type(), failure);
        }
    }

    private static Object value(Map<String, Object> values, String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("no value for " + key);
        }
        return value;
    }
}
