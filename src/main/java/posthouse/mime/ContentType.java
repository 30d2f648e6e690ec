package posthouse.mime;

import java.util.Locale;
import java.util.Optional;

/// What a part says that it is (RFC 2045 §5).
///
/// @param type in lower case: `text`
/// @param subtype in lower case: `plain`
public record ContentType(String type, String subtype, Parameters parameters) {
    /// Characters of a type or a subtype (RFC 6838 §4.2); longer ones are no type.
    static final int NAME_CHARACTERS_MAX = 127;

    /// What a part is that does not say it, or not so that it can be read (RFC 2045 §5.2).
    public static final ContentType PLAIN_TEXT = new ContentType("text", "plain", usAscii());

    /// What a part of multipart/digest is that does not say it (RFC 2046 §5.1.5).
    static final ContentType MESSAGE = new ContentType("message", "rfc822", Parameters.NONE);

    static final ContentType OCTETS =
            new ContentType("application", "octet-stream", Parameters.NONE);

    private static Parameters usAscii() {
        return new Parameters(java.util.List.of(new Parameters.Parameter("charset", "us-ascii")));
    }

    /// Of the first Content-Type field; `otherwise` where there is none. Where type or subtype
    /// cannot be read, what it is said to be is plain text, with the parameters as they are.
    static ContentType of(Headers headers, ContentType otherwise) {
        Optional<String> value = headers.first("Content-Type");
        return value.isEmpty() || value.get().isEmpty() ? otherwise : parse(value.get());
    }

    static ContentType parse(String value) {
        var in = new FieldReader(value);
        in.skipComments();
        String type = in.token().toLowerCase(Locale.ROOT);
        in.skipComments();
        String subtype = "";
        if (in.take('/')) {
            in.skipComments();
            subtype = in.token().toLowerCase(Locale.ROOT);
        }
        in.until(";");
        Parameters parameters = Parameters.read(in);
        if (isName(type) && isName(subtype)) {
            return new ContentType(type, subtype, parameters);
        }
        return new ContentType(
                PLAIN_TEXT.type,
                PLAIN_TEXT.subtype,
                parameters.raw("charset").isPresent() ? parameters : PLAIN_TEXT.parameters);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= NAME_CHARACTERS_MAX
                && name.chars().allMatch(c -> c < 0x7f);
    }

    /// `text/plain`
    public String name() {
        return type + "/" + subtype;
    }

    boolean isText() {
        return type.equals("text");
    }

    boolean isMultipart() {
        return type.equals("multipart");
    }

    /// A message within a message: RFC 2046 §5.2.1, or with UTF-8 in its header, RFC 6532 §3.7.
    boolean isMessage() {
        return type.equals("message") && (subtype.equals("rfc822") || subtype.equals("global"));
    }
}
