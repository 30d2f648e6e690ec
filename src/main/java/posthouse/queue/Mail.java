package posthouse.queue;

import java.time.Instant;
import java.util.Optional;
import posthouse.smtp.Path;

/// A message on its way: its envelope, and when it came. Its octets are [Octets].
///
/// @param id names it everywhere: an atom, unique also across restarts. What is made of it (a
///   report) has its id with a dot and more behind it
/// @param account of who submitted it; 0 where nobody had logged in
/// @param envelopeId ENVID, decoded from xtext (RFC 3461 §4.4)
/// @param full RET=FULL (RFC 3461 §4.3): a failure report carries the whole message; empty where
///   the sender did not say
/// @param smtpUtf8 only who speaks SMTPUTF8 can take it (RFC 6531 §3.4)
/// @param messageId its Message-ID, for who looks for it; empty where it has none
/// @param release when it may first be tried (FUTURERELEASE, RFC 4865); `arrived` where nobody
///   asked
public record Mail(
        String id,
        Path reversePath,
        long account,
        Optional<String> envelopeId,
        Optional<Boolean> full,
        boolean smtpUtf8,
        String messageId,
        Instant arrived,
        Instant release) {
    /// Whether it is a report or another notice, which is never reported on (RFC 5321 §4.5.5).
    public boolean isNotice() {
        return reversePath instanceof Path.Null;
    }

    /// The same for those only who speak SMTPUTF8.
    public Mail withSmtpUtf8() {
        return new Mail(
                id, reversePath, account, envelopeId, full, true, messageId, arrived, release);
    }
}
