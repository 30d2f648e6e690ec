package posthouse.report;

import java.util.Map;
import java.util.Optional;

/// What a status code means, for people who have never heard of one (RFC 3463 §3, RFC 5248).
final class Meaning {
    /// By subject and detail: whether for now or for ever is said elsewhere.
    private static final Map<String, String> SENTENCES =
            Map.ofEntries(
                    Map.entry("1.1", "There is no such mailbox. Is the address spelled right?"),
                    Map.entry("1.2", "There is no such mail domain. Is the address spelled right?"),
                    Map.entry("1.3", "The address is not one that a server understands."),
                    Map.entry("1.6", "The mailbox has moved, and it is not known where to."),
                    Map.entry("1.10", "The domain says that it takes no mail."),
                    Map.entry("2.1", "The mailbox is closed."),
                    Map.entry("2.2", "The mailbox is full."),
                    Map.entry("2.3", "The message is larger than the mailbox takes."),
                    Map.entry("3.1", "The other server has no room left."),
                    Map.entry("3.2", "The other server takes no mail at present."),
                    Map.entry("3.4", "The message is larger than the other server takes."),
                    Map.entry("4.1", "No mail server of that domain answers."),
                    Map.entry("4.2", "The connection to the other server broke."),
                    Map.entry("4.3", "The name servers of that domain do not say where mail goes."),
                    Map.entry("4.4", "It is not known where mail for that domain goes."),
                    Map.entry("4.5", "The other server has too much to do."),
                    Map.entry("4.6", "The message goes round in circles between servers."),
                    Map.entry("6.1", "The other server does not take what is in the message."),
                    Map.entry("6.3", "The message cannot be put into a form that they take."),
                    Map.entry("6.7", "The other server does not know addresses of that script."),
                    Map.entry("7.1", "The other server does not want the message."),
                    Map.entry("7.20", "The other server misses a signature it believes (DKIM)."),
                    Map.entry("7.23", "The other server does not take your domain's mail from us."),
                    Map.entry("7.25", "The other server does not trust this server's name."),
                    Map.entry("7.26", "The other server cannot tell that the message is yours."));

    private Meaning() {}

    /// @param status as `5.1.1`
    static Optional<String> of(String status) {
        return Optional.ofNullable(SENTENCES.get(status.substring(status.indexOf('.') + 1)));
    }
}
