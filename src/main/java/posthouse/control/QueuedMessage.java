package posthouse.control;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthouse.queue.Answer;
import posthouse.queue.QueueDesk;
import posthouse.queue.Standing;

/// A message that waits to go out, as answers show it.
final class QueuedMessage {
    private QueuedMessage() {}

    /// A message in a list.
    ///
    /// @param from without angle brackets; empty for a notice
    /// @param to the first of those who wait
    /// @param recipients how many wait
    /// @param due when the first of these is tried next, as far as the message is not held
    /// @param answer what was said to the last try
    record Row(
            String id,
            String state,
            String arrived,
            String due,
            long bytes,
            String from,
            List<String> to,
            int recipients,
            List<String> nextHops,
            String answer) {
        static Row of(Standing it) {
            var shown = it.recipients();
            return new Row(
                    it.mail().id(),
                    text(it.state()),
                    it.mail().arrived().toString(),
                    shown.stream()
                            .map(Standing.Recipient::due)
                            .sorted()
                            .findFirst()
                            .orElse(it.mail().release())
                            .toString(),
                    it.length(),
                    bare(it.mail().reversePath().toString()),
                    shown.stream().map(to -> bare(to.to().path().toString())).toList(),
                    it.waiting(),
                    shown.stream().map(to -> to.nextHop().toString()).distinct().toList(),
                    shown.stream()
                            .filter(to -> !to.answers().isEmpty())
                            .findFirst()
                            .map(to -> said(to.answers().getLast()))
                            .orElse(""));
        }
    }

    /// Everything about a message.
    ///
    /// @param account of who submitted it; empty where nobody had logged in
    /// @param release when it may first leave
    /// @param full whether a report is to carry it whole
    record Shown(
            String id,
            String state,
            String arrived,
            String release,
            long bytes,
            String from,
            Optional<Long> account,
            Optional<String> envelopeId,
            Optional<Boolean> full,
            boolean smtpUtf8,
            String messageId,
            List<Recipient> recipients,
            String header) {
        static Shown of(QueueDesk.Shown shown) {
            var mail = shown.standing().mail();
            return new Shown(
                    mail.id(),
                    text(shown.standing().state()),
                    mail.arrived().toString(),
                    mail.release().toString(),
                    shown.standing().length(),
                    bare(mail.reversePath().toString()),
                    Optional.of(mail.account()).filter(it -> it != 0),
                    mail.envelopeId(),
                    mail.full(),
                    mail.smtpUtf8(),
                    mail.messageId(),
                    shown.standing().recipients().stream().map(Recipient::of).toList(),
                    shown.header().utf8());
        }
    }

    /// A recipient who waits.
    ///
    /// @param wants as NOTIFY has it; empty where nobody has said anything
    record Recipient(
            String to,
            String state,
            String nextHop,
            int tries,
            String due,
            String wants,
            String original,
            List<Said> answers) {
        static Recipient of(Standing.Recipient it) {
            return new Recipient(
                    bare(it.to().path().toString()),
                    text(it.state()),
                    it.nextHop().toString(),
                    it.tries(),
                    it.due().toString(),
                    it.to().wants().said() ? it.to().wants().value() : "",
                    it.to().original().orElse(""),
                    it.answers().stream().map(Said::of).toList());
        }
    }

    /// What came of a try.
    record Said(String at, String host, String security, String text) {
        static Said of(Answer answer) {
            return new Said(answer.at().toString(), answer.host(), answer.security(), said(answer));
        }
    }

    private static String said(Answer answer) {
        String reply =
                (answer.code() == 0 ? "" : answer.code() + " ")
                        + answer.status()
                        + " "
                        + answer.text();
        return answer.host().isEmpty() ? reply : answer.host() + " said: " + reply;
    }

    private static String text(Standing.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /// A path without its brackets; `<>` is nobody, who sends notices.
    static String bare(String path) {
        return path.startsWith("<") && path.endsWith(">")
                ? path.substring(1, path.length() - 1)
                : path;
    }
}
