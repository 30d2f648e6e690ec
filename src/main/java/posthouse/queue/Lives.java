package posthouse.queue;

import java.time.Duration;
import java.time.Instant;

/// How long a message waits, and for how long in all.
///
/// As in Postfix, the next try comes when the message has waited once more as long as it has waited
/// already, within bounds.
record Lives(QueueConfig config) {
    /// Tries that a message has had at least before it is given up for its age: else one jump of
    /// the clock would bounce all that waits.
    static final int TRIES_MIN = 3;

    Instant next(Mail mail, Instant now) {
        Duration waited = Duration.between(mail.release(), now);
        Duration wait =
                waited.compareTo(config.retryFirst()) < 0
                        ? config.retryFirst()
                        : waited.compareTo(config.retryMost()) > 0 ? config.retryMost() : waited;
        return now.plus(wait);
    }

    /// @param tries with the one that has just ended
    boolean isOver(Mail mail, int tries, Instant now) {
        return tries >= TRIES_MIN
                && Duration.between(mail.release(), now).compareTo(config.lifetime()) >= 0;
    }

    boolean isWarning(Mail mail, Instant now) {
        return Duration.between(mail.release(), now).compareTo(config.warnAfter()) >= 0;
    }

    /// When it is given up.
    Instant end(Mail mail) {
        return mail.release().plus(config.lifetime());
    }
}
