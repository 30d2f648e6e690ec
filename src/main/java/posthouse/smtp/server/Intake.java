package posthouse.smtp.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.address.Address;
import posthouse.delivery.Envelope;
import posthouse.delivery.Expansion;
import posthouse.delivery.Outcome;
import posthouse.mailbox.Incoming;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Recipient;
import posthouse.mime.Headers;
import posthouse.mime.MailDate;
import posthouse.smtp.Path;
import posthouse.smtp.SmtpReply;

/// Takes the message of one transaction, checks it, has it delivered and knows the answers: one, or
/// with LMTP one a recipient (RFC 2033 §4.2). A positive one is given only for what is durable.
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /// Characters of a Message-ID by which one can look for a message.
    private static final int MESSAGE_ID_CHARACTERS_MAX = 500;

    private final SmtpServices services;
    private final Transaction transaction;
    private final Envelope envelope;
    private final Minutes minutes;
    private final Role role;
    private Runnable answered = () -> {};

    Intake(SmtpServices services, Transaction transaction, Minutes minutes, Role role) {
        this.services = services;
        this.transaction = transaction;
        this.minutes = minutes;
        envelope = minutes.envelope();
        this.role = role;
    }

    /// Reads the message to its true end, whatever becomes of it.
    ///
    /// @throws IOException if the client is gone, or does something else instead
    List<SmtpReply> take(MessageStream stream) throws IOException {
        try (var message =
                services.accounts().receive(stream, services.settings().messageSizeMax().bytes())) {
            return answers(message);
        } catch (MailRefusal refusal) {
            return refused(stream, Replies.of(refusal));
        } catch (MessageStream.BareLineEnd _) {
            return refused(stream, Replies.BARE_LINE_END);
        } catch (RuntimeException failure) {
            LOG.error("{}: the message was not taken", transaction.id(), failure);
            return refused(stream, Replies.FAILED);
        }
    }

    private List<SmtpReply> refused(MessageStream stream, SmtpReply reply) throws IOException {
        stream.drain();
        return stream.isWhole() ? refused(reply) : List.of(reply);
    }

    private List<SmtpReply> refused(SmtpReply reply) {
        LOG.info(
                "{} from {}: {} {}",
                transaction.id(),
                envelope.reversePath(),
                reply.code(),
                reply.lines().getFirst());
        return copies(reply);
    }

    private List<SmtpReply> copies(SmtpReply reply) {
        return Collections.nCopies(role == Role.LMTP ? transaction.recipients().size() : 1, reply);
    }

    private List<SmtpReply> answers(Incoming message) throws MailRefusal {
        Optional<SmtpReply> refusal = refusal(message);
        minutes.received(messageId(message), message.size(), transaction.recipients());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        // First, so that a crash may count too much, but never too little.
        transaction.count();
        List<SmtpReply> replies = deliver(message);
        if (replies.stream().noneMatch(SmtpReply::positive)) {
            transaction.uncount();
        }
        return replies;
    }

    private List<SmtpReply> deliver(Incoming message) {
        if (transaction.leaves()) {
            return copies(pass(message));
        }
        var recipients = transaction.local();
        return role == Role.LMTP
                ? services.delivery().deliverToEach(envelope, message, recipients).stream()
                        .map(this::answer)
                        .toList()
                : List.of(answer(toAll(message, recipients)));
    }

    private List<Outcome> toAll(Incoming message, List<Recipient> recipients) {
        var tried = services.delivery().deliverToAll(envelope, message, recipients);
        answered = tried.answered();
        return tried.outcomes();
    }

    /// The client has the answers; to be called last.
    void answered() {
        answered.run();
    }

    /// Delivers to those here who need not wait, and gives the rest to the queue.
    private SmtpReply pass(Incoming message) {
        var now = transaction.atOnce();
        try {
            answered =
                    services.delivery()
                            .deliverAndPass(
                                    envelope, message, now, failed -> queue(message, now, failed));
            return Replies.queued(transaction.id());
        } catch (RuntimeException failure) {
            LOG.error("{}: the message was not queued", transaction.id(), failure);
            return Replies.FAILED;
        }
    }

    /// @param now to whom it was tried to deliver
    /// @param failed those of them who do not have it
    private void queue(Incoming message, List<Recipient> now, List<Recipient> failed) {
        var rest =
                transaction.recipients().stream()
                        .filter(it ->
                                it.here().isEmpty()
                                        || !now.contains(it.here().get())
                                        || failed.contains(it.here().get()))
                        .map(Transaction.Addressee::to)
                        .toList();
        if (!rest.isEmpty()) {
            services.outbox()
                    .put(mail(message), services.delivery().relayed(envelope, message), rest);
            LOG.info(
                    "{} from {} ({} octets): queued for {} recipients",
                    transaction.id(),
                    envelope.reversePath(),
                    message.size(),
                    rest.size());
        }
    }

    private posthouse.queue.Mail mail(Incoming message) {
        var asked = transaction.mail();
        return new posthouse.queue.Mail(
                transaction.id(),
                asked.from(),
                transaction.submitter().map(it -> it.session().login().account()).orElse(0L),
                asked.envelopeId(),
                asked.full(),
                asked.smtpUtf8() || needsUtf8(asked.from()) || anyNeedsUtf8(),
                messageId(message),
                message.receivedAt(),
                transaction.release().orElse(message.receivedAt()));
    }

    private boolean anyNeedsUtf8() {
        return transaction.recipients().stream().anyMatch(it -> needsUtf8(it.to().path()));
    }

    private static boolean needsUtf8(Path path) {
        return path instanceof Path.Mailbox(Address address) && address.needsUtf8();
    }

    private static String messageId(Incoming message) {
        var found = message.headers().all("Message-ID");
        String id = found.isEmpty() ? "" : found.getFirst().value().strip();
        return id.substring(0, Math.min(id.length(), MESSAGE_ID_CHARACTERS_MAX));
    }

    /// What is wrong with the message itself. What can be mended is.
    private Optional<SmtpReply> refusal(Incoming message) {
        var headers = message.headers();
        // RFC 5321 §6.3
        if (headers.all("Received").size() > services.settings().receivedMax()) {
            return Optional.of(Replies.LOOP);
        }
        if (hasGoneRound(headers)) {
            return Optional.of(Replies.GONE_ROUND);
        }
        if (role == Role.LOCAL) {
            mend(message, new SubmittedHeader(message.header()), localAuthor());
        }
        return transaction.submitter().flatMap(submitter -> mend(message, submitter));
    }

    /// Where there are more recipients, the queue finds it out for each.
    private boolean hasGoneRound(Headers headers) {
        return transaction.recipients().size() == 1
                && transaction
                        .recipients()
                        .getFirst()
                        .several()
                        .filter(it -> Expansion.hasGoneRound(services.directory(), it, headers))
                        .isPresent();
    }

    private Optional<SmtpReply> mend(Incoming message, Submitter submitter) {
        var header = new SubmittedHeader(message.header());
        try {
            if (!header.authors().stream().allMatch(submitter::owns)) {
                return Optional.of(Replies.FROM_NOT_YOURS);
            }
        } catch (SubmittedHeader.Unreadable _) {
            return Optional.of(Replies.FROM_NOT_YOURS);
        }
        mend(message, header, submitter.session().login().name());
        return Optional.empty();
    }

    private void mend(Incoming message, SubmittedHeader header, String from) {
        message.replaceHeader(
                header.completed(
                        from,
                        MailDate.format(message.receivedAt()),
                        "<" + transaction.id() + "@" + services.hostname() + ">"));
    }

    /// Who a program writes for that does not say so.
    private String localAuthor() {
        return transaction.mail().from() instanceof Path.Mailbox(Address address)
                ? address.toString()
                : "MAILER-DAEMON@" + services.hostname();
    }

    /// One answer for all recipients: yes only where all have the message (RFC 5321 §4.2.5). If
    /// some have it and some not, the sender must come again for all.
    private SmtpReply answer(List<Outcome> outcomes) {
        var different = new ArrayList<SmtpReply>();
        for (Outcome outcome : outcomes) {
            SmtpReply answer = answer(outcome);
            if (!different.contains(answer)) {
                different.add(answer);
            }
        }
        return different.size() == 1 ? different.getFirst() : Replies.FAILED;
    }

    private SmtpReply answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _ -> Replies.accepted(transaction.id());
            case Outcome.Refused(MailRefusal refusal) -> Replies.of(refusal);
            case Outcome.Failed _ -> Replies.FAILED;
        };
    }
}
