package posthouse.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import posthouse.control.Secret;

/// Where an account's password comes from.
final class PasswordOptions {
    @Option(
            names = "--password-stdin",
            description = "Read the password from the first line of standard input.")
    private boolean fromInput;

    @Option(
            names = "--hash",
            paramLabel = "H",
            description =
                    "A hash of it from another server: argon2id, bcrypt, SHA512-CRYPT or PBKDF2.")
    private @Nullable String hash;

    Optional<Secret> password(Main main) throws CommandFailed {
        if (fromInput && hash != null) {
            throw new CommandFailed(
                    ExitStatus.USAGE, "--password-stdin and --hash exclude each other");
        }
        return fromInput ? Optional.of(new Secret(main.surroundings().line())) : Optional.empty();
    }

    Optional<Secret> hash() {
        return Optional.ofNullable(hash).map(Secret::new);
    }
}
