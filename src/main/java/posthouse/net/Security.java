package posthouse.net;

/// How a listener is protected.
public enum Security {
    /// TLS from the first octet (RFC 8314 §3).
    TLS,
    /// Plain until the client asks for TLS (RFC 3207, RFC 2595, RFC 9051 §6.2.1).
    STARTTLS,
    /// No TLS at all.
    NONE
}
