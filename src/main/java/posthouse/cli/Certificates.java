package posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.config.Settings;
import posthouse.time.Timers;
import posthouse.tls.BadCertificate;
import posthouse.tls.CertificateFiles;
import posthouse.tls.SelfSigned;
import posthouse.tls.TlsEngine;
import posthouse.tls.TlsServer;

/// Finds the certificates that the settings name, and makes one where they name none.
final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private Certificates() {}

    static TlsServer open(House house, Timers timers) throws IOException, CommandFailed {
        var files = new ArrayList<CertificateFiles>();
        files.add(own(house));
        Optional<Path> folder = house.settings().tls().folder();
        if (folder.isPresent()) {
            files.addAll(in(folder.get()));
        }
        try {
            return new TlsServer(files, TlsEngine.best(), timers);
        } catch (BadCertificate bad) {
            throw new CommandFailed("a certificate cannot be used: " + bad.getMessage());
        }
    }

    /// Where the certificate is that a server with these settings shows first.
    static CertificateFiles files(Path data, Settings.Tls settings) {
        Path folder = data.resolve("tls");
        return new CertificateFiles(
                settings.certificate().orElse(folder.resolve("self-signed.crt")),
                settings.key().orElse(folder.resolve("self-signed.key")));
    }

    private static CertificateFiles own(House house) throws IOException {
        Settings settings = house.settings();
        CertificateFiles files = files(house.data(), settings.tls());
        if (settings.tls().certificate().isEmpty()) {
            Files.createDirectories(house.data().resolve("tls"));
            String host = Hostname.of(settings);
            if (SelfSigned.makeIfMissing(files, host, house.clock())) {
                LOG.info(
                        "made a self-signed certificate for {}: {}; clients will ask whether to"
                                + " trust it",
                        host,
                        files.chain());
            }
        }
        return files;
    }

    private static List<CertificateFiles> in(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().flatMap(path -> pair(path).stream()).toList();
        }
    }

    /// `NAME.crt` beside `NAME.key`, or a folder with `fullchain.pem` and `privkey.pem`.
    private static Optional<CertificateFiles> pair(Path path) {
        String name = path.getFileName().toString();
        var files =
                name.endsWith(".crt")
                        ? new CertificateFiles(
                                path, path.resolveSibling(name.replaceAll("\\.crt$", ".key")))
                        : new CertificateFiles(
                                path.resolve("fullchain.pem"), path.resolve("privkey.pem"));
        return Optional.of(files)
                .filter(pair -> Files.exists(pair.chain()) && Files.exists(pair.key()));
    }
}
