/// Certificates, engines and the pipe between octets and records (TLS 1.2 and 1.3).
@NullMarked
package posthouse.tls;

import org.jspecify.annotations.NullMarked;
