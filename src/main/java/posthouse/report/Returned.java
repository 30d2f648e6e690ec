package posthouse.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import posthouse.bytes.Bytes;
import posthouse.mime.SevenBit;
import posthouse.mime.TransferEncoding;
import posthouse.mime.TransportNeeds;

/// What comes back of the message that a report is about (RFC 3461 §6.2).
///
/// @param words what it is, for people
/// @param octets opens it
record Returned(
        String type, String encoding, String words, long length, Supplier<InputStream> octets) {
    /// Octets of a header that come back; of a longer one, its first lines.
    static final int HEADER_OCTETS_MAX = 256 * 1024;

    /// The header alone (RFC 6522 §4), in UTF-8 as it is where the message came by SMTPUTF8 (RFC
    /// 6533 §4.3), else in quoted-printable where it is not as headers should be.
    ///
    /// @param header without its empty line
    static Returned header(Bytes header, boolean smtpUtf8) throws IOException {
        var needs = TransportNeeds.of(new ByteArrayInputStream(header.toArray()));
        String words = "the header of your message";
        if (needs.isSevenBit()) {
            return of("text/rfc822-headers", "7bit", words, header);
        }
        if (smtpUtf8 && !needs.longLines() && header.strictUtf8().isPresent()) {
            return of("message/global-headers", "8bit", words, header);
        }
        Bytes quoted = Bytes.wrap(TransferEncoding.QUOTED_PRINTABLE.encode(header.toArray()));
        return of("text/rfc822-headers", "quoted-printable", words, quoted);
    }

    private static Returned of(String type, String encoding, String words, Bytes octets) {
        return new Returned(
                type,
                encoding,
                words,
                octets.length(),
                () -> new ByteArrayInputStream(octets.toArray()));
    }

    /// The whole message: as it is, in UTF-8 where it came by SMTPUTF8, or converted to 7-bit (RFC
    /// 6522 §3). Its header where it is too large or cannot be converted.
    ///
    /// @param most octets of a whole message
    static Returned whole(
            Supplier<InputStream> octets,
            long most,
            Bytes header,
            int headerLength,
            boolean smtpUtf8)
            throws IOException {
        TransportNeeds needs;
        try (var message = octets.get()) {
            needs = TransportNeeds.of(message, most);
        }
        if (needs.octets() > most) {
            return header(header, smtpUtf8);
        }
        if (needs.isSevenBit()) {
            return whole("message/rfc822", "7bit", needs.octets(), octets);
        }
        if (smtpUtf8 && !needs.longLines()) {
            return whole("message/global", "8bit", needs.octets(), octets);
        }
        var converted = SevenBit.of(octets, headerLength);
        return converted.obstacle().isPresent()
                ? header(header, smtpUtf8)
                : whole("message/rfc822", "7bit", converted.length(), converted::open);
    }

    private static Returned whole(
            String type, String encoding, long length, Supplier<InputStream> octets) {
        return new Returned(type, encoding, "your message", length, octets);
    }
}
