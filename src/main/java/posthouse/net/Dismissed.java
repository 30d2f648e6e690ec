package posthouse.net;

import java.io.IOException;

/// The session was ended by somebody else: nothing more of the client is read. The line is still
/// open for a last word, but not for long.
public final class Dismissed extends IOException {
    private static final long serialVersionUID = 1;

    public Dismissed() {
        super("this session was ended");
    }
}
