package posthouse.net;

import java.io.IOException;

/// The client was silent for longer than allowed. Reading is over; the line is still open for a
/// last word.
public final class TimedOut extends IOException {
    private static final long serialVersionUID = 1;

    public TimedOut(String message) {
        super(message);
    }
}
