package posthouse.queue;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import posthouse.bytes.Bytes;

/// Writes what a sender hears of a message (RFC 3464).
@FunctionalInterface
public interface Reporter {
    /// What there is to say.
    enum Kind {
        FAILED('f'),
        DELAYED('d'),
        DELIVERED('s');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }

    /// What is said of one recipient.
    ///
    /// @param tries that there were
    /// @param place where it is, of one that is delivered
    /// @param again what is still to come, of one that is delayed
    record Told(To to, Answer answer, int tries, Result.Place place, Optional<Again> again) {}

    /// @param next when it is tried again
    /// @param until when it is given up
    record Again(Instant next, Instant until) {}

    /// A report, whose content is read once.
    ///
    /// @param header with the empty line behind it
    record Written(
            Bytes header,
            InputStream content,
            long contentLength,
            String messageId,
            boolean smtpUtf8) {}

    /// @param id of the report
    /// @param octets opens the message that it is about
    /// @param headerLength octets of that message's header section, the empty line included
    Written write(
            Kind kind,
            String id,
            Mail about,
            List<Told> told,
            Instant now,
            Supplier<InputStream> octets,
            long headerLength);
}
