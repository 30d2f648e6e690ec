package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.imap.FetchItem.Body;
import posthouse.imap.FetchItem.Partial;
import posthouse.imap.FetchItem.Text;
import posthouse.mailbox.Account;
import posthouse.mailbox.FlagChange;
import posthouse.mailbox.Flags;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Message;
import posthouse.mailbox.Placement;
import posthouse.mailbox.UidSet;
import posthouse.mime.Headers;

/// FETCH and UID FETCH (RFC 3501 §6.4.5).
final class Fetching {
    private final Account account;
    private final Selected selected;
    private final ImapWriter writer;

    Fetching(Account account, Selected selected, ImapWriter writer) {
        this.account = account;
        this.selected = selected;
        this.writer = writer;
    }

    void run(ImapCommand.Fetch command) throws IOException, SyntaxError, MailRefusal, Refused {
        for (FetchItem item : command.items()) {
            checkServed(item);
        }
        var numbers = selected.numbers(command.messages(), command.uid());
        var items = asked(command);
        if (items.contains(MOD_SEQ)) {
            selected.turnCondstoreOn(writer);
        }
        var since = command.modifiers().changedSince();
        if (since.isPresent()) {
            if (command.modifiers().vanished()) {
                vanished(command.messages(), since.getAsLong());
            }
            numbers = changedSince(numbers, since.getAsLong());
        }
        UidSet seen = setsSeen(items) ? markSeen(numbers) : UidSet.EMPTY;
        var out = writer.fetch(selected.view().mailbox());
        for (UidSet.Range range : numbers) {
            selected.view()
                    .forEach(
                            (int) range.first(),
                            (int) range.last(),
                            (number, placement) -> whole(out, number, placement, items, seen));
        }
        out.done();
    }

    /// What needs a look into the message's structure.
    private static void checkServed(FetchItem item) throws Refused {
        boolean later =
                switch (item) {
                    case FetchItem.Envelope _, FetchItem.Structure _ -> true;
                    case Body body -> !body.section().part().isEmpty();
                    case FetchItem.Uid _,
                            FetchItem.Flags _,
                            FetchItem.ModSeq _,
                            FetchItem.InternalDate _,
                            FetchItem.Size _ ->
                            false;
                };
        if (later) {
            throw new Refused(
                    "CANNOT",
                    "ENVELOPE, BODY, BODYSTRUCTURE and parts of messages come with a later"
                            + " version");
        }
    }

    private static final FetchItem MOD_SEQ = new FetchItem.ModSeq();

    /// CHANGEDSINCE asks for the mod-sequence as well (RFC 7162 §3.1.4.1).
    private static List<FetchItem> asked(ImapCommand.Fetch command) {
        var items = command.uid() ? withUid(command.items()) : command.items();
        if (command.modifiers().changedSince().isEmpty() || items.contains(MOD_SEQ)) {
            return items;
        }
        var more = new ArrayList<>(items);
        more.add(MOD_SEQ);
        return more;
    }

    /// RFC 7162 §3.2.6: before any FETCH response.
    private void vanished(SequenceSet uids, long modSeq) throws IOException, SyntaxError {
        if (!selected.enabled().qresync()) {
            throw new SyntaxError("VANISHED needs ENABLE QRESYNC");
        }
        var view = selected.view();
        long last = Math.max(selected.lastUid(), view.mailbox().uidNext() - 1);
        writer.vanished(view.vanished(modSeq, uids.resolve(last)), true);
    }

    /// Those of the numbers whose messages have a higher mod-sequence.
    private List<UidSet.Range> changedSince(List<UidSet.Range> numbers, long modSeq)
            throws IOException {
        var changed = new UidSet.Builder();
        for (UidSet.Range range : numbers) {
            selected.view()
                    .forEach(
                            (int) range.first(),
                            (int) range.last(),
                            (number, placement) -> {
                                if (placement.modSeq() > modSeq) {
                                    changed.add(number);
                                }
                            });
        }
        return changed.build().ranges();
    }

    /// A UID FETCH tells the UID, asked or not (§6.4.8).
    private static List<FetchItem> withUid(List<FetchItem> items) {
        var uid = new FetchItem.Uid();
        if (items.contains(uid)) {
            return items;
        }
        var more = new ArrayList<FetchItem>();
        more.add(uid);
        more.addAll(items);
        return more;
    }

    private boolean setsSeen(List<FetchItem> items) {
        return !selected.readOnly()
                && items.stream().anyMatch(item -> item instanceof Body body && !body.peek());
    }

