package posthouse.mime;

import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// What BODYSTRUCTURE tells of a part's header (RFC 9051 §9), as finished octets.
///
/// @param basic of a single part from `media-type` to `body-fld-enc`, of a multipart the subtype
/// @param extension a space and the extension data
record Description(Bytes basic, Bytes extension) {
    /// Octets of a part's description. Of a larger one only type, charset and encoding are told.
    static final int OCTETS_MAX = 4 * 1024;

    int length() {
        return basic.length() + extension.length();
    }

    /// @param type what the part is taken for
    static Description of(Headers headers, ContentType type, String encoding) {
        var whole = type.isMultipart() ? multipart(headers, type) : single(headers, type, encoding);
        if (whole.length() <= OCTETS_MAX) {
            return whole;
        }
        var charset =
                type.parameters().list().stream()
                        .filter(p -> p.name().equals("charset") && p.value().length() < 64)
                        .toList();
        var little = new ContentType(type.type(), type.subtype(), new Parameters(charset));
        String known = encoding.length() < 64 ? encoding : "unknown";
        return type.isMultipart()
                ? multipart(NO_HEADERS, little)
                : single(NO_HEADERS, little, known);
    }

    private static final Headers NO_HEADERS = new Headers(List.of());

    /// `media-basic SP body-fields`; md5, disposition, language, location.
    private static Description single(Headers headers, ContentType type, String encoding) {
        var basic = new BytesBuilder(128);
        Quoting.string(basic, type.type());
        basic.octet(' ');
        Quoting.string(basic, type.subtype());
        basic.octet(' ');
        parameters(basic, type.parameters());
        text(basic, headers.first("Content-ID"));
        text(basic, headers.first("Content-Description"));
        basic.octet(' ');
        Quoting.string(basic, encoding);
        var extension = new BytesBuilder(64);
        text(extension, headers.first("Content-MD5"));
        rest(extension, headers);
        return new Description(basic.build(), extension.build());
    }

    /// `media-subtype`; parameters, disposition, language, location.
    private static Description multipart(Headers headers, ContentType type) {
        var basic = new BytesBuilder(32);
        Quoting.string(basic, type.subtype());
        var extension = new BytesBuilder(64);
        extension.octet(' ');
        parameters(extension, type.parameters());
        rest(extension, headers);
        return new Description(basic.build(), extension.build());
    }

    private static void rest(BytesBuilder out, Headers headers) {
        out.octet(' ');
        disposition(out, headers.first("Content-Disposition"));
        out.octet(' ');
        language(out, headers.first("Content-Language"));
        text(out, headers.first("Content-Location"));
    }

    private static void text(BytesBuilder out, Optional<String> value) {
        out.octet(' ');
        Quoting.stringOrNil(out, value.orElse(""));
    }

    /// `body-fld-param = "(" string SP string *(SP string SP string) ")" / nil`
    private static void parameters(BytesBuilder out, Parameters parameters) {
        if (parameters.list().isEmpty()) {
            Quoting.nil(out);
            return;
        }
        out.octet('(');
        boolean first = true;
        for (Parameters.Parameter parameter : parameters.list()) {
            if (!first) {
                out.octet(' ');
            }
            first = false;
            Quoting.string(out, parameter.name());
            out.octet(' ');
            Quoting.string(out, parameter.value());
        }
        out.octet(')');
    }

    /// `body-fld-dsp = "(" string SP body-fld-param ")" / nil` (RFC 2183 §2).
    private static void disposition(BytesBuilder out, Optional<String> value) {
        var disposition = Disposition.parse(value.orElse(""));
        if (disposition.type().isEmpty()) {
            Quoting.nil(out);
            return;
        }
        out.octet('(');
        Quoting.string(out, disposition.type());
        out.octet(' ');
        parameters(out, disposition.parameters());
        out.octet(')');
    }

    /// `body-fld-lang = nstring / "(" string *(SP string) ")"` (RFC 3282 §2).
    private static void language(BytesBuilder out, Optional<String> value) {
        var in = new FieldReader(value.orElse(""));
        var tags = new java.util.ArrayList<String>();
        while (!in.atEnd()) {
            in.skipComments();
            String tag = in.token();
            if (!tag.isEmpty()) {
                tags.add(tag);
            }
            in.until(",");
            in.take(',');
        }
        if (tags.size() <= 1) {
            Quoting.stringOrNil(out, tags.isEmpty() ? "" : tags.getFirst());
            return;
        }
        out.octet('(');
        for (int i = 0; i < tags.size(); i++) {
            if (i > 0) {
                out.octet(' ');
            }
            Quoting.string(out, tags.get(i));
        }
        out.octet(')');
    }
}
