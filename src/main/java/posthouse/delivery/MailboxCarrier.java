package posthouse.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Destination;
import posthouse.mailbox.Directory;
import posthouse.mailbox.Incoming;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;
import posthouse.mailbox.Recipient;
import posthouse.queue.Answer;
import posthouse.queue.Carrier;
import posthouse.queue.Consignment;
import posthouse.queue.Mail;
import posthouse.queue.Outbox;
import posthouse.queue.Result;
import posthouse.queue.To;
import posthouse.smtp.Path;
import posthouse.time.Clock;

/// Takes mail from the queue into mailboxes here: what could not be delivered at once, and reports.
/// An account gets a message once, however often it is carried. What goes to several, or on to
/// other servers, is given back to the queue for each of them.
public final class MailboxCarrier implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxCarrier.class);

    private final Accounts accounts;
    private final Directory directory;
    private final Srs srs;
    private final Expansion expansion;
    private final Clock clock;

    /// @param outbox the queue that it carries for
    public MailboxCarrier(
            Accounts accounts, Directory directory, Srs srs, Outbox outbox, Clock clock) {
        this.accounts = accounts;
        this.directory = directory;
        this.srs = srs;
        this.clock = clock;
        expansion = new Expansion(directory, srs, outbox);
    }

    @Override
    public Outcome carry(Consignment consignment) {
        var results = new ArrayList<Result>();
        try (InputStream octets = consignment.octets().get();
                Incoming message = accounts.receive(octets, Long.MAX_VALUE)) {
            for (To to : consignment.recipients()) {
                results.add(deliver(consignment, message, to));
            }
        } catch (MailRefusal refusal) {
            var failed = new Result.Failed(answer("5.3.4", text(refusal)));
            consignment.recipients().forEach(_ -> results.add(failed));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        return new Outcome(true, results);
    }

    private Result deliver(Consignment consignment, Incoming message, To to) {
        Mail mail = consignment.mail();
        try {
            Optional<Address> address = address(to.path());
            if (address.isEmpty()) {
                return nobody();
            } else if (Srs.isRewritten(address.get()) && directory.entry(address.get()).isEmpty()) {
                return turnBack(mail, message, address.get());
            } else if (Expansion.isForAccounts(mail)) {
                var recipient = directory.find(address.get());
                return recipient.isEmpty() ? nobody() : deliver(mail, message, recipient.get());
            }
            var destination = directory.destination(address.get());
            if (destination.isEmpty()) {
                return nobody();
            }
            var only = destination.get().onlyAccount();
            return only.isPresent()
                    ? deliver(mail, message, only.get())
                    : pass(mail, message, to, address.get(), destination.get());
        } catch (RuntimeException failure) {
            LOG.error("{} to {}: not stored", mail.id(), to.path(), failure);
            return new Result.Delayed(answer("4.3.0", "it could not be stored"));
        }
    }

    private Optional<Address> address(Path path) {
        return switch (path) {
            case Path.Mailbox(var address) -> Optional.of(address);
            case Path.Postmaster _ -> directory.postmaster();
            case Path.AtLiteral _, Path.Null _ -> Optional.empty();
        };
    }

    private Result nobody() {
        return new Result.Failed(answer("5.1.1", "nobody has that address here"));
    }

    private Result deliver(Mail mail, Incoming message, Recipient recipient) {
        try {
            Account account = accounts.open(recipient.account());
            Bytes trace = TraceFields.ofQueued(mail.reversePath().toString(), recipient.address());
            int inbox = account.state().mailbox(MailboxName.INBOX).id();
            var once = Optional.of(Expansion.once(mail));
            var appended = account.deliver(message, trace, inbox, once);
            LOG.info(
                    "{} to {}: {}",
                    mail.id(),
                    recipient.address(),
                    appended.isPresent() ? "delivered" : "was there already");
            return new Result.Delivered(
                    answer("2.0.0", "in the mailbox"), Result.Place.MAILBOX, false);
        } catch (MailRefusal refusal) {
            LOG.info("{} to {}: {}", mail.id(), recipient.address(), refusal.getMessage());
            return refused(refusal);
        }
    }

    private Result pass(
            Mail mail, Incoming message, To to, Address asked, Destination destination) {
        var passed = expansion.pass(mail, message, to, asked, destination);
        int count = passed.count();
        return count == 0
                ? new Result.Failed(
                        answer("5.4.6", "it was sent on from that address before, and came back"))
                : new Result.Delivered(
                        answer("2.1.5", "passed on to all who get its mail: " + count),
                        passed.list() ? Result.Place.LIST : Result.Place.SEVERAL,
                        count == 1 && !passed.list());
    }

    /// A report on what we have sent on goes to whoever it came from.
    private Result turnBack(Mail mail, Incoming message, Address rewritten) {
        if (!mail.isNotice()
                || !(srs.reverse(rewritten) instanceof Srs.Reversed.To(Address sender))) {
            return nobody();
        }
        expansion.turnBack(mail, message, sender);
        return new Result.Delivered(
                answer("2.1.5", "goes back to " + sender), Result.Place.SEVERAL, true);
    }

    private Result refused(MailRefusal refusal) {
        return switch (refusal) {
            case MailRefusal.OverQuota _ -> new Result.Delayed(answer("4.2.2", text(refusal)));
            case MailRefusal.TooLarge _ -> new Result.Failed(answer("5.3.4", text(refusal)));
            case MailRefusal.NoSuchAccount _ ->
                    new Result.Failed(answer("5.1.1", "nobody has that address any more"));
            case MailRefusal.NoSuchMailbox _,
                    MailRefusal.OverLimit _,
                    MailRefusal.MailboxExists _,
                    MailRefusal.BadMailboxName _,
                    MailRefusal.Forbidden _,
                    MailRefusal.MaildropInUse _,
                    MailRefusal.BadAddress _ ->
                    new Result.Delayed(answer("4.3.0", text(refusal)));
        };
    }

    private static String text(MailRefusal refusal) {
        return Objects.requireNonNullElse(refusal.getMessage(), "refused");
    }

    private Answer answer(String status, String text) {
        return new Answer(clock.now(), "", "", 0, status, text);
    }
}
