package posthouse.smtp.server;

import java.util.List;
import java.util.Optional;
import posthouse.address.HostAddress;
import posthouse.delivery.Envelope;
import posthouse.journal.Event;
import posthouse.journal.Kind;
import posthouse.journal.Notes;
import posthouse.smtp.Path;
import posthouse.smtp.SmtpReply;

/// Takes down in the journal what becomes of a transaction.
///
/// @param security the connection's TLS version and cipher; empty for none
/// @param login who has logged in
record Minutes(Notes journal, Envelope envelope, String security, Optional<String> login) {
    /// A recipient is not accepted.
    void refused(Path recipient, SmtpReply reply) {
        refused(List.of(recipient.toString()), reply);
    }

    /// The message is here, whatever becomes of it.
    void received(String messageId, long octets, List<Transaction.Addressee> recipients) {
        String who = login.map(name -> ", logged in as " + name).orElse("");
        journal.note(
                event(Kind.RECEIVED)
                        .messageId(messageId)
                        .to(paths(recipients))
                        .saying(envelope.protocol() + who + ", " + octets + " octets"));
    }

    /// What the client is told in the end.
    ///
    /// @param replies one for all recipients, or one each
    void answered(List<Transaction.Addressee> recipients, List<SmtpReply> replies) {
        var paths = paths(recipients);
        for (int i = 0; i < replies.size(); i++) {
            if (!replies.get(i).positive()) {
                refused(replies.size() == 1 ? paths : List.of(paths.get(i)), replies.get(i));
            }
        }
    }

    private void refused(List<String> recipients, SmtpReply reply) {
        String said = reply.code() + " " + reply.enhanced() + " " + reply.lines().getFirst();
        journal.note(event(Kind.REFUSED).to(recipients).saying(said));
    }

    private static List<String> paths(List<Transaction.Addressee> recipients) {
        return recipients.stream().map(it -> it.to().path().toString()).toList();
    }

    private Event event(Kind kind) {
        String address =
                envelope.address()
                        .map(it -> "[" + HostAddress.text(it) + "]")
                        .orElse("on a socket");
        return Event.of(kind, envelope.id())
                .from(envelope.reversePath())
                .by(envelope.client() + " " + address, security);
    }
}
