package posthouse.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.auth.PasswordMaker;
import posthouse.control.AccountOperation;
import posthouse.control.Answer;
import posthouse.control.DomainOperation;
import posthouse.control.Live;
import posthouse.control.Operation;
import posthouse.control.Secret;
import tools.jackson.databind.json.JsonMapper;

/// A data folder of the demonstration: its accounts, their passwords, and how much of its mail has
/// been delivered.
///
/// @param delivered messages of `demo-mails.txt` that are there
record Demo(List<Login> accounts, int delivered) {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FILE = "demo.json";

    /// Who can log in.
    record Login(String address, String password) {}

    /// Reads the folder's passwords, or makes them.
    ///
    /// @param addresses whose accounts they are
    /// @throws CommandFailed if somebody's own mail is in the folder
    static Demo open(Path data, List<String> addresses) throws IOException, CommandFailed {
        Path file = data.resolve(FILE);
        if (Files.exists(file)) {
            return JSON.readValue(Files.readString(file), Demo.class);
        }
        if (Files.exists(data.resolve("format"))) {
            throw new CommandFailed(
                    data
                            + " holds a store that is no demonstration's; name another folder by"
                            + " --data");
        }
        Files.createDirectories(
                data,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var random = new SecureRandom();
        var made = new ArrayList<Login>();
        for (String address : addresses) {
            made.add(new Login(address, PasswordMaker.make(random)));
        }
        var demo = new Demo(made, 0);
        demo.save(data);
        return demo;
    }

    /// Makes the accounts and delivers the mail that is not there yet.
    void fill(Server server) throws IOException, CommandFailed {
        make(server);
        List<DemoMail> mails = DemoMail.all(server.house().clock().now());
        if (delivered >= mails.size()) {
            return;
        }
        LOG.info("delivering {} messages by SMTP", mails.size() - delivered);
        for (int i = delivered; i < mails.size(); i++) {
            deliver(mails.get(i), server);
            new Demo(accounts, i + 1).save(server.house().data());
        }
    }

    /// Makes the accounts that are not there yet.
    void make(Server server) throws CommandFailed {
        for (Login login : accounts) {
            String domain = login.address().substring(login.address().indexOf('@') + 1);
            run(server, new DomainOperation.Add(domain, Optional.empty()));
            boolean isThere =
                    server.house()
                            .directory()
                            .find(posthouse.address.Address.parse(login.address()).orElseThrow())
                            .filter(found -> hasOwn(server, login, found.account()))
                            .isPresent();
            if (!isThere) {
                var password = Optional.of(new Secret(login.password()));
                run(server, new AccountOperation.Add(login.address(), password, Optional.empty()));
            }
        }
    }

    /// Postmaster and catch-all find an account for addresses that nobody has.
    private static boolean hasOwn(Server server, Login login, long account) {
        return server.house().directory().addressesOf(account).stream()
                .anyMatch(address -> address.toString().equals(login.address()));
    }

    private static void run(Server server, Operation operation) throws CommandFailed {
        var _ = Reach.value(Answer.to(operation, server.house().office(), _ -> {}));
    }

    private void deliver(DemoMail mail, Server server) throws IOException {
        Live.ServiceRow service = service(server, mail.isOurs() ? "submission" : "smtp");
        try (var courier =
                Courier.connect(service.host(), service.port(), Courier.Tls.AUTO, false)) {
            if (mail.isOurs()) {
                courier.login(mail.sender(), password(mail.sender()));
            }
            var _ = courier.deliver(mail.sender(), mail.recipients(), mail.letter().octets());
        }
    }

    private String password(String address) {
        return accounts.stream()
                .filter(login -> login.address().equals(address))
                .findFirst()
                .orElseThrow()
                .password();
    }

    private static Live.ServiceRow service(Server server, String protocol) {
        return server.listeners().rows().stream()
                .filter(row -> row.protocol().equals(protocol) && !row.security().equals("tls"))
                .findFirst()
                .orElseThrow();
    }

    /// Whole or not at all, and for the owner only.
    private void save(Path data) throws IOException {
        Path fresh = data.resolve(FILE + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, JSON.writeValueAsString(this) + "\n", StandardCharsets.UTF_8);
        Files.move(
                fresh,
                data.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
