package posthouse.smtp.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Recipient;
import posthouse.smtp.SmtpCommand.Mail;

/// A mail transaction from MAIL on (RFC 5321 §3.3): the sender and who is to get the message.
///
/// @param id names the transaction everywhere: an atom, unique also across restarts
/// @param recipients those that were accepted, in their order; grows
/// @param submitter empty where nobody has logged in
record Transaction(
        String id, Mail mail, List<Recipient> recipients, Optional<Submitter> submitter) {
    static Transaction begin(String id, Mail mail, Optional<Submitter> submitter) {
        return new Transaction(id, mail, new ArrayList<>(), submitter);
    }

    /// The transaction came to nothing: its recipients do not count for the submitter's day.
    void giveBack() {
        submitter.ifPresent(it -> it.giveBack(recipients.size()));
    }

    /// Writes down that the submitter sends to these recipients today.
    void count() throws MailRefusal {
        if (submitter.isPresent()) {
            submitter.get().count(recipients.size());
        }
    }

    /// Takes back what [#count] wrote, since nobody got the message.
    void uncount() throws MailRefusal {
        if (submitter.isPresent()) {
            submitter.get().count(-recipients.size());
        }
    }
}
