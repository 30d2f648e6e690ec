package posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.config.ConfigError;
import posthouse.control.DomainOperation;
import posthouse.control.SocketPlace;
import posthouse.mime.AddressList;
import posthouse.smtp.Xtext;

/// `posthouse sendmail`: what cron and scripts expect under this name. Its exit statuses are those
/// of sysexits.h, and what is left over is delivered all the same: who is not there keeps nobody
/// else from their mail.
@Command(
        name = "sendmail",
        description = {
            "Hand in the message on standard input, as sendmail does for cron and scripts.",
            "The server that runs on the data folder takes it, from whoever may open that folder.",
        },
        exitCodeOnInvalidInput = SendmailCommand.EX_USAGE)
final class SendmailCommand implements Callable<Integer> {
    static final int EX_USAGE = 64;
    static final int EX_DATAERR = 65;
    static final int EX_NOUSER = 67;
    static final int EX_UNAVAILABLE = 69;
    static final int EX_TEMPFAIL = 75;
    static final int EX_NOPERM = 77;
    static final int EX_CONFIG = 78;

    private static final Set<String> EVENTS = Set.of("SUCCESS", "FAILURE", "DELAY");

    private static final Set<String> PARTS = Set.of("FULL", "HDRS");

    /// An address at an address literal (RFC 5321 §4.1.3).
    private static final Pattern LITERAL = Pattern.compile("[^\\s<>@]+@\\[[^\\s<>\\]]+\\]");

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "-t", description = "Recipients are who To, Cc and Bcc name, too.")
    private boolean fromHeader;

    @Option(names = "-i", description = "A line with only a dot is not the end. Also -oi.")
    private boolean dotsAreText;

    @Option(
            names = {"-f", "-r"},
            paramLabel = "SENDER",
            description = "Where reports go; else the user who calls. '<>' for nobody.")
    private @Nullable String sender;

    @Option(names = "-F", paramLabel = "NAME", description = "The sender's name, for From.")
    private String name = "";

    @Option(
            names = "-N",
            paramLabel = "EVENTS",
            description = "When to report: never, or success, failure and delay with commas.")
    private @Nullable String notify;

    @Option(
            names = "-R",
            paramLabel = "PART",
            description = "What a report carries: full, or hdrs.")
    private @Nullable String part;

    @Option(names = "-V", paramLabel = "ENVID", description = "What a report names it by.")
    private @Nullable String envelopeId;

    @Option(
            names = "-b",
            paramLabel = "MODE",
            defaultValue = "m",
            description = "m: hand in a message, the only one there is.")
    private String mode = "m";

    @Option(names = "-q", hidden = true, arity = "0..1", description = "Refused: see -b.")
    private @Nullable String runQueue;

    @Option(names = "-v", description = "Say what the server said.")
    private boolean verbose;

    @Option(
            names = {"-o", "-O"},
            paramLabel = "OPTION",
            description = "Options of other mail systems: but for i they mean nothing here.")
    private List<String> others = List.of();

    @Option(
            names = {"-A", "-B", "-C", "-L", "-X", "-e", "-p"},
            hidden = true,
            paramLabel = "VALUE",
            description = "Means nothing here.")
    private List<String> ignored = List.of();

    @Option(
            names = {"-n", "-m", "-U", "-G"},
            hidden = true,
            description = "Means nothing here.")
    private boolean[] unusedFlags = {};

    @Parameters(paramLabel = "RECIPIENT", arity = "0..*", description = "Who gets the message.")
    private List<String> recipients = List.of();

    @Override
    public Integer call() throws CommandFailed {
        if (!mode.equals("m")) {
            throw usage(
                    switch (mode) {
                        case "p" -> "-bp is 'posthouse queue list' here";
                        case "s" -> "-bs is not spoken here; connect to port 25 or 587";
                        case "d", "D" -> "-b" + mode + " is 'posthouse serve' here";
                        case "i" -> "-bi has nothing to do here: see 'posthouse alias'";
                        default -> "-b" + mode + " is not known here, only -bm";
                    });
        }
        if (runQueue != null) {
            throw usage("-q is 'posthouse queue retry' here");
        }
        try {
            return handIn(Main.of(spec));
        } catch (SendmailInput.TooLong wrong) {
            throw new CommandFailed(EX_DATAERR, String.valueOf(wrong.getMessage()));
        } catch (Courier.Rejected rejected) {
            throw new CommandFailed(
                    rejected.mayPass() ? EX_TEMPFAIL : EX_UNAVAILABLE,
                    String.valueOf(rejected.getMessage()));
        } catch (IOException failure) {
            throw new CommandFailed(EX_TEMPFAIL, String.valueOf(failure.getMessage()));
        } catch (ConfigError wrong) {
            throw new CommandFailed(EX_CONFIG, String.valueOf(wrong.getMessage()));
        }
    }

    private int handIn(Main main) throws CommandFailed, IOException, ConfigError {
        var wishes = wishes();
        boolean dotEnds = !dotsAreText && !others.contains("i");
        var input = SendmailInput.read(main.surroundings().in(), dotEnds);
        var names = new LinkedHashSet<String>();
        recipients.forEach(it -> names.addAll(addresses(it)));
        if (fromHeader) {
            names.addAll(input.recipients());
        }
        if (names.isEmpty()) {
            throw usage("nobody is to get it: name recipients, or say -t for those in the header");
        }
        try (var courier = connect(main.data())) {
            var completion = new Completion(main);
            String from = sender(completion, main.surroundings().user());
            var to = new ArrayList<String>();
            boolean allGood = true;
            for (String each : names) {
                var address = completion.address(each);
                address.ifPresent(to::add);
                if (address.isEmpty()) {
                    main.err().println("posthouse: '" + each + "' is no address");
                    allGood = false;
                }
            }
            var message = signed(input, from, completion);
            int status = to.isEmpty() ? EX_NOUSER : send(main, courier, from, to, message, wishes);
            return allGood ? status : EX_NOUSER;
        }
    }

    /// With an author whom others can answer (RFC 6409 §4.2).
    private SendmailInput signed(SendmailInput input, String from, Completion completion)
            throws CommandFailed, ConfigError {
        if (!input.hasFrom()) {
            return from.isEmpty() ? input : input.from(name, from);
        }
        var author = input.authorWithoutDomain();
        Optional<String> whole =
                author.isPresent() ? completion.address(author.get().address()) : Optional.empty();
        return whole.map(it -> input.from(author.get().displayName(), it)).orElse(input);
    }

    private int send(
            Main main,
            Courier courier,
            String from,
            List<String> to,
            SendmailInput input,
            Courier.Wishes wishes)
            throws IOException {
        var refused = courier.begin(from, to, input.message(), wishes);
        refused.forEach(
                (who, how) -> main.err().println("posthouse: " + who + ": " + how.getMessage()));
        if (refused.size() == to.size()) {
            courier.giveUp();
        } else {
            String said = courier.send(input.message());
            if (verbose) {
                main.out().println(said);
            }
        }
        if (refused.isEmpty()) {
            return ExitStatus.DONE;
        }
        boolean mayPass = refused.values().stream().allMatch(Courier.Rejected::mayPass);
        return mayPass ? EX_TEMPFAIL : EX_NOUSER;
    }

    private static Courier connect(Path data) throws CommandFailed {
        if (Files.isDirectory(data) && !Files.isExecutable(data)) {
            throw new CommandFailed(
                    EX_NOPERM, data + " is not yours: only who may open it can hand in mail here");
        }
        var nobody = new CommandFailed(EX_TEMPFAIL, "no server runs on " + data);
        var socket = SocketPlace.ofMail(data).find();
        try {
            return Courier.connect(socket.orElseThrow(() -> nobody));
        } catch (IOException refused) {
            // A server that was killed has left it behind.
            throw nobody;
        }
    }

    // The envelope.

    /// @return empty for nobody
    private String sender(Completion completion, String user) throws CommandFailed, ConfigError {
        String said = sender == null ? user : sender.strip();
        if (said.isEmpty() || said.equals("<>")) {
            return "";
        }
        var addresses = addresses(said);
        Optional<String> address =
                addresses.size() == 1 ? completion.address(addresses.getFirst()) : Optional.empty();
        return address.orElseThrow(() -> usage("'" + said + "' is no address to send from"));
    }

    /// Of an argument, which may be a list.
    private static List<String> addresses(String text) {
        return SendmailInput.addresses(AddressList.of(Bytes.utf8(text).latin1()));
    }

    private Courier.Wishes wishes() throws CommandFailed {
        var ofMail = new StringBuilder();
        if (part != null) {
            String value = part.toUpperCase(Locale.ROOT);
            if (!PARTS.contains(value)) {
                throw usage("-R is full or hdrs, not '" + part + "'");
            }
            ofMail.append(" RET=").append(value);
        }
        if (envelopeId != null) {
            ofMail.append(" ENVID=").append(Xtext.encode(envelopeId));
        }
        return new Courier.Wishes(ofMail.toString(), wishesOfRecipients());
    }

    private String wishesOfRecipients() throws CommandFailed {
        if (notify == null) {
            return "";
        }
        String value = notify.toUpperCase(Locale.ROOT).replace(" ", "");
        if (!value.equals("NEVER") && !EVENTS.containsAll(List.of(value.split(",", -1)))) {
            throw usage("-N is never, or of success, failure and delay, not '" + notify + "'");
        }
        return " NOTIFY=" + value;
    }

    private static CommandFailed usage(String sentence) {
        return new CommandFailed(EX_USAGE, sentence);
    }

    /// Makes addresses of names: who is named alone is in the first domain.
    private static final class Completion {
        private final Main main;
        private Optional<String> domain = Optional.empty();

        Completion(Main main) {
            this.main = main;
        }

        /// @return empty where `text` is no address
        Optional<String> address(String text) throws CommandFailed, ConfigError {
            if (LITERAL.matcher(text).matches()) {
                return Optional.of(text);
            }
            String whole = text.indexOf('@') < 0 ? text + "@" + domain() : text;
            return Address.parse(whole).map(Address::toString);
        }

        private String domain() throws CommandFailed, ConfigError {
            if (domain.isEmpty()) {
                String first =
                        main.reach()
                                .ask(new DomainOperation.ListAll())
                                .path(0)
                                .path("domain")
                                .asString("");
                if (first.isEmpty()) {
                    throw new CommandFailed(
                            EX_CONFIG, "there is no domain yet: posthouse domain add DOMAIN");
                }
                domain = Optional.of(first);
            }
            return domain.get();
        }
    }
}
