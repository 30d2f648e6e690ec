package posthouse.imap;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// Tells a client that waits for a long command how far it is (RFC 9585), so that it neither gives
/// up nor loses its line.
final class InProgress {
    /// How often.
    static final Duration EVERY = Duration.ofSeconds(10);

    /// The clock is looked at once in so many messages.
    private static final int MESSAGES = 64;

    private final ImapWriter writer;
    private final Supplier<Instant> clock;
    private final String tag;
    private final int goal;
    private Instant told;
    private int done;

    /// @param tag of the command
    /// @param goal messages that the command goes through
    InProgress(ImapWriter writer, Supplier<Instant> clock, String tag, int goal) {
        this.writer = writer;
        this.clock = clock;
        this.tag = tag;
        this.goal = goal;
        told = clock.get();
    }

    /// One more message is done with. Not to be called within a response.
    void step() throws IOException {
        if (++done % MESSAGES != 0 || done >= goal) {
            return;
        }
        Instant now = clock.get();
        if (Duration.between(told, now).compareTo(EVERY) >= 0) {
            told = now;
            writer.ok("INPROGRESS (" + named() + " " + done + " " + goal + ")", "still at it");
            writer.flush();
        }
    }

    /// A bracket would end the response code.
    private String named() {
        return tag.contains("]") ? "NIL" : ImapWriter.quoted(tag);
    }
}
