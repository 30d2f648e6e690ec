package posthouse.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A record type as a section of the file: its settings, then the sections in it.
///
/// @param type the record that the section becomes
/// @param path the section's name in the file; empty for the top
record Schema(
        Class<? extends Record> type,
        String path,
        String doc,
        List<Setting> settings,
        List<Schema> sections,
        List<Defunct> defunct) {
    /// One setting.
    ///
    /// @param key the whole key, as `imap.idle-timeout`
    /// @param standard the default, written as in [Default]
    record Setting(String key, String doc, String standard, Kind kind) {}

    static Schema of(Class<? extends Record> type) {
        return of(type, "");
    }

    /// Every setting of this section and those below.
    List<Setting> all() {
        var found = new ArrayList<>(settings);
        sections.forEach(section -> found.addAll(section.all()));
        return found;
    }

    Optional<Setting> find(String key) {
        return all().stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    Optional<Schema> section(String wanted) {
        return sections.stream().filter(section -> section.path().equals(wanted)).findFirst();
    }

    /// `idleTimeout` is written `idle-timeout`.
    static String key(String path, String component) {
        String name = component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return path.isEmpty() ? name : path + "." + name;
    }

    private static Schema of(Class<? extends Record> type, String path) {
        var settings = new ArrayList<Setting>();
        var sections = new ArrayList<Schema>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = key(path, component.getName());
            if (component.getType().isRecord() && !isValue(component.getType())) {
                sections.add(of(component.getType().asSubclass(Record.class), key));
            } else {
                settings.add(setting(component, key));
            }
        }
        return new Schema(
                type,
                path,
                type.isAnnotationPresent(Doc.class) ? type.getAnnotation(Doc.class).value() : "",
                settings,
                sections,
                List.of(type.getAnnotationsByType(Defunct.class)));
    }

    private static boolean isValue(Class<?> type) {
        return type == ByteSize.class || type == Port.class;
    }

    private static Setting setting(RecordComponent component, String key) {
        Doc doc = component.getAnnotation(Doc.class);
        Default standard = component.getAnnotation(Default.class);
        if (doc == null || standard == null) {
            throw new IllegalStateException(key + " has no @Doc or no @Default");
        }
        var limits = Optional.ofNullable(component.getAnnotation(Between.class));
        return new Setting(
                key, doc.value(), standard.value(), Kind.of(component.getGenericType(), limits));
    }
}
