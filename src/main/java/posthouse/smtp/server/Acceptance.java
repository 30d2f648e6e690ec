package posthouse.smtp.server;

import java.util.Optional;
import posthouse.address.Address;
import posthouse.delivery.Srs;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Recipient;
import posthouse.queue.To;
import posthouse.smtp.Path;
import posthouse.smtp.SmtpCommand.Rcpt;
import posthouse.smtp.SmtpReply;
import posthouse.smtp.server.Transaction.Addressee;

/// Who may be written to by whom: the answers to RCPT (RFC 5321 §3.3).
record Acceptance(SmtpServices services, Role role, Visit visit) {
    /// Takes a recipient into the transaction, or says why not.
    SmtpReply answer(Rcpt rcpt, Transaction into) {
        if (asksForReports(rcpt)) {
            return Replies.NO_SUCH_PARAMETER;
        }
        return switch (rcpt.to()) {
            case Path.Mailbox(Address address) when needsUtf8(address, into.mail().smtpUtf8()) ->
                    Replies.UTF8_RECIPIENT;
            case Path.Mailbox(Address address) ->
                    services.directory().isLocal(address.domain())
                            ? ours(address, rcpt, into)
                            : elsewhere(rcpt, into);
            case Path.Postmaster _ ->
                    services.directory()
                            .postmaster()
                            .map(it -> ours(it, rcpt, into))
                            .orElse(Replies.NO_SUCH_USER);
            case Path.AtLiteral _ -> elsewhere(rcpt, into);
            case Path.Null _ -> Replies.NO_RELAY;
        };
    }

    private SmtpReply ours(Address address, Rcpt rcpt, Transaction into) {
        var directory = services.directory();
        if (Srs.isRewritten(address) && directory.entry(address).isEmpty()) {
            return turnedBack(address, into);
        }
        var sender = into.submitter().map(it -> it.session().login().account());
        if (!directory.admits(address, sender)) {
            return Replies.MEMBERS_ONLY;
        }
        var destination = directory.destination(address);
        if (destination.isEmpty()) {
            return Replies.NO_SUCH_USER;
        }
        var only = destination.get().onlyAccount();
        return only.isPresent()
                ? here(only.get(), rcpt, into)
                : take(new Addressee(to(rcpt), Optional.empty(), destination), into);
    }

    private SmtpReply here(Recipient found, Rcpt rcpt, Transaction into) {
        try {
            services.delivery().check(found, into.mail().size().orElse(0));
        } catch (MailRefusal refusal) {
            return Replies.of(refusal);
        }
        return take(new Addressee(to(rcpt), Optional.of(found)), into);
    }

    /// A bounce of what was sent on from here goes to whoever it came from.
    private SmtpReply turnedBack(Address rewritten, Transaction into) {
        if (!(into.mail().from() instanceof Path.Null)) {
            return Replies.BOUNCES_ONLY;
        }
        return switch (services.srs().reverse(rewritten)) {
            case Srs.Reversed.To(Address sender) ->
                    take(new Addressee(new To(new Path.Mailbox(sender)), Optional.empty()), into);
            case Srs.Reversed.Forged _ -> Replies.NOT_REWRITTEN_HERE;
            case Srs.Reversed.Expired _ -> Replies.NO_BOUNCES_ANY_MORE;
        };
    }

    /// Only for those who have logged in, machines that need not, and the operator: for strangers
    /// nothing is relayed.
    private SmtpReply elsewhere(Rcpt rcpt, Transaction into) {
        return into.submitter().isEmpty() && !visit.mayRelay(role)
                ? Replies.NO_RELAY
                : take(new Addressee(to(rcpt), Optional.empty()), into);
    }

    private static To to(Rcpt rcpt) {
        return new To(rcpt.to(), rcpt.wants(), rcpt.original());
    }

    private SmtpReply take(Addressee addressee, Transaction into) {
        if (into.recipients().size() >= services.settings().recipientsMax()) {
            return Replies.OVER_RECIPIENTS;
        }
        try {
            if (into.submitter().isPresent() && !into.submitter().get().takeRecipient()) {
                return Replies.OVER_DAY;
            }
        } catch (MailRefusal refusal) {
            return Replies.of(refusal);
        }
        into.recipients().add(addressee);
        return Replies.RECIPIENT_OK;
    }

    private boolean asksForReports(Rcpt rcpt) {
        return role == Role.LMTP && (rcpt.wants().said() || rcpt.original().isPresent());
    }

    /// iOS submits such addresses without SMTPUTF8.
    boolean needsUtf8(Address address, boolean smtpUtf8) {
        return address.needsUtf8() && !smtpUtf8 && role != Role.SUBMISSION;
    }
}
