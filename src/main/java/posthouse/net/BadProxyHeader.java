package posthouse.net;

import java.io.IOException;

/// A proxy did not begin with a header, or with a broken one.
public final class BadProxyHeader extends IOException {
    private static final long serialVersionUID = 1;

    BadProxyHeader(String message) {
        super(message);
    }
}
