package posthouse.mime;

import java.io.InputStream;
import java.io.Reader;
import java.util.List;

/// A part of a message, or the message itself: what it is and where it lies. Offsets are octets
/// from the start of the message; the header ends where the body starts.
///
/// @param type in lower case: `text/plain`
/// @param charset as the part names it; empty where it names none
/// @param headerStart where its own header starts (the section MIME; of a message, HEADER)
/// @param bodyStart behind the empty line
/// @param bodyEnd before the line end that belongs to the boundary behind it
/// @param lines line ends in the body
/// @param parts of a [Kind#MULTIPART] one or more, of a [Kind#MESSAGE] the message in its body, of
///   others none
public record Part(
        Kind kind,
        String type,
        String charset,
        TransferEncoding encoding,
        long headerStart,
        long bodyStart,
        long bodyEnd,
        long lines,
        List<Part> parts) {
    /// What a part has besides octets.
    public enum Kind {
        /// Text, that can be counted in lines.
        TEXT,
        /// Nothing.
        OTHER,
        /// Parts.
        MULTIPART,
        /// A message.
        MESSAGE
    }

    public long bodySize() {
        return bodyEnd - bodyStart;
    }

    public long headerSize() {
        return bodyStart - headerStart;
    }

    /// The message in the body of a [Kind#MESSAGE].
    public Part message() {
        return parts.getFirst();
    }

    /// The body as text, for people and for searching.
    ///
    /// @param body the octets from `bodyStart` to `bodyEnd`
    public Reader text(InputStream body) {
        return Charsets.reader(encoding.decoding(body), charset);
    }
}
