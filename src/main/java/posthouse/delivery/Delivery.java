package posthouse.delivery;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.journal.Event;
import posthouse.journal.Kind;
import posthouse.journal.Notes;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Incoming;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;
import posthouse.mailbox.Recipient;
import posthouse.queue.Octets;

/// Puts accepted mail into mailboxes. Any thread.
public final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Accounts accounts;
    private final Notes journal;

    /// What came of a delivery to several.
    ///
    /// @param outcomes one a recipient, in their order
    /// @param answered to be run when the sender has its answer. Until then the same octets from it
    ///   are another try, and go to nobody twice; then they are an honest second copy
    public record Tried(List<Outcome> outcomes, Runnable answered) {}

    public Delivery(Accounts accounts, Notes journal) {
        this.accounts = accounts;
        this.journal = journal;
    }

    /// Says whether mail for `recipient` would be taken now, as far as can be known before the
    /// message has come.
    ///
    /// @param octets the message's size, 0 where it is not known
    /// @throws MailRefusal.NoSuchAccount where there is nobody any more
    /// @throws MailRefusal.OverQuota where it would not fit
    public void check(Recipient recipient, long octets) throws MailRefusal {
        accounts.open(recipient.account()).checkQuota(Math.max(octets, 1), 1);
    }

    /// Delivers the message to each recipient by itself, for a sender that hears of each and tries
    /// again for those who do not have it. When this returns, what is [Outcome.Delivered] is
    /// durable. An account gets one copy, also where several recipients are its own, named after
    /// the first of them.
    ///
    /// @return an outcome a recipient, in their order
    public List<Outcome> deliverToEach(
            Envelope envelope, Incoming message, List<Recipient> recipients) {
        var outcomes =
                atTheSameTime(
                        copies(recipients), it -> deliver(envelope, message, it, Optional.empty()));
        return inOrder(recipients, outcomes);
    }

    /// The same for a sender that hears of all together. Where some of several accounts have the
    /// message and others not, it is expected to try again for all of them with the same octets:
    /// those that have it do not get it twice; nor where the answer is lost.
    public Tried deliverToAll(Envelope envelope, Incoming message, List<Recipient> recipients) {
        var copies = copies(recipients);
        if (copies.size() == 1) {
            return new Tried(deliverToEach(envelope, message, recipients), () -> {});
        }
        Bytes once = nameOf(envelope, message);
        var outcomes =
                atTheSameTime(copies, it -> deliver(envelope, message, it, Optional.of(once)));
        boolean all = outcomes.values().stream().allMatch(Outcome.Delivered.class::isInstance);
        return new Tried(
                inOrder(recipients, outcomes),
                () -> forget(all ? copies.values() : List.of(), once));
    }

    /// The same for a message that goes to others as well, or may: to whom it could not be
    /// delivered gets it by way of `rest`, which takes the message over for them and all others.
    /// Where that fails, the sender is expected to try again, as above.
    ///
    /// @param recipients may be none
    /// @param rest is given the recipients who do not have it; durable when it returns
    /// @return to be run when the sender has its answer, as [Tried#answered]
    public Runnable deliverAndPass(
            Envelope envelope,
            Incoming message,
            List<Recipient> recipients,
            Consumer<List<Recipient>> rest) {
        Bytes once = nameOf(envelope, message);
        var copies = copies(recipients);
        var outcomes =
                atTheSameTime(copies, it -> deliver(envelope, message, it, Optional.of(once)));
        rest.accept(
                recipients.stream()
                        .filter(it -> !(outcomes.get(it.account()) instanceof Outcome.Delivered))
                        .toList());
        copies.values().removeIf(it -> !(outcomes.get(it.account()) instanceof Outcome.Delivered));
        return () -> forget(copies.values(), once);
    }

    /// A message's octets as they go on from here.
    public Octets relayed(Envelope envelope, Incoming message) {
        var header =
                new BytesBuilder()
                        .append(TraceFields.ofRelayed(envelope, message.receivedAt()))
                        .append(message.header())
                        .build();
        return new Octets(header, message.contentBody(), message.contentSize());
    }

    private static Map<Long, Recipient> copies(Collection<Recipient> recipients) {
        var copies = new LinkedHashMap<Long, Recipient>();
        recipients.forEach(recipient -> copies.putIfAbsent(recipient.account(), recipient));
        return copies;
    }

    private static List<Outcome> inOrder(List<Recipient> recipients, Map<Long, Outcome> outcomes) {
        return recipients.stream().map(it -> outcomes.get(it.account())).toList();
    }

    /// Where nobody has logged in, the log's account is the recipient's.
    private Outcome deliver(
            Envelope envelope, Incoming message, Recipient recipient, Optional<Bytes> once) {
        if (MDC.get("account") != null) {
            return deliverTo(envelope, message, recipient, once);
        }
        try (var _ = MDC.putCloseable("account", recipient.address().toString())) {
            return deliverTo(envelope, message, recipient, once);
        }
    }

    private Outcome deliverTo(
            Envelope envelope, Incoming message, Recipient recipient, Optional<Bytes> once) {
        try {
            Account account = accounts.open(recipient.account());
            Bytes trace = TraceFields.of(envelope, recipient.address(), message.receivedAt());
            var appended = account.deliver(message, trace, mailbox(account), once);
            LOG.info(
                    "{} from {} ({} octets) to {}: {}",
                    envelope.id(),
                    envelope.reversePath(),
                    message.size(),
                    recipient.address(),
                    appended.isPresent() ? "delivered" : "was there already");
            note(envelope, recipient, account);
            return new Outcome.Delivered();
        } catch (MailRefusal refusal) {
            LOG.info("{} to {}: {}", envelope.id(), recipient.address(), refusal.getMessage());
            return new Outcome.Refused(refusal);
        } catch (RuntimeException failure) {
            LOG.error("{} to {}: not stored", envelope.id(), recipient.address(), failure);
            return new Outcome.Failed();
        }
    }

    private void note(Envelope envelope, Recipient recipient, Account account) {
        journal.note(
                Event.of(Kind.DELIVERED, envelope.id())
                        .from(envelope.reversePath())
                        .to(List.of(recipient.address().toString()))
                        .saying(MailboxName.INBOX + " of " + account.address()));
    }

    /// Where mail goes that nobody has rules for; `ann+list@` too.
    private static int mailbox(Account account) throws MailRefusal {
        return account.state().mailbox(MailboxName.INBOX).id();
    }

    private void forget(Collection<Recipient> recipients, Bytes once) {
        var _ = atTheSameTime(copies(recipients), it -> forget(it, once));
    }

    /// Where it fails, the name goes by itself after some days. Until then the account takes the
    /// same octets from the same sender for what it has already; to have the sender try again would
    /// give a second copy to those who have forgotten.
    private boolean forget(Recipient recipient, Bytes once) {
        try {
            accounts.open(recipient.account()).forgetDelivery(once);
            return true;
        } catch (MailRefusal | RuntimeException failure) {
            LOG.warn("account {}: delivery not forgotten", recipient.account(), failure);
            return false;
        }
    }

    /// One thread a recipient, so that their commits share a sync.
    private static <T> Map<Long, T> atTheSameTime(
            Map<Long, Recipient> copies, Function<Recipient, T> task) {
        if (copies.size() == 1) {
            return Map.of(
                    copies.keySet().iterator().next(),
                    task.apply(copies.values().iterator().next()));
        }
        var context = Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
        var running = new ArrayList<Map.Entry<Long, Future<T>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            copies.forEach((account, recipient) -> {
                var future =
                        threads.submit(() -> {
                            MDC.setContextMap(context);
                            return task.apply(recipient);
                        });
                running.add(Map.entry(account, future));
            });
        }
        var results = new LinkedHashMap<Long, T>();
        running.forEach(it -> results.put(it.getKey(), result(it.getValue())));
        return results;
    }

    private static <T> T result(Future<T> done) {
        try {
            return done.get();
        } catch (ExecutionException | InterruptedException impossible) {
            throw new IllegalStateException(impossible); // it is done, and catches what it throws
        }
    }

    /// SHA-256 of reverse-path and octets as received.
    private static Bytes nameOf(Envelope envelope, Incoming message) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(Bytes.utf8(envelope.reversePath()).buffer());
            digest.update(message.hash().buffer());
            return Bytes.wrap(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every JDK has it
        }
    }
}
