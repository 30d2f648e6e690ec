package posthouse.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.mime.Envelope;
import posthouse.mime.Headers;
import posthouse.store.Bodies;

/// A message on its way in: its header section in memory, its content already in the store but held
/// by nobody yet. It may be put into any number of mailboxes of any accounts; after [#close] what
/// no account took is gone.
public final class Incoming implements AutoCloseable {
    /// Holds a body until a message does; see [Bodies].
    static final String FIRST_TAG = "~incoming";

    private final Bodies bodies;
    private final Bytes received;
    private final long contentBody;
    private final long contentSize;
    private final Bytes hash;
    private final boolean endsWithCrlf;
    private final Instant receivedAt;
    private final Bytes structure;
    private Bytes header;
    private Headers headers;

    /// Found when first asked for: a message that only passes through has no need of them. Where
    /// two threads ask at once, both find the same.
    private @Nullable Kin kin;

    private @Nullable Bytes envelope;

    /// @param contentBody 0 where there is no content
    /// @param structure encoded
    Incoming(
            Bodies bodies,
            Bytes header,
            long contentBody,
            long contentSize,
            Bytes hash,
            boolean endsWithCrlf,
            Bytes structure,
            Instant receivedAt) {
        this.bodies = bodies;
        this.received = header;
        this.contentBody = contentBody;
        this.contentSize = contentSize;
        this.hash = hash;
        this.endsWithCrlf = endsWithCrlf;
        this.structure = structure;
        this.receivedAt = receivedAt;
        this.header = header;
        headers = Headers.parse(header);
    }

    /// The header section with the empty line behind it (where there is one), as received.
    public Bytes header() {
        return header;
    }

    /// Its fields.
    public Headers headers() {
        return headers;
    }

    /// Octets of the whole message as received.
    public long size() {
        return received.length() + contentSize;
    }

    /// Gives the message another header section, for submission, which adds fields and removes Bcc.
    /// What it says of the content's structure stays as it was received.
    public void replaceHeader(Bytes replacement) {
        header = replacement;
        headers = Headers.parse(replacement);
        kin = null;
        envelope = null;
    }

    /// SHA-256 of all octets as received.
    public Bytes hash() {
        return hash;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    @Override
    public void close() {
        if (contentBody != 0) {
            bodies.unlink(contentBody, FIRST_TAG);
        }
    }

    Kin kin() {
        Kin found = kin;
        if (found == null) {
            found = Kin.of(headers);
            kin = found;
        }
        return found;
    }

    Bytes envelope() {
        Bytes found = envelope;
        if (found == null) {
            found = Envelope.of(headers);
            envelope = found;
        }
        return found;
    }

    Bytes structure() {
        return structure;
    }

    /// The body of the store that holds what follows the header section, held until [#close]; 0
    /// where nothing does.
    public long contentBody() {
        return contentBody;
    }

    /// Its octets.
    public long contentSize() {
        return contentSize;
    }

    /// Whether the message, with the header section that it has now, ends in CRLF.
    boolean endsWithCrlf() {
        return contentSize == 0 ? header.endsWith(Bytes.latin1("\r\n")) : endsWithCrlf;
    }
}
