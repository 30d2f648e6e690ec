package posthouse.tls;

import java.util.List;
import javax.net.ssl.SSLEngine;

/// Makes the engines that do a session's cryptography.
interface Engines {
    /// TLS 1.2 and 1.3 and nothing older (RFC 8996, RFC 8997).
    List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    /// Suites with forward secrecy and authenticated encryption only (RFC 9325 §4.2).
    List<String> SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    static String[] array(List<String> names) {
        return names.toArray(new String[0]);
    }

    /// An engine for one connection that a client has opened.
    SSLEngine newServerEngine();

    /// No more engines are made. Those that there are go on.
    void release();
}
