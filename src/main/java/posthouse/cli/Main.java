package posthouse.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import posthouse.config.ConfigError;
import posthouse.config.Settings;
import posthouse.control.Operation;
import posthouse.store.StoreFailure;

/// The program `posthouse`.
@Command(
        name = "posthouse",
        description = "An all-in-one mail server: SMTP, POP3 and IMAP over one durable store.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            SetupCommand.class,
            StatusCommand.class,
            AccountCommands.class,
            DomainCommands.class,
            AliasCommands.class,
            GroupCommands.class,
            MailboxCommands.class,
            SessionCommands.class,
            QueueCommands.class,
            TraceCommand.class,
            SendCommand.class,
            SendmailCommand.class,
            ConfigCommands.class,
            CompletionCommand.class,
            VersionCommand.class,
            HelpCommand.class,
            BenchCommand.class,
        },
        footer = {
            "",
            "Start with 'posthouse demo' to look around, or 'posthouse setup DOMAIN' and"
                    + " 'posthouse serve' to use it. 'posthouse COMMAND --help' says more.",
        })
final class Main implements Runnable {
    private final Surroundings surroundings;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "The data folder; else POSTHOUSE_DATA, else /var/lib/posthouse for root and"
                            + " ~/.local/share/posthouse for others.")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "The configuration file; else POSTHOUSE_CONFIG, else DATA/posthouse.toml, else"
                            + " /etc/posthouse/posthouse.toml, else none is needed.")
    private @Nullable Path config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Spec private @Nullable CommandSpec spec;

    Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
        System.exit(run(Surroundings.ofThisProcess(), out, err, arguments));
    }

    /// Runs one command.
    ///
    /// @return one of [ExitStatus]
    static int run(
            Surroundings surroundings, PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine(surroundings).setOut(out).setErr(err).execute(arguments);
    }

    static CommandLine commandLine(Surroundings surroundings) {
        var line = new CommandLine(new Main(surroundings));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(Main::explain);
        // Programs call it with options that a configuration of theirs has already set.
        requireNonNull(line.getSubcommands().get("sendmail")).setOverwrittenOptionsAllowed(true);
        line.setExecutionExceptionHandler(
                (failure, failed, _) -> explain(failure, failed.getErr()));
        return line;
    }

    /// `posthouse` alone.
    @Override
    public void run() {
        var line = spec().commandLine();
        line.usage(line.getOut());
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Path data() {
        return surroundings.data(Optional.ofNullable(data));
    }

    /// Whether the data folder was named, rather than found.
    boolean isDataNamed() {
        return data != null || surroundings.variable("POSTHOUSE_DATA").isPresent();
    }

    Optional<Path> configFile() {
        return surroundings.config(Optional.ofNullable(config), data());
    }

    Settings settings() throws ConfigError {
        return settings(java.util.Map.of());
    }

    /// @param overrides as [posthouse.config.ConfigReader#read] takes them
    Settings settings(java.util.Map<String, String> overrides) throws ConfigError {
        return settings(configFile(), overrides);
    }

    private static Settings settings(Optional<Path> file, java.util.Map<String, String> overrides)
            throws ConfigError {
        var reader = Settings.reader();
        return file.isPresent()
                ? reader.read(file.get(), overrides)
                : reader.read("", "the command line", Path.of(""), overrides);
    }

    /// A folder of the demonstration's own, so that it never meets somebody's mail.
    Path demoData() {
        Path folder = data();
        return isDataNamed() ? folder : folder.resolveSibling(folder.getFileName() + "-demo");
    }

    /// The system's file is for the real server: only one that was named, or that is in the
    /// demonstration's folder, counts.
    Settings demoSettings(Path demoData, java.util.Map<String, String> overrides)
            throws ConfigError {
        Optional<Path> file =
                surroundings
                        .config(Optional.ofNullable(config), demoData)
                        .filter(path -> !path.equals(Surroundings.SYSTEM_CONFIG));
        return settings(file, overrides);
    }

    Reach reach() {
        return new Reach(this);
    }

    Printer printer() {
        return new Printer(spec().commandLine().getOut());
    }

    /// Asks the person at the terminal.
    ///
    /// @param standard what an empty answer means
    String ask(String question, String standard) throws CommandFailed {
        out().print(question + " [" + standard + "]: ");
        out().flush();
        String typed = surroundings.line().strip();
        return typed.isEmpty() ? standard : typed;
    }

    /// The same without showing what is typed.
    @SuppressWarnings("SystemConsoleNull") // it is null where -Djdk.console says so
    String askSecret(String question) {
        var console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s: ", question);
        return typed == null ? "" : new String(typed);
    }

    PrintWriter out() {
        return spec().commandLine().getOut();
    }

    PrintWriter err() {
        return spec().commandLine().getErr();
    }

    /// Asks the server, or does it here, and shows the answer.
    int ask(Operation operation, boolean json) throws CommandFailed, ConfigError {
        printer().print(reach().ask(operation), json);
        return ExitStatus.DONE;
    }

    private CommandSpec spec() {
        return java.util.Objects.requireNonNull(spec);
    }

    /// The root of the command that `spec` is.
    static Main of(@Nullable CommandSpec spec) {
        return (Main) java.util.Objects.requireNonNull(spec).root().userObject();
    }

    private static int explain(ParameterException wrong, String[] arguments) {
        var err = wrong.getCommandLine().getErr();
        err.println("posthouse: " + wrong.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println(
                    "'"
                            + wrong.getCommandLine().getCommandSpec().qualifiedName()
                            + " --help' shows what can be said");
        }
        return wrong.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int explain(Exception failure, PrintWriter err) {
        err.println("posthouse: " + sentence(failure));
        return failure instanceof CommandFailed failed ? failed.status() : ExitStatus.NOT_DONE;
    }

    private static String sentence(Exception failure) {
        return switch (failure) {
            case CommandFailed _, ConfigError _, StoreFailure _, java.io.IOException _ ->
                    Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
            default -> {
                org.slf4j.LoggerFactory.getLogger(Main.class).error("this is a fault", failure);
                yield "a fault of Posthouse: " + failure;
            }
        };
    }
}
