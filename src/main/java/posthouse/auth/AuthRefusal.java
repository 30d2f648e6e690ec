package posthouse.auth;

/// Somebody may not come in. Each protocol has one switch from these to its codes.
public abstract sealed class AuthRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private AuthRefusal(String message) {
        super(message, null, false, false);
    }

    /// No such account, wrong password, disabled account: all the same to the outside.
    public static final class WrongCredentials extends AuthRefusal {
        private static final long serialVersionUID = 1;

        public WrongCredentials() {
            super("wrong name or password");
        }
    }

    /// Too many failures from that address; also said to the right password.
    public static final class TooManyFailures extends AuthRefusal {
        private static final long serialVersionUID = 1;

        public TooManyFailures() {
            super("too many failed logins from this address; try again later");
        }
    }

    /// More people log in at this moment than can be checked. Temporary, and nobody's fault.
    public static final class Busy extends AuthRefusal {
        private static final long serialVersionUID = 1;

        public Busy() {
            super("the server is busy; try again soon");
        }
    }

    /// The account has as many sessions as it may have.
    public static final class TooManySessions extends AuthRefusal {
        private static final long serialVersionUID = 1;

        public TooManySessions(int limit) {
            super("too many connections for this account; at most " + limit);
        }
    }

    /// A password over a plain line, which is not allowed here (RFC 8314).
    public static final class NeedsTls extends AuthRefusal {
        private static final long serialVersionUID = 1;

        public NeedsTls() {
            super("a password is taken over TLS only");
        }
    }

    /// The mechanism is not known or not offered.
    public static final class NoSuchMechanism extends AuthRefusal {
        private static final long serialVersionUID = 1;

        public NoSuchMechanism(String name) {
            super("no mechanism " + name);
        }
    }

    /// The exchange broke the mechanism's rules: bad base64, wrong fields.
    public static final class BadExchange extends AuthRefusal {
        private static final long serialVersionUID = 1;

        public BadExchange(String why) {
            super(why);
        }
    }

    /// The client broke the exchange off with `*`.
    public static final class Cancelled extends AuthRefusal {
        private static final long serialVersionUID = 1;

        public Cancelled() {
            super("authentication cancelled");
        }
    }
}
