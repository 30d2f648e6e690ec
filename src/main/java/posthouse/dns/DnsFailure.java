package posthouse.dns;

import java.util.Objects;

/// A name could not be looked up: nobody knows whether it exists. It may be asked again later. The
/// message is a sentence for people that names what was asked and what went wrong.
public final class DnsFailure extends Exception {
    private static final long serialVersionUID = 1;

    public DnsFailure(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
