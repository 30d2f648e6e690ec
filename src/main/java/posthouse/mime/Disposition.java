package posthouse.mime;

import java.util.Locale;

/// How a part is to be shown (RFC 2183 §2).
///
/// @param type in lower case: `inline`, `attachment` or another; empty where none is said
public record Disposition(String type, Parameters parameters) {
    /// @param value of Content-Disposition, unfolded
    public static Disposition parse(String value) {
        var in = new FieldReader(value);
        in.skipComments();
        String type = in.token().toLowerCase(Locale.ROOT);
        in.until(";");
        return new Disposition(type, Parameters.read(in));
    }
}
