package posthouse.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.store.Bodies;
import posthouse.store.Row;
import posthouse.store.SideWrite;

/// Puts an incoming message into a mailbox of one account: by delivery or APPEND. Its header
/// section becomes a body of this account's own; its content is shared with the other recipients.
final class Adding implements AutoCloseable {
    static final int FORMAT = 1;

    private final long account;
    private final MailLimits limits;
    private final Bodies bodies;
    private final Incoming message;
    private final long id;
    private final long headerSize;
    private final long headerBody;

    Adding(long account, MailLimits limits, Bodies bodies, Incoming message, Bytes trace, long id) {
        this.account = account;
        this.limits = limits;
        this.bodies = bodies;
        this.message = message;
        this.id = id;
        Bytes header = trace.isEmpty() ? message.header() : trace.plus(message.header());
        headerSize = header.length();
        headerBody = header.isEmpty() ? 0 : put(header);
    }

    private long put(Bytes header) {
        try {
            return bodies.put(
                    new java.io.ByteArrayInputStream(header.toArray()), Incoming.FIRST_TAG);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // an array does not fail
        }
    }

    /// What is added to, and how.
    ///
    /// @param internalDate else: when the message was received
    /// @param once see [Account#deliver]
    record Order(
            int mailbox, FlagChange flags, Optional<Instant> internalDate, Optional<Bytes> once) {}

    /// The operation; empty where it was done before.
    Optional<Appended> apply(Draft draft, Order order) throws MailRefusal {
        Optional<Bytes> once = order.once().map(Keys::delivery);
        if (once.isPresent() && draft.row(once.get()).isPresent()) {
            return Optional.empty();
        }
        Box box = draft.box(order.mailbox());
        Quota.check(draft.header(), draft.settings(), size(), 1);
        var table = new KeywordTable(box.state(), limits);
        Keywords keywords = table.places(order.flags().keywords());
        if (table.hasGrown()) {
            draft.put(box.with(table.in(box.state())));
            draft.log().mailbox(box.id());
        }
        Placement placement = placement(draft, box, order, keywords);
        place(draft, box.id(), placement);
        link(draft);
        once.ifPresent(key ->
                draft.put(key, new BytesBuilder(8).octet(FORMAT).varint(draft.seconds()).build()));
        return Optional.of(new Appended(box.id(), box.state().uidValidity(), placement.uid(), id));
    }

    private long size() {
        return headerSize + message.contentSize();
    }

    private Placement placement(Draft draft, Box box, Order order, Keywords keywords)
            throws MailRefusal {
        long uid = box.state().uidNext();
        Uids.checkRoom(uid, 1);
        Instant received = order.internalDate().orElse(message.receivedAt());
        long thread = Threads.join(draft, Keys.threads(account), message.kin(), id);
        return new Placement(
                uid,
                new Flags(order.flags().system() & Flags.ALL_SYSTEM, keywords),
                draft.modSeq(),
                draft.modSeq(),
                received,
                Instant.ofEpochSecond(draft.seconds()),
                size(),
                id,
                thread,
                message.endsWithCrlf() ? 0 : Placement.LACKS_FINAL_CRLF);
    }

    private static void place(Draft draft, int mailbox, Placement placement)
            throws MailRefusal.NoSuchMailbox {
        int number = Page.numberOf(placement.uid());
        Page last = draft.page(mailbox, number);
        Page page =
                last == null
                        ? new Page.Builder(number, 1).add(placement).build()
                        : last.with(placement);
        draft.put(mailbox, page);
        var counts = new Counts().add(placement.flags(), placement.size());
        draft.count(mailbox, counts, placement.uid() + 1);
        draft.log().created(mailbox, placement.uid());
    }

    private void link(Draft draft) {
        var meta =
                new Meta(
                        headerBody,
                        message.contentBody(),
                        headerSize,
                        message.contentSize(),
                        message.hash(),
                        message.kin().messageId(),
                        message.kin().references(),
                        Meta.keptEnvelope(message.envelope()),
                        Meta.keptStructure(message.structure()));
        String tag = Keys.tag(account, id);
        draft.side(
                new SideWrite.PutRow(
                        Keys.meta(account, id), new Row(Keys.meta(id), meta.encode())));
        if (headerBody != 0) {
            draft.side(new SideWrite.LinkBody(headerBody, tag));
        }
        if (message.contentBody() != 0) {
            draft.side(new SideWrite.LinkBody(message.contentBody(), tag));
        }
    }

    /// Lets go of the header body, which lives on if the message was added.
    @Override
    public void close() {
        if (headerBody != 0) {
            bodies.unlink(headerBody, Incoming.FIRST_TAG);
        }
    }
}
