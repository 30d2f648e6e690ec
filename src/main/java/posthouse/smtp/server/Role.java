package posthouse.smtp.server;

/// Who is expected at the other end of a listener.
enum Role {
    /// Other servers, with mail for us (port 25).
    RECEIVE("smtp"),
    /// Users, with mail of their own (RFC 6409, RFC 8314; ports 587 and 465).
    SUBMISSION("submission"),
    /// A mail system beside us that leaves the queueing to itself (RFC 2033).
    LMTP("lmtp"),
    /// Programs on this machine that may open the data folder. They write in anybody's name, to
    /// anybody, as its operator could by other ways.
    LOCAL("local");

    private final String protocol;

    Role(String protocol) {
        this.protocol = protocol;
    }

    /// As in logs and in the list of sessions.
    String protocol() {
        return protocol;
    }
}
