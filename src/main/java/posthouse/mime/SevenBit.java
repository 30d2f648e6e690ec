package posthouse.mime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import posthouse.bytes.Bytes;

/// A message made fit for a server that takes 7-bit data alone (RFC 6152 §3): of each leaf that has
/// octets above 0x7f, NUL or lines over 998 octets, the body is written in quoted-printable where
/// it is text, else in base64, and Content-Transfer-Encoding says so; parts around it become 7bit
/// (RFC 2045 §6.4). What a leaf decodes to is the same as before. What stands between parts is read
/// by nobody (RFC 2046 §5.1.1): there octets that do not fit become `#`, and long lines are cut.
///
/// Signatures over what is changed do not hold any more: multipart/signed is an [Obstacle], and
/// DKIM's, which most readers can do without, break (RFC 6376 §5.3). So this is for the servers
/// that are unable to take the message as it is, and for no others. Where there is an obstacle, a
/// message with 8-bit octets must not be sent to such a server as it is (RFC 6152 §3) but bounced,
/// with status 5.6.3; where its lines are too long and nothing else, it may be tried.
///
/// Opens the message twice to find out what is to be done, and once each time it is read; keeps no
/// more of it in memory than a header.
public final class SevenBit {
    private static final int BUFFER = 32 * 1024;

    private final Supplier<InputStream> octets;
    private final SevenBitPlan plan;

    /// Why a message cannot be converted.
    public enum Obstacle {
        EIGHT_BIT_HEADER("a header has octets above 0x7f, which only SMTPUTF8 can carry"),
        LONG_HEADER_LINE("a header has a line of more than 998 octets"),
        SIGNED("a signed part (multipart/signed) must not be changed"),
        COMPOSITE("a part that holds a message or parts is itself encoded, or may not be"),
        UNKNOWN_ENCODING("a part has a Content-Transfer-Encoding that is not known"),
        UNCLEAR("its parts cannot be told apart");

        private final String words;

        Obstacle(String words) {
            this.words = words;
        }

        /// For people, to go on after a colon.
        public String words() {
            return words;
        }
    }

    private SevenBit(Supplier<InputStream> octets, SevenBitPlan plan) {
        this.octets = octets;
        this.plan = plan;
    }

    /// @param octets opens the message
    /// @param headerLength octets of its header section, the empty line included
    public static SevenBit of(Supplier<InputStream> octets, int headerLength) throws IOException {
        Part message;
        try (InputStream in = octets.get()) {
            message = scan(in, headerLength);
        }
        try (InputStream in = new BufferedInputStream(octets.get(), BUFFER)) {
            return new SevenBit(octets, SevenBitPlan.of(message, in));
        }
    }

    private static Part scan(InputStream in, int headerLength) throws IOException {
        var scanner = new Scanner(Bytes.wrap(in.readNBytes(headerLength)));
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            scanner.push(buffer, 0, count);
        }
        return Structure.decode(scanner.finish(), headerLength).message();
    }

    /// What keeps it from being converted; empty where nothing does.
    public Optional<Obstacle> obstacle() {
        return plan.obstacle();
    }

    /// The message converted. There must be no obstacle.
    public InputStream open() {
        if (obstacle().isPresent()) {
            throw new IllegalStateException(obstacle().get().words());
        }
        return new SevenBitStream(new BufferedInputStream(octets.get(), BUFFER), plan.steps());
    }

    /// Octets of the message converted, which takes as long as reading it. There must be no
    /// obstacle.
    public long length() throws IOException {
        try (InputStream in = open()) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
