package posthouse.auth;

import posthouse.bytes.Bytes;

/// What shows that somebody is who they say: one kind for each way to show it. Further kinds
/// (tokens, app passwords, second factors) get a number in [Credential]'s row; a kind that is not
/// known opens nothing and is kept.
sealed interface Secret {
    /// A password, which is sent as it is.
    record Password(PasswordHash hash) implements Secret {}

    /// A password of which SCRAM-SHA-256 lets the client prove that it knows it (RFC 5802 §3).
    record Scram(ScramVerifier verifier) implements Secret {}

    /// A kind from a later version.
    record Unknown(int kind, Bytes octets) implements Secret {
        @Override
        public String toString() {
            return "kind " + kind;
        }
    }
}
