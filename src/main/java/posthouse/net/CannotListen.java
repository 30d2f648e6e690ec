package posthouse.net;

import java.io.IOException;

/// A listener cannot be opened. The message names address and reason, for the operator.
public final class CannotListen extends IOException {
    private static final long serialVersionUID = 1;

    CannotListen(String message, Throwable cause) {
        super(message, cause);
    }
}
