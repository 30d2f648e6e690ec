package posthouse.cli;

import java.io.IOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.config.ConfigError;
import posthouse.control.Status;
import posthouse.time.Clock;
import tools.jackson.databind.JsonNode;

/// `posthouse send`.
@Command(
        name = "send",
        description = {
            "Write a message and hand it to a server.",
            "It asks no DNS: the server that it speaks to is the running one, or --server's.",
        })
final class SendCommand implements Callable<Integer> {
    private static final int SUBMISSIONS_PORT = 465;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--from", required = true, paramLabel = "ADDRESS", description = "The sender.")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ADDRESS",
            description = "A recipient; may be given several times.")
    private List<String> to = List.of();

    @Option(names = "--subject", paramLabel = "TEXT", description = "The subject.")
    private String subject = "";

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "The message's text; else standard input holds it.")
    private @Nullable String text;

    @Option(
            names = "--attach",
            paramLabel = "FILE",
            description = "A file to send with it; may be given several times.")
    private List<Path> attach = List.of();

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "A whole message to send as it is, its line ends made right.")
    private @Nullable Path raw;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "Where to; else the server that runs on the data folder.")
    private @Nullable String server;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description =
                    "${COMPLETION-CANDIDATES}; AUTO, the default, is TLS on port 465 and STARTTLS"
                            + " elsewhere if the server offers it.")
    private Courier.Tls tls = Courier.Tls.AUTO;

    @Option(names = "--insecure", description = "Take any certificate.")
    private boolean insecure;

    @Option(names = "--user", paramLabel = "NAME", description = "Who logs in.")
    private @Nullable String user;

    @Option(
            names = "--password-stdin",
            description = "Read the password from the first line of standard input.")
    private boolean passwordFromInput;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Read the password from the first line of a file.")
    private @Nullable Path passwordFile;

    @Override
    public Integer call() throws Exception {
        Main main = Main.of(spec);
        Optional<String> password = password(main);
        Bytes message = message(main);
        Place place = place(main);
        boolean verify = !insecure && !place.isOurs();
        try (var courier = Courier.connect(place.host(), place.port(), place.tls(), verify)) {
            if (user != null) {
                if (!courier.isSecure() && !courier.isLocal()) {
                    throw new CommandFailed("the line is not protected: the password is not sent");
                }
                courier.login(user, password.orElseThrow());
            }
            String said = courier.deliver(address(from), addresses(), message);
            main.out().println(said);
        }
        return ExitStatus.DONE;
    }

    /// Where the message goes.
    ///
    /// @param isOurs it was told by the server on the data folder, on this machine
    private record Place(String host, int port, Courier.Tls tls, boolean isOurs) {}

    private Place place(Main main) throws CommandFailed, ConfigError {
        if (server == null) {
            return running(main);
        }
        int colon = server.lastIndexOf(':');
        if (colon < 1 || !server.substring(colon + 1).matches("\\d{1,5}")) {
            throw new CommandFailed(ExitStatus.USAGE, "--server is HOST:PORT");
        }
        String host = server.substring(0, colon).replaceAll("^\\[|]$", "");
        int port = Integer.parseInt(server.substring(colon + 1));
        boolean implicit = tls == Courier.Tls.AUTO && port == SUBMISSIONS_PORT;
        return new Place(host, port, implicit ? Courier.Tls.TLS : tls, false);
    }

    private Place running(Main main) throws CommandFailed, ConfigError {
        String protocol = user == null ? "smtp" : "submission";
        String security = tls == Courier.Tls.TLS ? "tls" : "starttls";
        JsonNode status = main.reach().ask(new Status());
        for (JsonNode service : status.path("services")) {
            if (service.path("protocol").asString().equals(protocol)
                    && service.path("security").asString().equals(security)) {
                String host = service.path("host").asString();
                return new Place(host, service.path("port").asInt(), tls, true);
            }
        }
        throw new CommandFailed("the running server has no " + protocol + " with " + security);
    }

    private Optional<String> password(Main main) throws CommandFailed, IOException {
        if (passwordFile != null) {
            return Files.readString(passwordFile).lines().findFirst();
        }
        if (passwordFromInput) {
            return Optional.of(main.surroundings().line());
        }
        if (user != null) {
            throw new CommandFailed(
                    ExitStatus.USAGE, "--user needs --password-stdin or --password-file");
        }
        return Optional.empty();
    }

    private Bytes message(Main main) throws CommandFailed, IOException {
        if (raw != null) {
            String octets = Bytes.wrap(Files.readAllBytes(raw)).latin1();
            return Bytes.latin1(octets.replaceAll("\r\n|\r|\n", "\r\n"));
        }
        var now = Clock.system().now().atOffset(ZoneOffset.UTC);
        var fields = new ArrayList<Letter.Field>();
        fields.add(new Letter.Field("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now)));
        fields.add(new Letter.Field("From", from));
        fields.add(new Letter.Field("To", String.join(", ", to)));
        fields.add(new Letter.Field("Subject", subject));
        fields.add(
                new Letter.Field(
                        "Message-ID",
                        "<" + UUID.randomUUID() + "@" + Hostname.ofTheMachine() + ">"));
        var files = new ArrayList<Letter.Part>();
        for (Path file : attach) {
            files.add(part(file));
        }
        return new Letter(
                        fields,
                        body(main),
                        Optional.empty(),
                        files,
                        StandardCharsets.UTF_8,
                        Letter.Encoding.QUOTED_PRINTABLE)
                .octets();
    }

    private String body(Main main) throws IOException {
        if (text != null) {
            return text;
        }
        if (passwordFromInput) {
            return "";
        }
        byte[] input = main.surroundings().in().readAllBytes();
        return new String(input, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private static Letter.Part part(Path file) throws IOException {
        String name = file.getFileName().toString();
        String type =
                Optional.ofNullable(URLConnection.guessContentTypeFromName(name))
                        .orElse("application/octet-stream");
        return new Letter.Part(name, type, Bytes.wrap(Files.readAllBytes(file)), Optional.empty());
    }

    private List<String> addresses() throws CommandFailed {
        var found = new ArrayList<String>();
        for (String recipient : to) {
            found.add(address(recipient));
        }
        return found;
    }

    /// `Ann <ann@example.org>` or the address alone.
    private static String address(String text) throws CommandFailed {
        String bare = text.replaceFirst("^.*<(.*)>$", "$1").strip();
        return Address.parse(bare)
                .map(Address::toString)
                .orElseThrow(
                        () -> new CommandFailed(ExitStatus.USAGE, "'" + text + "' is no address"));
    }
}
