package posthouse.mime;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Any octets are a header section whose fields, written out, are the section.
class HeadersFuzz {
    @FuzzTest
    void losesNoOctet(byte[] octets) {
        Bytes section = Bytes.wrap(octets);
        Headers headers = Headers.parse(section);
        Bytes fields = headers.octets(_ -> true);
        String rest = section.latin1();
        if (!section.startsWith(fields)
                || !rest.substring(fields.length()).matches("(?s)|\r|\r?\n.*")) {
            throw new AssertionError("the fields of " + rest + " are " + fields.latin1());
        }
        headers.fields().forEach(HeadersFuzz::check);
    }

    private static void check(HeaderField field) {
        String value = field.value();
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new AssertionError("not unfolded: " + value);
        }
        boolean atStart = field.raw().latin1().startsWith(field.name());
        boolean colon = field.valueStart() == 0 || field.raw().at(field.valueStart() - 1) == ':';
        if (!atStart || !colon) {
            throw new AssertionError("a field that is none: " + field);
        }
    }
}
