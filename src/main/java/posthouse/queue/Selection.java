package posthouse.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import posthouse.smtp.Path;

/// Which recipients of which messages an operator means. What is left empty admits all.
///
/// @param ids of messages
/// @param sender a reverse-path without its brackets, in any case; empty text for notices
/// @param recipient a forward-path likewise
/// @param domain of recipients, in ASCII, or an address literal
/// @param nextHop as [NextHop] shows it; of a smarthost its name is enough
/// @param olderThan messages that have been here so long
/// @param state of recipients
public record Selection(
        Set<String> ids,
        Optional<String> sender,
        Optional<String> recipient,
        Optional<String> domain,
        Optional<String> nextHop,
        Optional<Duration> olderThan,
        Optional<Standing.State> state) {
    /// Everything.
    public static final Selection ALL =
            new Selection(
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public static Selection of(String id) {
        return new Selection(
                Set.of(id),
                ALL.sender,
                ALL.recipient,
                ALL.domain,
                ALL.nextHop,
                ALL.olderThan,
                ALL.state);
    }

    boolean admits(Mail mail, Instant now) {
        return (ids.isEmpty() || ids.contains(mail.id()))
                && is(sender, bare(mail.reversePath()))
                && olderThan.map(it -> !mail.arrived().isAfter(now.minus(it))).orElse(true);
    }

    boolean admits(Standing.Recipient it) {
        return is(recipient, bare(it.to().path()))
                && is(domain, domain(it.to().path()))
                && nextHop.map(wanted -> isAt(it.nextHop(), wanted)).orElse(true)
                && state.map(wanted -> wanted == it.state()).orElse(true);
    }

    private static boolean isAt(NextHop nextHop, String wanted) {
        return wanted.equalsIgnoreCase(nextHop.toString())
                || nextHop instanceof NextHop.Smarthost(var name) && wanted.equalsIgnoreCase(name);
    }

    private static boolean is(Optional<String> wanted, String found) {
        return wanted.isEmpty() || wanted.get().equalsIgnoreCase(found);
    }

    private static String bare(Path path) {
        String written = path.toString();
        return written.substring(1, written.length() - 1);
    }

    private static String domain(Path path) {
        return switch (path) {
            case Path.Mailbox(var address) -> address.domain().name().toLowerCase(Locale.ROOT);
            case Path.AtLiteral(_, var literal) -> literal;
            case Path.Null _, Path.Postmaster _ -> "";
        };
    }
}
