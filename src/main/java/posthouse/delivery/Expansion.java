package posthouse.delivery;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.address.Address;
import posthouse.bytes.Base32Hex;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.mailbox.AddressEntry;
import posthouse.mailbox.Destination;
import posthouse.mailbox.Destination.Onward;
import posthouse.mailbox.Directory;
import posthouse.mailbox.Incoming;
import posthouse.mailbox.Recipient;
import posthouse.mime.Headers;
import posthouse.queue.Mail;
import posthouse.queue.Octets;
import posthouse.queue.Outbox;
import posthouse.queue.To;
import posthouse.smtp.Notify;
import posthouse.smtp.Path;
import posthouse.smtp.Xtext;

/// Passes a message on to all for whom an address stands (RFC 5321 §3.9): one message in the queue
/// for the accounts here, and one for each who has it sent on to other servers. They have ids that
/// follow from that of the message, so doing it again makes no others.
///
/// What is sent on begins with `Delivered-To` and the address whose owner wants it. A message that
/// has that field already has gone round, and is not sent on by that address again.
public final class Expansion {
    private static final Logger LOG = LoggerFactory.getLogger(Expansion.class);

    /// Begins the last part of the id of a message whose recipients are accounts' own addresses.
    private static final String FOR_ACCOUNTS = ".x";

    private static final String SENT_ON = ".o";
    private static final Optional<Address> NOBODY = Optional.empty();

    private final Directory directory;
    private final Srs srs;
    private final Outbox outbox;

    public Expansion(Directory directory, Srs srs, Outbox outbox) {
        this.directory = directory;
        this.srs = srs;
        this.outbox = outbox;
    }

    /// Who gets a message of those for whom an address stands.
    ///
    /// @param accounts an address of each, which it has alone
    private record Rest(Set<Address> accounts, List<Onward> onward) {
        boolean isEmpty() {
            return accounts.isEmpty() && onward.isEmpty();
        }
    }

    /// Whether a message for `destination` has come back, and there is no mailbox to keep it.
    public static boolean hasGoneRound(
            Directory directory, Destination destination, Headers headers) {
        return rest(directory, destination, headers).isEmpty();
    }

    private static Rest rest(Directory directory, Destination destination, Headers headers) {
        var passed =
                headers.all("Delivered-To").stream()
                        .flatMap(it -> Address.parse(it.value().strip()).stream())
                        .map(Address::key)
                        .collect(Collectors.toSet());
        var accounts = new LinkedHashSet<Address>();
        for (Recipient to : destination.accounts()) {
            accounts.add(ownAddress(directory, to));
        }
        var onward = new ArrayList<Onward>();
        for (Onward to : destination.onward()) {
            if (!passed.contains(to.by().key())) {
                onward.add(to);
            } else if (directory.entry(to.by()).orElse(null) instanceof AddressEntry.Own own) {
                accounts.add(own.address());
            }
        }
        return new Rest(accounts, onward);
    }

    private static Address ownAddress(Directory directory, Recipient recipient) {
        return directory
                .find(recipient.address())
                .filter(it -> it.account() == recipient.account())
                .map(Recipient::address)
                .or(() -> directory.ownAddress(recipient.account()))
                .orElse(recipient.address());
    }

    /// Whether the recipients of a message are accounts' own addresses, from which it goes no
    /// further.
    static boolean isForAccounts(Mail mail) {
        return partForAccounts(mail.id()) >= 0;
    }

    /// By which an account knows whether it has the message already: the same for all that is made
    /// of one for accounts here.
    static Bytes once(Mail mail) {
        int part = partForAccounts(mail.id());
        return Bytes.utf8(part < 0 ? mail.id() : mail.id().substring(0, part));
    }

    private static int partForAccounts(String id) {
        int dot = id.lastIndexOf('.');
        return dot >= 0 && id.startsWith(FOR_ACCOUNTS, dot) ? dot : -1;
    }

    /// What was made of a message.
    ///
    /// @param count for how many it is; 0 where it has gone round and nobody here keeps it
    /// @param list whether it has arrived with that, for its sender: all of it goes on from a
    ///   group's owner (RFC 3461 §5.2.7.1)
    record Passed(int count, boolean list) {}

