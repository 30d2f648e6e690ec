package posthouse.smtp.server;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import posthouse.smtp.SmtpCommand.Hold;

/// Mail that is to leave later (RFC 4865).
final class FutureRelease {
    /// The time that was asked for cannot be had. The message says why.
    static final class OutOfRange extends Exception {
        private static final long serialVersionUID = 1;
        private final String why;

        OutOfRange(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    private FutureRelease() {}

    /// `"FUTURERELEASE" SP max-future-release-interval SP max-future-release-date-time` (§4)
    static String offer(SmtpServices services) {
        Duration most = services.settings().holdMax();
        return "FUTURERELEASE "
                + most.toSeconds()
                + " "
                + services.clock().now().plus(most).truncatedTo(ChronoUnit.SECONDS);
    }

    /// When a message may leave; empty where nobody wants it held.
    ///
    /// @throws OutOfRange as §5 has it
    static Optional<Instant> of(Optional<Hold> hold, SmtpServices services) throws OutOfRange {
        if (hold.isEmpty()) {
            return Optional.empty();
        }
        Instant now = services.clock().now();
        Instant release =
                switch (hold.get()) {
                    case Hold.For(int seconds) -> now.plusSeconds(seconds);
                    case Hold.Until(Instant time) -> time;
                };
        Duration most = services.settings().holdMax();
        if (release.isAfter(now.plus(most))) {
            throw new OutOfRange("mail is held for " + most.toSeconds() + " seconds at most");
        }
        if (!release.isAfter(now)) {
            throw new OutOfRange("that time is over");
        }
        return Optional.of(release);
    }
}
