package posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import posthouse.address.Domain;
import posthouse.config.ConfigError;
import posthouse.config.Settings;
import posthouse.time.Timers;
import posthouse.tls.BadCertificate;
import posthouse.tls.CertificateFiles;
import posthouse.tls.TlsEngine;
import posthouse.tls.TlsServer;

/// The configuration file that `setup` writes.
///
/// @param file where it is or will be
/// @param text what it is to say
/// @param settings what that means
record SetupFile(Path file, String text, Settings settings) {
    static SetupFile of(
            Main main, Domain domain, List<String> listen, @Nullable Path cert, @Nullable Path key)
            throws ConfigError {
        Path file =
                main.configFile()
                        .filter(found -> !found.equals(Surroundings.SYSTEM_CONFIG))
                        .orElse(main.data().resolve("posthouse.toml"));
        var text = new StringBuilder();
        text.append("# Written by 'posthouse setup'. 'posthouse config describe' shows every");
        text.append(" setting.\n");
        text.append("hostname = ").append(quote(hostname(domain))).append("\n\n[net]\nlisten = ");
        text.append(
                listen.stream().map(SetupFile::quote).collect(Collectors.joining(", ", "[", "]")));
        text.append('\n');
        if (cert != null && key != null) {
            text.append("\n[tls]\ncertificate = ").append(quote(cert.toAbsolutePath().toString()));
            text.append("\nkey = ").append(quote(key.toAbsolutePath().toString())).append('\n');
        }
        var settings =
                Settings.reader().read(text.toString(), file.toString(), Path.of(""), Map.of());
        return new SetupFile(file, text.toString(), settings);
    }

    /// @throws CommandFailed if it names files that no server can use
    void checkCertificate() throws CommandFailed {
        if (settings.tls().certificate().isEmpty()) {
            return;
        }
        CertificateFiles files = Certificates.files(Path.of(""), settings.tls());
        try (var server = new TlsServer(List.of(files), TlsEngine.best(), new Never())) {
            var _ = server.identities();
        } catch (BadCertificate bad) {
            throw new CommandFailed("the certificate cannot be used: " + bad.getMessage());
        }
    }

    /// @return what was done, for people
    String write() throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).equals(text)
                    ? "the configuration " + file + " is there already"
                    : "the configuration "
                            + file
                            + " is there already, and stays as it is; this would be new:\n\n"
                            + text.indent(4);
        }
        Files.writeString(file, text);
        return "wrote the configuration " + file;
    }

    boolean isSelfSigned() {
        return settings.tls().certificate().isEmpty();
    }

    /// The machine's name, if it is a full one; it may be another domain's.
    private static String hostname(Domain domain) {
        String machine = Hostname.ofTheMachine();
        return machine.contains(".") && !machine.startsWith("localhost")
                ? machine
                : "mail." + domain.name();
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Nothing that is only looked at once needs to be looked at again.
    private static final class Never implements Timers {
        @Override
        public Timer after(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
