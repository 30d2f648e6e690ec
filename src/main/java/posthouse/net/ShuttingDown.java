package posthouse.net;

import java.io.IOException;

/// The server is stopping and no further command is read. The line is still open for a last word.
public final class ShuttingDown extends IOException {
    private static final long serialVersionUID = 1;

    public ShuttingDown() {
        super("the server is shutting down");
    }
}
