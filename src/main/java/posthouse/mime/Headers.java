package posthouse.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// A header section as a list of fields, in order. Every octet of the section belongs to exactly
/// one field, so that writing the fields out again gives the section; lines that are no field are
/// fields without a name.
public record Headers(List<HeaderField> fields) {
    /// Reads a section: lines end in LF or CRLF; it ends with an empty line, which belongs to no
    /// field, or with the octets.
    public static Headers parse(Bytes section) {
        var fields = new ArrayList<HeaderField>();
        int at = 0;
        while (at < section.length() && !isEmptyLine(section, at)) {
            int end = lineEnd(section, at);
            while (end < section.length() && isBlank(section.at(end))) {
                end = lineEnd(section, end);
            }
            fields.add(field(section.slice(at, end)));
            at = end;
        }
        return new Headers(List.copyOf(fields));
    }

    /// The first field of that name, unfolded; empty where there is none.
    public Optional<String> first(String name) {
        return fields.stream().filter(f -> f.is(name)).findFirst().map(HeaderField::value);
    }

    public List<HeaderField> all(String name) {
        return fields.stream().filter(f -> f.is(name)).toList();
    }

    /// The octets of the fields that pass, without the empty line.
    public Bytes octets(Predicate<HeaderField> which) {
        var octets = new BytesBuilder(1024);
        for (HeaderField field : fields) {
            if (which.test(field)) {
                octets.append(field.raw());
            }
        }
        return octets.build();
    }

    private static HeaderField field(Bytes raw) {
        int colon = raw.indexOf(':', 0);
        // RFC 5322 §4.5: white space before the colon is obsolete and still sent; before the name
        // of the first field it folds nothing.
        String name = colon < 0 ? "" : raw.slice(0, colon).latin1().strip();
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f)) {
            return new HeaderField("", raw, 0);
        }
        return new HeaderField(name, raw, colon + 1);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean isEmptyLine(Bytes section, int at) {
        return section.at(at) == '\n'
                || section.at(at) == '\r'
                        && (at + 1 == section.length() || section.at(at + 1) == '\n');
    }

    private static int lineEnd(Bytes section, int from) {
        int end = section.indexOf('\n', from);
        return end < 0 ? section.length() : end + 1;
    }
}
