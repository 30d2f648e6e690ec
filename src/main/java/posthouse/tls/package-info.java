/// Certificates, engines and the pipe between octets and records (TLS 1.2 and 1.3).
///
/// Start at [TlsServer]: it holds the certificates, loads them again when their files change, and
/// makes a [TlsPipe] for each connection. Two engines do the cryptography behind the same pipe:
/// BoringSSL by way of netty-tcnative where it can be loaded, else the JDK's own.
@NullMarked
package posthouse.tls;

import org.jspecify.annotations.NullMarked;
