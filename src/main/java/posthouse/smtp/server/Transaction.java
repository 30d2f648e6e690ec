package posthouse.smtp.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import posthouse.mailbox.Destination;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Recipient;
import posthouse.queue.To;
import posthouse.smtp.SmtpCommand.Mail;

/// A mail transaction from MAIL on (RFC 5321 §3.3): the sender and who is to get the message.
///
/// @param id names the transaction everywhere: an atom, unique also across restarts
/// @param release when the message may leave, where it is held (RFC 4865)
/// @param recipients those that were accepted, in their order; grows
/// @param submitter empty where nobody has logged in
record Transaction(
        String id,
        Mail mail,
        Optional<Instant> release,
        List<Addressee> recipients,
        Optional<Submitter> submitter) {
    /// A recipient that was accepted.
    ///
    /// @param here whose it is; empty for one elsewhere
    /// @param several what it stands for, where that is more than one account
    record Addressee(To to, Optional<Recipient> here, Optional<Destination> several) {
        Addressee(To to, Optional<Recipient> here) {
            this(to, here, Optional.empty());
        }

        /// Whether the queue has to take it in any case: it is elsewhere or stands for several, or
        /// its sender wants to hear that it was delivered, which is told by who has kept it.
        boolean leaves() {
            return here.isEmpty() || to.wants().success();
        }
    }

    static Transaction begin(
            String id, Mail mail, Optional<Instant> release, Optional<Submitter> submitter) {
        return new Transaction(id, mail, release, new ArrayList<>(), submitter);
    }

    /// Whether the queue takes the message over.
    boolean leaves() {
        return release.isPresent() || recipients.stream().anyMatch(Addressee::leaves);
    }

    /// Recipients who get it at once. With an address that stands for several, all wait for the
    /// queue, so that who is meant twice gets it once; so does an account for which one of its
    /// recipients waits.
    List<Recipient> atOnce() {
        if (release.isPresent() || recipients.stream().anyMatch(it -> it.several().isPresent())) {
            return List.of();
        }
        var waiting =
                recipients.stream()
                        .filter(Addressee::leaves)
                        .flatMap(it -> it.here().stream())
                        .map(Recipient::account)
                        .collect(Collectors.toSet());
        return local().stream().filter(it -> !waiting.contains(it.account())).toList();
    }

    /// Recipients whose mailboxes are here.
    List<Recipient> local() {
        return recipients.stream().flatMap(it -> it.here().stream()).toList();
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
