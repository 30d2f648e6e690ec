package posthouse.imap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the operator wants otherwise for some clients and accounts: so that a client that trips
/// over an extension is helped without a new server.
public final class ClientRules {
    public static final ClientRules NONE = new ClientRules(List.of(), List.of());

    private final List<Without> withouts;
    private final List<Who> rarelyDisturbed;

    /// Whom a rule is about: an account by its address, or clients by what they say of themselves
    /// with ID (RFC 2971).
    ///
    /// @param account whether it is an account
    private record Who(boolean account, Pattern pattern) {
        static Who parse(String text) {
            String who = text.strip();
            if (who.isEmpty()) {
                throw new IllegalArgumentException("names nobody");
            }
            String pattern =
                    Pattern.compile("\\*")
                            .splitAsStream(who + " ")
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*"));
            // The blank keeps a star at the end, and is matched behind what is compared.
            return new Who(who.contains("@"), Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
        }

        boolean is(String client, Optional<String> login) {
            return account
                    ? login.filter(it -> pattern.matcher(it + " ").matches()).isPresent()
                    : pattern.matcher(client + " ").matches();
        }
    }

    private record Without(Who who, Set<String> extensions) {}

    private ClientRules(List<Without> withouts, List<Who> rarelyDisturbed) {
        this.withouts = withouts;
        this.rarelyDisturbed = rarelyDisturbed;
    }

    /// @param without each `WHO: EXTENSION …`, where WHO is an account's address or a client's name
    ///   and version with `*` for anything
    /// @param rarelyDisturbed each a WHO
    /// @throws IllegalArgumentException with a sentence that names what is wrong
    public static ClientRules parse(List<String> without, List<String> rarelyDisturbed) {
        var withouts = new ArrayList<Without>();
        for (String rule : without) {
            int colon = rule.lastIndexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException(
                        "'" + rule + "' is not written as WHO: EXTENSION …");
            }
            withouts.add(
                    new Without(
                            Who.parse(rule.substring(0, colon)),
                            extensions(rule.substring(colon + 1))));
        }
        return new ClientRules(withouts, rarelyDisturbed.stream().map(Who::parse).toList());
    }

    private static Set<String> extensions(String names) {
        var extensions = new HashSet<String>();
        for (String name : names.strip().split("\\s+")) {
            String extension = name.toUpperCase(Locale.ROOT);
            if (!Capabilities.isOptional(extension)) {
                throw new IllegalArgumentException(
                        "'"
                                + name
                                + "' is no extension that can be switched off: these are "
                                + String.join(" ", Capabilities.optional()));
            }
            extensions.add(extension);
        }
        return extensions;
    }

    /// Extensions, in upper case, that are not there for a client.
    ///
    /// @param client name and version, as it says itself; empty where it has not
    /// @param login the account's address; empty before login
    Set<String> without(String client, Optional<String> login) {
        return withouts.stream()
                .filter(rule -> rule.who().is(client, login))
                .flatMap(rule -> rule.extensions().stream())
                .collect(Collectors.toSet());
    }

    /// Whether a client in IDLE is to be left in peace as long as its line allows.
    boolean isRarelyDisturbed(String client, Optional<String> login) {
        return rarelyDisturbed.stream().anyMatch(who -> who.is(client, login));
    }
}
