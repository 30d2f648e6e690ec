package posthouse.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What values a setting may have, how they are read and how written.
sealed interface Kind {
    /// A string.
    record Text() implements Kind {}

    /// A whole number.
    record Whole(int min, int max) implements Kind {}

    /// `true` or `false`.
    record Switch() implements Kind {}

    /// A length of time, in quotes.
    record Time() implements Kind {}

    /// A number of octets, in quotes or a plain number.
    record Size() implements Kind {}

    /// A port, or `"off"`.
    record Listening() implements Kind {}

    /// A file or folder, or the empty string for none.
    record File() implements Kind {}

    /// Some strings.
    record Texts() implements Kind {}

    /// Some servers that take mail for others.
    record Smarthosts() implements Kind {}

    /// One of some words.
    record Choice(List<String> words, List<Object> values) implements Kind {}

    /// @throws IllegalStateException if a setting cannot have that type
    static Kind of(Type type, Optional<Between> limits) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == List.class && element == String.class) {
                return new Texts();
            }
            if (generic.getRawType() == List.class && element == SmarthostEntry.class) {
                return new Smarthosts();
            }
            if (generic.getRawType() == Optional.class && element == Path.class) {
                return new File();
            }
        } else if (type == String.class) {
            return new Text();
        } else if (type == int.class) {
            return new Whole(
                    limits.map(Between::min).orElse(0),
                    limits.map(Between::max).orElse(Integer.MAX_VALUE));
        } else if (type == boolean.class) {
            return new Switch();
        } else if (type == Duration.class) {
            return new Time();
        } else if (type == ByteSize.class) {
            return new Size();
        } else if (type == Port.class) {
            return new Listening();
        } else if (type instanceof Class<?> chosen && chosen.isEnum()) {
            var values = Arrays.<Object>asList(chosen.getEnumConstants());
            return new Choice(values.stream().map(Kind::word).toList(), values);
        }
        throw new IllegalStateException("no setting can be a " + type.getTypeName());
    }

    /// The value that a text stands for.
    ///
    /// @param folder what a relative path starts from
    /// @throws IllegalArgumentException with a sentence, if it stands for none
    default Object parse(String text, Path folder) {
        return switch (this) {
            case Text _ -> text;
            case Whole(int min, int max) -> number(text, min, max);
            case Switch _ ->
                    switch (text) {
                        case "true" -> true;
                        case "false" -> false;
                        default ->
                                throw new IllegalArgumentException(
                                        "'" + text + "' is not true or false");
                    };
            case Time _ -> Durations.parse(text);
            case Size _ -> ByteSize.parse(text);
            case Listening _ -> Port.parse(text);
            case File _ -> text.isEmpty() ? Optional.empty() : Optional.of(folder.resolve(text));
            case Texts _, Smarthosts _ -> parse(elements(text), folder);
            case Choice(var words, var values) -> {
                if (!words.contains(text)) {
                    throw new IllegalArgumentException(
                            "'" + text + "' is none of " + String.join(", ", words));
                }
                yield values.get(words.indexOf(text));
            }
        };
    }

    /// The value of one that is a list.
    ///
    /// @param folder what a relative path starts from
    /// @throws IllegalArgumentException with a sentence, if an element stands for nothing
    default List<?> parse(List<String> elements, Path folder) {
        return this instanceof Smarthosts
                ? elements.stream().map(text -> SmarthostEntry.parse(text, folder)).toList()
                : elements;
    }

    /// A text that [#parse] reads, as TOML.
    default String toml(String text) {
        return switch (this) {
            case Whole _, Switch _ -> text;
            case Listening _ -> text.equals("off") ? "\"off\"" : text;
            case Texts _, Smarthosts _ ->
                    elements(text).stream()
                            .map(Kind::quote)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Text _, Time _, Size _, File _, Choice _ -> quote(text);
        };
    }

    /// What a value must look like, for an error.
    default String wanted() {
        return switch (this) {
            case Text _ -> "a text in quotes";
            case Whole _ -> "a whole number";
            case Switch _ -> "true or false";
            case Time _ -> "a length of time in quotes, as \"30m\"";
            case Size _ -> "a size in quotes, as \"50MiB\"";
            case Listening _ -> "a port number, or \"off\"";
            case File _ -> "a path in quotes";
            case Texts _, Smarthosts _ -> "a list of texts, as [\"a\", \"b\"]";
            case Choice(var words, var _) ->
                    words.stream().map(Kind::quote).collect(Collectors.joining(" or "));
        };
    }

    private static Integer number(String text, int min, int max) {
        String wanted = "'" + text + "' is not a whole number between " + min + " and " + max;
        if (!text.matches("-?\\d{1,10}")) {
            throw new IllegalArgumentException(wanted);
        }
        long value = Long.parseLong(text);
        if (value < min || value > max) {
            throw new IllegalArgumentException(wanted);
        }
        return (int) value;
    }

    private static List<String> elements(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(e -> !e.isEmpty()).toList();
    }

    /// A TOML basic string.
    static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