    /// Sets \Seen where it is not set, in one change, before anything is told of it (§6.4.5).
    ///
    /// @return the UIDs that had it not
    private UidSet markSeen(List<UidSet.Range> numbers) throws IOException, MailRefusal {
        var unseen = new UidSet.Builder();
        for (UidSet.Range range : numbers) {
            selected.view()
                    .forEach(
                            (int) range.first(),
                            (int) range.last(),
                            (_, placement) -> {
                                if (!placement.flags().has(Flags.SEEN)) {
                                    unseen.add(placement.uid());
                                }
                            });
        }
        UidSet uids = unseen.build();
        if (!uids.isEmpty()) {
            var seen = FlagChange.add(Flags.SEEN);
            var stored = account.store(selected.id(), uids, seen, OptionalLong.empty());
            selected.view().known(stored.changed(), seen);
            selected.report(writer, false, false);
        }
        return uids;
    }

    /// @throws IOException also where a part cannot be read when another has left already
    private void whole(
            FetchWriter out, int number, Placement placement, List<FetchItem> items, UidSet seen)
            throws IOException {
        try {
            one(out, number, placement, items, seen);
        } catch (RuntimeException failure) {
            if (out.isHalfSent()) {
                throw new IOException("an answer ended in its middle", failure);
            }
            throw failure;
        }
    }

    private void one(
            FetchWriter out, int number, Placement placement, List<FetchItem> items, UidSet seen)
            throws IOException {
        out.begin(number);
        boolean flagsTold = false;
        Optional<Message> message = Optional.empty();
        for (FetchItem item : items) {
            switch (item) {
                case FetchItem.Uid _ -> out.uid(placement.uid());
                case FetchItem.Flags _ -> {
                    flags(out, placement);
                    flagsTold = true;
                }
                case FetchItem.ModSeq _ -> out.modSeq(placement.modSeq());
                case FetchItem.InternalDate _ -> out.internalDate(placement.internalDate());
                case FetchItem.Size _ -> out.size(placement.size());
                case Body body -> {
                    if (message.isEmpty()) {
                        message = Optional.of(account.message(placement.messageId()));
                    }
                    body(out, body, message.get());
                }
                case FetchItem.Envelope _, FetchItem.Structure _ ->
                        throw new AssertionError("refused before");
            }
        }
        if (seen.contains(placement.uid())) {
            tellSeen(out, placement, items, flagsTold);
        }
        out.end();
    }

    /// What FETCH itself has changed is told as if it were by another (RFC 7162 §3.2.4).
    private void tellSeen(
            FetchWriter out, Placement placement, List<FetchItem> items, boolean flagsTold) {
        if (!flagsTold) {
            flags(out, placement);
        }
        if (selected.enabled().condstore()) {
            if (!items.contains(new FetchItem.Uid())) {
                out.uid(placement.uid());
            }
            if (!items.contains(MOD_SEQ)) {
                out.modSeq(placement.modSeq());
            }
        }
    }

    private void flags(FetchWriter out, Placement placement) {
        out.flags(placement.flags(), selected.view().recent(placement.uid()));
    }

    private static void body(FetchWriter out, Body body, Message message) throws IOException {
        long headerSize = message.headerSize();
        switch (body.section().text()) {
            case Text.All _ -> stream(out, body, message, 0, message.size());
            case Text.Header _ -> memory(out, body, message.header());
            case Text.HeaderFields fields -> memory(out, body, fields(fields, message.header()));
            case Text.Body _ -> stream(out, body, message, headerSize, message.size() - headerSize);
            case Text.Mime _ -> throw new AssertionError("refused before");
        }
    }

    /// The fields that were asked for, and the empty line where the message has one.
    private static Bytes fields(Text.HeaderFields wanted, Bytes section) {
        var headers = Headers.parse(section);
        var octets = new BytesBuilder(512);
        octets.append(
                headers.octets(
                        field -> wanted.names().stream().anyMatch(field::is) != wanted.others()));
        int length = headers.fields().stream().mapToInt(field -> field.raw().length()).sum();
        return octets.append(section.slice(length)).build();
    }

    private static void memory(FetchWriter out, Body body, Bytes octets) {
        if (body.partial().isEmpty()) {
            out.octets(body.name(), Optional.empty(), octets);
            return;
        }
        Partial partial = body.partial().get();
        int from = (int) Math.min(partial.origin(), octets.length());
        int to = (int) Math.min(from + partial.length(), octets.length());
        out.octets(body.name(), Optional.of(partial.origin()), octets.slice(from, to));
    }

    private static void stream(FetchWriter out, Body body, Message message, long start, long length)
            throws IOException {
        if (body.partial().isEmpty()) {
            out.octets(body.name(), Optional.empty(), length, message.open(start, length));
            return;
        }
        Partial partial = body.partial().get();
        long from = Math.min(partial.origin(), length);
        long count = Math.min(partial.length(), length - from);
        out.octets(
                body.name(),
                Optional.of(partial.origin()),
                count,
                message.open(start + from, count));
    }
}
