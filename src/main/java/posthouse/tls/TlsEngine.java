package posthouse.tls;

/// Which library does the cryptography.
public enum TlsEngine {
    /// BoringSSL: a handshake costs a fifth.
    BORINGSSL,
    /// The JDK's own.
    JDK;

    /// The best that can be loaded on this machine.
    public static TlsEngine best() {
        return BoringSslEngines.isAvailable() ? BORINGSSL : JDK;
    }

    Engines engines(Identities identities) {
        return switch (this) {
            case BORINGSSL -> new BoringSslEngines(identities);
            case JDK -> new JdkEngines(identities);
        };
    }
}