    /// Gives the queue what is to be made of a message.
    ///
    /// @param asked the address of `to`, for which it stands
    /// @throws posthouse.store.StoreFailure if it could not be written; then it may be done again
    Passed pass(Mail mail, Incoming message, To to, Address asked, Destination destination) {
        Rest rest = rest(directory, destination, message.headers());
        int count = rest.accounts().size() + rest.onward().size();
        Optional<Address> owner = directory.owner(asked);
        boolean list =
                rest.onward().stream().allMatch(it -> it.owner().isPresent())
                        && (rest.accounts().isEmpty() || owner.isPresent());
        if (!rest.accounts().isEmpty()) {
            String id = mail.id() + FOR_ACCOUNTS + hash(asked.key());
            put(
                    mail(mail, id, sender(mail, owner), owner),
                    Bytes.EMPTY,
                    message,
                    tos(rest.accounts(), to, asked, owner, count));
        }
        var ways = new LinkedHashMap<Way, List<Address>>();
        for (Onward each : rest.onward()) {
            ways.computeIfAbsent(new Way(each.by(), each.owner()), _ -> new ArrayList<>())
                    .add(each.to());
        }
        ways.forEach((way, addresses) -> {
            String id = mail.id() + SENT_ON + hash(asked.key() + " " + way);
            put(
                    mail(mail, id, rewritten(sender(mail, way.owner()), way.by()), way.owner()),
                    Bytes.utf8("Delivered-To: " + way.by() + "\r\n"),
                    message,
                    tos(addresses, to, asked, way.owner(), count));
        });
        LOG.info("{} for {}: passed on to {}", mail.id(), asked, count);
        return new Passed(count, list);
    }

    /// Sends a bounce on to whoever it is for.
    void turnBack(Mail mail, Incoming message, Address sender) {
        put(
                mail(mail, mail.id() + SENT_ON + hash(sender.key()), mail.reversePath(), NOBODY),
                Bytes.EMPTY,
                message,
                List.of(new To(new Path.Mailbox(sender), Notify.NEVER, Optional.empty())));
    }

    /// What is sent on together.
    private record Way(Address by, Optional<Address> owner) {}

    /// A group's owner hears what the sender would (RFC 5321 §3.9.2).
    private static Path sender(Mail mail, Optional<Address> owner) {
        return mail.isNotice() || owner.isEmpty()
                ? mail.reversePath()
                : new Path.Mailbox(owner.get());
    }

    private Path rewritten(Path sender, Address by) {
        return sender instanceof Path.Mailbox(Address address)
                        && !directory.isLocal(address.domain())
                ? new Path.Mailbox(srs.rewrite(address, by.domain()).orElse(by))
                : sender;
    }

    private static Mail mail(Mail of, String id, Path sender, Optional<Address> owner) {
        return new Mail(
                id,
                sender,
                of.account(),
                of.envelopeId().filter(_ -> owner.isEmpty()),
                of.full().filter(_ -> owner.isEmpty()),
                of.smtpUtf8(),
                of.messageId(),
                of.arrived(),
                of.release());
    }

    /// What the sender wants to hear goes on (RFC 3461 §5.2.7), but that of success only where the
    /// message does not become several; a group's owner has not said anything.
    private static List<To> tos(
            Collection<Address> addresses,
            To to,
            Address asked,
            Optional<Address> owner,
            int count) {
        Notify said = to.wants();
        var wants =
                new Notify(said.said(), said.success() && count == 1, said.failure(), said.delay());
        var original =
                to.original()
                        .or(() ->
                                Optional.of(asked)
                                        .filter(it -> !it.needsUtf8())
                                        .map(it -> "rfc822;" + Xtext.encode(it.toString())));
        return addresses.stream()
                .map(Path.Mailbox::new)
                .map(path -> owner.isEmpty() ? new To(path, wants, original) : new To(path))
                .toList();
    }

    private void put(Mail mail, Bytes trace, Incoming message, List<To> to) {
        boolean needsUtf8 =
                needsUtf8(mail.reversePath()) || to.stream().anyMatch(it -> needsUtf8(it.path()));
        var header = new BytesBuilder().append(trace).append(message.header()).build();
        outbox.put(
                needsUtf8 ? mail.withSmtpUtf8() : mail,
                new Octets(header, message.contentBody(), message.contentSize()),
                to);
    }

    private static boolean needsUtf8(Path path) {
        return path instanceof Path.Mailbox(Address address) && address.needsUtf8();
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Bytes.utf8(text).toArray());
            return Base32Hex.ofLong(new BytesReader(Bytes.wrap(digest)).fixed64() >>> 1);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every JDK has it
        }
    }
}
