package posthouse.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Directory;
import posthouse.mailbox.Incoming;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;
import posthouse.mailbox.Recipient;
import posthouse.queue.Answer;
import posthouse.queue.Carrier;
import posthouse.queue.Consignment;
import posthouse.queue.Result;
import posthouse.queue.To;
import posthouse.smtp.Path;
import posthouse.time.Clock;

/// Takes mail from the queue into mailboxes here: what could not be delivered at once, and reports.
/// An account gets a message once, however often it is carried.
public final class MailboxCarrier implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxCarrier.class);

    private final Accounts accounts;
    private final Directory directory;
    private final Clock clock;

    public MailboxCarrier(Accounts accounts, Directory directory, Clock clock) {
        this.accounts = accounts;
        this.directory = directory;
        this.clock = clock;
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
        String id = consignment.mail().id();
        Optional<Recipient> found = recipient(to.path());
        if (found.isEmpty()) {
            return new Result.Failed(answer("5.1.1", "nobody has that address here"));
        }
        var recipient = found.get();
        try {
            Account account = accounts.open(recipient.account());
            Bytes trace =
                    TraceFields.ofQueued(
                            consignment.mail().reversePath().toString(), recipient.address());
            int inbox = account.state().mailbox(MailboxName.INBOX).id();
            var appended = account.deliver(message, trace, inbox, Optional.of(Bytes.utf8(id)));
            LOG.info(
                    "{} to {}: {}",
                    id,
                    recipient.address(),
                    appended.isPresent() ? "delivered" : "was there already");
            return new Result.Delivered(answer("2.0.0", "in the mailbox"), false, false);
        } catch (MailRefusal refusal) {
            LOG.info("{} to {}: {}", id, recipient.address(), refusal.getMessage());
            return refused(refusal);
        } catch (RuntimeException failure) {
            LOG.error("{} to {}: not stored", id, recipient.address(), failure);
            return new Result.Delayed(answer("4.3.0", "it could not be stored"));
        }
    }

    private Optional<Recipient> recipient(Path path) {
        return switch (path) {
            case Path.Mailbox(var address) -> directory.find(address);
            case Path.Postmaster _ -> directory.postmaster();
            case Path.AtLiteral _, Path.Null _ -> Optional.empty();
        };
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
