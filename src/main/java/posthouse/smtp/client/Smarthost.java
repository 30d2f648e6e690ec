package posthouse.smtp.client;

import java.util.Optional;

/// A server that takes mail for others.
///
/// @param host its name or address
/// @param tls how the line is protected
/// @param login empty where it asks for none
public record Smarthost(String host, int port, Tls tls, Optional<Login> login) {
    /// How a line is protected.
    public enum Tls {
        /// Where the server offers it, whoever it is.
        OPPORTUNISTIC,
        /// By STARTTLS, or not at all (RFC 3207); the certificate must be the host's.
        STARTTLS,
        /// From the first octet (RFC 8314 §3.3); the certificate must be the host's.
        IMPLICIT
    }

    /// Who we are there.
    public record Login(String user, String password) {
        /// Without the password.
        @Override
        public String toString() {
            return user;
        }
    }
}
