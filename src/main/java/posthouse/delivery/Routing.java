package posthouse.delivery;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.mailbox.Directory;
import posthouse.queue.Mail;
import posthouse.queue.NextHop;
import posthouse.queue.Routes;
import posthouse.queue.To;
import posthouse.smtp.Path;

/// Says where mail goes: our domains are here, other mail goes by the first rule that holds, else
/// to the mail exchangers of its domain.
public final class Routing implements Routes {
    private final Directory directory;
    private final List<Rule> rules;

    /// @param rules in their order
    public Routing(Directory directory, List<Rule> rules) {
        this.directory = directory;
        this.rules = List.copyOf(rules);
    }

    /// A rule for mail that is not for us.
    ///
    /// @param when what it holds for
    /// @param smarthost where it goes; empty: to its exchangers
    public record Rule(When when, Optional<String> smarthost) {
        /// Reads `to DOMAIN: NAME`, `to *.DOMAIN: NAME`, `to *: NAME`, `from ADDRESS: NAME`,
        /// `from @DOMAIN: NAME`, `after N: NAME`, where NAME is a smarthost or `direct`.
        ///
        /// @throws IllegalArgumentException with a sentence, if it is none of them
        public static Rule parse(String text) {
            int colon = text.lastIndexOf(':');
            String[] words = text.substring(0, Math.max(colon, 0)).strip().split(" +");
            String name = text.substring(colon + 1).strip();
            if (colon < 0 || words.length != 2 || name.isEmpty()) {
                throw wrong(text);
            }
            When when =
                    switch (words[0].toLowerCase(Locale.ROOT)) {
                        case "to" -> new When.To(pattern(words[1], text));
                        case "from" -> from(words[1], text);
                        case "after" -> new When.After(number(words[1], text));
                        default -> throw wrong(text);
                    };
            return new Rule(when, Optional.of(name).filter(it -> !it.equals("direct")));
        }

        private static String pattern(String written, String rule) {
            if (written.equals("*")) {
                return written;
            }
            boolean below = written.startsWith("*.");
            return (below ? "*." : "")
                    + Domain.parse(below ? written.substring(2) : written)
                            .orElseThrow(() -> wrong(rule))
                            .name();
        }

        private static When from(String written, String rule) {
            if (written.startsWith("@")) {
                Domain domain = Domain.parse(written.substring(1)).orElseThrow(() -> wrong(rule));
                return new When.From("@" + domain.name());
            }
            return new When.From(Address.parse(written).orElseThrow(() -> wrong(rule)).key());
        }

        private static int number(String written, String rule) {
            if (!written.matches("\\d{1,4}")) {
                throw wrong(rule);
            }
            return Integer.parseInt(written);
        }

        private static IllegalArgumentException wrong(String text) {
            return new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no rule; they are like \"to example.org: NAME\", \"from"
                            + " ann@example.org: NAME\" or \"after 3: NAME\"");
        }
    }

    /// What a rule holds for.
    public sealed interface When {
        /// @param pattern a domain, `*.` and a domain for all below it, or `*`
        record To(String pattern) implements When {}

        /// @param key an address as [Address#key] has it, or `@` and a domain
        record From(String key) implements When {}

        /// @param tries that have come to nothing already
        record After(int tries) implements When {}
    }

    @Override
    public NextHop nextHop(Mail mail, To to, int tries) {
        return switch (to.path()) {
            case Path.Mailbox(Address address) -> nextHop(mail, address.domain(), tries);
            case Path.AtLiteral(String _, String literal) ->
                    smarthost(mail, literal, tries).orElseGet(() -> new NextHop.Literal(literal));
            case Path.Postmaster _, Path.Null _ -> new NextHop.Here();
        };
    }

    private NextHop nextHop(Mail mail, Domain domain, int tries) {
        return directory.isLocal(domain)
                ? new NextHop.Here()
                : smarthost(mail, domain.name(), tries)
                        .orElseGet(() -> new NextHop.Exchangers(domain));
    }

    private Optional<NextHop> smarthost(Mail mail, String domain, int tries) {
        return rules.stream()
                .filter(rule -> holds(rule.when(), mail, domain, tries))
                .findFirst()
                .flatMap(Rule::smarthost)
                .map(NextHop.Smarthost::new);
    }

    private static boolean holds(When when, Mail mail, String domain, int tries) {
        return switch (when) {
            case When.To(String pattern) ->
                    pattern.equals("*")
                            || pattern.equals(domain)
                            || pattern.startsWith("*.") && domain.endsWith(pattern.substring(1));
            case When.From(String key) ->
                    mail.reversePath() instanceof Path.Mailbox(Address sender)
                            && (sender.key().equals(key)
                                    || key.equals("@" + sender.domain().name()));
            case When.After(int least) -> tries >= least;
        };
    }
}
