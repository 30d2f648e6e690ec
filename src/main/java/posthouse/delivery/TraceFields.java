package posthouse.delivery;

import java.time.Instant;
import java.util.regex.Pattern;
import posthouse.address.Address;
import posthouse.address.HostAddress;
import posthouse.bytes.Bytes;
import posthouse.mime.MailDate;

/// The header fields that are put in front of a message, top first: Return-Path and Delivered-To
/// (RFC 9228) by final delivery, Received.
///
/// A Return-Path that a message brings along stays where it is, below ours: RFC 5321 §4.4 allows to
/// remove it, but what was received is kept octet by octet.
final class TraceFields {
    private static final Pattern DOMAIN_OR_LITERAL =
            Pattern.compile("[A-Za-z0-9._-]+|\\[[A-Za-z0-9.:-]+\\]");

    private TraceFields() {}

    /// @param recipient named in `for`: each copy says only whom itself is for
    static Bytes of(Envelope envelope, Address recipient, Instant receivedAt) {
        return Bytes.utf8(
                delivered(envelope.reversePath(), recipient)
                        + received(envelope, "\r\n\tfor <" + recipient + ">", receivedAt));
    }

    /// For a message that goes on from here: Received alone, and nothing of who gets it.
    static Bytes ofRelayed(Envelope envelope, Instant receivedAt) {
        return Bytes.utf8(received(envelope, "", receivedAt));
    }

    /// For a message that comes from our queue, which has its Received field.
    static Bytes ofQueued(String reversePath, Address recipient) {
        return Bytes.utf8(delivered(reversePath, recipient));
    }

    private static String delivered(String reversePath, Address recipient) {
        return "Return-Path: " + reversePath + "\r\nDelivered-To: " + recipient + "\r\n";
    }

    private static String received(Envelope envelope, String recipient, Instant receivedAt) {
        return "Received: "
                + stamp(envelope)
                + recipient
                + envelope.cipher().map(it -> "\r\n\ttls " + it).orElse("")
                + ";\r\n\t"
                + MailDate.format(receivedAt)
                + "\r\n";
    }

    /// `From-domain By-domain Opt-info`, up to the id (RFC 5321 §4.4).
    private static String stamp(Envelope envelope) {
        String client =
                DOMAIN_OR_LITERAL.matcher(envelope.client()).matches()
                        ? envelope.client()
                        : "unknown";
        return "from "
                + client
                + envelope.address().map(it -> " (" + HostAddress.literal(it) + ")").orElse("")
                + "\r\n\tby "
                + envelope.host()
                + " with "
                + envelope.protocol()
                + " id "
                + envelope.id();
    }
}
