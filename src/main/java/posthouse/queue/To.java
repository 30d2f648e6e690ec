package posthouse.queue;

import java.util.Optional;
import posthouse.smtp.Notify;
import posthouse.smtp.Path;

/// A recipient, as RCPT gave it.
///
/// @param original ORCPT as written, with its type: `rfc822;ann@demo.test` (RFC 3461 §4.2)
public record To(Path path, Notify wants, Optional<String> original) {
    public To(Path path) {
        this(path, Notify.UNSAID, Optional.empty());
    }
}
