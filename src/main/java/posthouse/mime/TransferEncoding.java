package posthouse.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/// How the content of a part is written (RFC 2045 §6).
public enum TransferEncoding {
    SEVEN_BIT,
    EIGHT_BIT,
    BINARY,
    BASE64,
    QUOTED_PRINTABLE,
    /// None that is known: it cannot be decoded (RFC 3516 §4.3, UNKNOWN-CTE).
    UNKNOWN;

    /// The encoding of that name.
    ///
    /// @param name the mechanism as in the field, without comments; any case
    static TransferEncoding named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "7bit", "7-bit", "" -> SEVEN_BIT;
            case "8bit", "8-bit" -> EIGHT_BIT;
            case "binary" -> BINARY;
            case "base64" -> BASE64;
            case "quoted-printable" -> QUOTED_PRINTABLE;
            default -> UNKNOWN;
        };
    }

    /// The name that a field gives it; none of its own for [#UNKNOWN].
    String mechanism() {
        return switch (this) {
            case SEVEN_BIT -> "7bit";
            case EIGHT_BIT -> "8bit";
            case BINARY, UNKNOWN -> "binary";
            case BASE64 -> "base64";
            case QUOTED_PRINTABLE -> "quoted-printable";
        };
    }

    /// The content decoded, as it is read. Takes whatever is there: what is wrong is left out
    /// (base64) or left as it is (quoted-printable, RFC 2045 §6.7). Content of an unknown encoding
    /// stays as it is.
    public InputStream decoding(InputStream content) {
        return switch (this) {
            case BASE64 -> new Base64Decoding(content);
            case QUOTED_PRINTABLE -> new QuotedPrintableDecoding(content);
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> content;
        };
    }

    /// The content encoded, as it is read: what [#decoding] gives back as it was.
    public InputStream encoding(InputStream content) {
        return switch (this) {
            case BASE64 -> new Base64Encoding(content);
            case QUOTED_PRINTABLE -> new QuotedPrintableEncoding(content);
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> content;
        };
    }

    public byte[] encode(byte[] content) {
        try (InputStream encoded = encoding(new ByteArrayInputStream(content))) {
            return encoded.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // an array does not fail
        }
    }

    byte[] decode(byte[] content) {
        try (InputStream decoded = decoding(new ByteArrayInputStream(content))) {
            return decoded.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // an array does not fail
        }
    }
}
