package posthouse.mime;

import posthouse.bytes.Bytes;

/// A header field as it stands in the message.
///
/// @param name as written; empty for a line that is no field
/// @param raw name, colon, value, folds and line end: the field's octets, untouched
/// @param valueStart where the value starts in `raw`, behind the colon
public record HeaderField(String name, Bytes raw, int valueStart) {
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /// The value unfolded (RFC 5322 §2.2.3): line ends removed, white space at both ends too;
    /// nothing is decoded, one character an octet.
    public String value() {
        return rawValue().latin1().replace("\r", "").replace("\n", "").strip();
    }

    /// The octets behind the colon, with folds and line end.
    public Bytes rawValue() {
        return raw.slice(valueStart);
    }
}
