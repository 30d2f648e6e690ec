package posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.auth.PasswordHash;
import posthouse.config.Settings;
import posthouse.control.Live;
import posthouse.mailbox.Account;
import posthouse.mailbox.MailRefusal;

/// `bench/serve`: the server as `serve` runs it, on free ports, with a thousand users, for other
/// people's test programs.
@Command(name = "bench-serve", hidden = true, description = "See bench/serve.")
final class BenchCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(BenchCommand.class);
    private static final String DOMAIN = "bench.test";
    private static final String USER_FORMAT = "u%04d@" + DOMAIN;
    private static final String PASSWORD = "bench-pass-1";
    private static final int USERS = 1000;

    /// The variable in the environment and in the file, and the setting.
    private static final Map<String, String> PORTS =
            Map.of(
                    "IMAP_PORT", "imap.port",
                    "IMAPS_PORT", "imap.tls-port",
                    "POP3_PORT", "pop3.port",
                    "POP3S_PORT", "pop3.tls-port",
                    "LMTP_PORT", "smtp.lmtp-port",
                    "SMTP_PORT", "smtp.port",
                    "SUBMISSION_PORT", "smtp.submission-port",
                    "SUBMISSIONS_PORT", "smtp.submissions-port");

    @Spec private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ENVFILE", description = "Written when all is ready.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
        Main main = Main.of(spec);
        Path data = main.data().toAbsolutePath();
        Settings settings = main.settings(overrides(main.surroundings()));
        LogSetup.apply(settings.log(), main.surroundings().underJournal());
        Files.deleteIfExists(file);
        var server = Server.start(data, settings, Ports.AS_SET);
        Foreground.closeAtEnd(() -> {
            Files.deleteIfExists(file);
            server.close();
        });
        makeUsers(server);
        write(variables(server));
        LOG.info("wrote {}", file);
        return Foreground.await();
    }

    private static Map<String, String> overrides(Surroundings surroundings) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("net.listen", "127.0.0.1");
        settings.put("smtp.lmtp-listen", "127.0.0.1");
        PORTS.forEach((name, key) -> settings.put(key, surroundings.variable(name).orElse("0")));
        return settings;
    }

    /// One hash, made at full cost, is given to all: making a thousand would take a minute and
    /// measure nothing.
    private static void makeUsers(Server server) throws MailRefusal {
        House house = server.house();
        Domain domain = Domain.parse(DOMAIN).orElseThrow();
        if (!house.directory().isLocal(domain)) {
            house.directory().addDomain(domain);
        }
        int there = house.directory().entries(domain).size();
        if (there >= USERS) {
            return;
        }
        PasswordHash hash = house.hasher().hash(PASSWORD);
        for (int i = there; i < USERS; i++) {
            Address address = Address.parse(USER_FORMAT.formatted(i)).orElseThrow();
            Account account = house.accounts().create(house.accounts().newId(), address);
            house.credentials().setHash(address, account.id(), hash);
            house.directory().addAddress(address, account.id(), false);
        }
    }

    private Map<String, String> variables(Server server) {
        var variables = new LinkedHashMap<String, String>();
        Path data = server.house().data();
        String process = Long.toString(ProcessHandle.current().pid());
        List<Live.ServiceRow> rows = server.listeners().rows();
        variables.put("PEER", "posthouse");
        variables.put("HOST", "127.0.0.1");
        variables.put("IMAP_PORT", port(rows, "imap", "starttls"));
        variables.put("IMAPS_PORT", port(rows, "imap", "tls"));
        variables.put("POP3_PORT", port(rows, "pop3", "starttls"));
        variables.put("POP3S_PORT", port(rows, "pop3", "tls"));
        variables.put("LMTP_PORT", port(rows, "lmtp", "none"));
        variables.put("SMTP_PORT", port(rows, "smtp", "starttls"));
        variables.put("SUBMISSION_PORT", port(rows, "submission", "starttls"));
        variables.put("SUBMISSIONS_PORT", port(rows, "submission", "tls"));
        variables.put("USER_FORMAT", USER_FORMAT);
        variables.put("PASSWORD", PASSWORD);
        variables.put("PIDFILE", data.resolve("bench.pid").toString());
        variables.put("MASTER_PIDS", process);
        variables.put("DATA_DIR", data.toString());
        variables.put(
                "TLS_CERT",
                Certificates.files(data, server.house().settings().tls()).chain().toString());
        return variables;
    }

    private static String port(List<Live.ServiceRow> rows, String protocol, String security) {
        return rows.stream()
                .filter(row -> row.protocol().equals(protocol) && row.security().equals(security))
                .map(row -> Integer.toString(row.port()))
                .findFirst()
                .orElseThrow();
    }

    /// Whole, so that who waits for the file finds all of it.
    private void write(Map<String, String> variables) throws IOException {
        Files.writeString(
                Path.of(Optional.ofNullable(variables.get("PIDFILE")).orElseThrow()),
                variables.get("MASTER_PIDS") + "\n");
        var text = new StringBuilder();
        variables.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
