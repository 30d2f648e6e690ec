package posthouse.tls;

import java.nio.file.Path;

/// Where a certificate lies: PEM, the server's own first, then those that signed it; and its key,
/// PEM as well. Both may be the same file.
public record CertificateFiles(Path chain, Path key) {
    @Override
    public String toString() {
        return chain.equals(key) ? chain.toString() : chain + " with " + key;
    }
}
