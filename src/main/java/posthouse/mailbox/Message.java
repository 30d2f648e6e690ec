package posthouse.mailbox;

import java.io.InputStream;
import posthouse.bytes.Bytes;
import posthouse.mime.Structure;

/// A message that is there: immutable (DESIGN rule 3).
public interface Message {
    long id();

    /// Octets of header section, empty line included, and content.
    long size();

    /// Octets of the header section with the empty line behind it, trace fields included.
    long headerSize();

    /// The header section, whole: at most 1 MiB and the trace fields.
    Bytes header();

    /// ENVELOPE as finished octets; see [posthouse.mime.Envelope].
    Bytes envelope();

    /// Where its parts lie and what they are. Kept beside the message; one that an older version
    /// took in is read through once, one with very many parts each time.
    Structure structure();

    /// The octets from `offset` on, at most `length` of them, header section and content as one.
    /// Read frame by frame.
    InputStream open(long offset, long length);
}
