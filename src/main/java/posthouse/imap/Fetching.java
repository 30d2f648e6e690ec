package posthouse.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import posthouse.bytes.Bytes;
import posthouse.imap.FetchItem.Binary;
import posthouse.imap.FetchItem.Body;
import posthouse.imap.FetchItem.Partial;
import posthouse.mailbox.Account;
import posthouse.mailbox.FlagChange;
import posthouse.mailbox.Flags;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Placement;
import posthouse.mailbox.UidSet;
import posthouse.mime.Preview;

/// FETCH and UID FETCH (RFC 3501 §6.4.5, RFC 9051 §6.4.5).
final class Fetching {
    private final Account account;
    private final Selected selected;
    private final ImapWriter writer;
    private boolean unknownEncoding;

    Fetching(Account account, Selected selected, ImapWriter writer) {
        this.account = account;
        this.selected = selected;
        this.writer = writer;
    }

    /// @throws Refused at the end, where a part is in an encoding that is not known (RFC 3516
    ///   §4.3): the other messages were told
    void run(ImapCommand.Fetch command) throws IOException, SyntaxError, MailRefusal, Refused {
        var numbers = selected.numbers(command.messages(), command.uid());
        var items = asked(command);
        if (items.contains(MOD_SEQ)) {
            selected.turnCondstoreOn(writer);
        }
        if (command.modifiers().partial().isPresent()) {
            numbers = command.modifiers().partial().get().of(numbers);
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
        if (unknownEncoding) {
            throw new Refused("UNKNOWN-CTE", "a part is in an encoding that is not known");
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
        return !selected.readOnly() && items.stream().anyMatch(FetchItem::setsSeen);
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
        var parts = new Sections(() -> account.message(placement.messageId()));
        if (asksForUnknown(items, parts)) {
            unknownEncoding = true;
            return;
        }
        out.begin(number);
        boolean flagsTold = false;
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
                case FetchItem.SaveDate _ -> out.saveDate(placement.saveDate());
                case FetchItem.Preview _ ->
                        out.preview(Preview.of(parts.structure().message(), parts::open));
                case FetchItem.EmailId _ -> out.emailId(placement);
                case FetchItem.ThreadId _ -> out.threadId(placement);
                case FetchItem.Envelope _ -> out.envelope(parts.message().envelope());
                case FetchItem.Structure(boolean extensible) ->
                        out.structure(extensible, parts.structure());
                case Body body -> body(out, body, parts);
                case Binary binary -> binary(out, binary, parts);
                case FetchItem.BinarySize(var part) ->
                        out.binarySize(part, parts.decodedSize(part));
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
        var enabled = selected.enabled();
        boolean uid = enabled.condstore() || enabled.imap4rev2();
        if (uid && !items.contains(new FetchItem.Uid())) {
            out.uid(placement.uid());
        }
        if (enabled.condstore() && !items.contains(MOD_SEQ)) {
            out.modSeq(placement.modSeq());
        }
    }

    /// Seen before anything is told of a message, since behind a begun answer there is no NO.
    private static boolean asksForUnknown(List<FetchItem> items, Sections parts) {
        for (FetchItem item : items) {
            boolean unknown =
                    switch (item) {
                        case Binary binary -> !parts.isDecodable(binary.part());
                        case FetchItem.BinarySize(var part) -> !parts.isDecodable(part);
                        case FetchItem.Uid _,
                                FetchItem.Flags _,
                                FetchItem.ModSeq _,
                                FetchItem.InternalDate _,
                                FetchItem.Size _,
                                FetchItem.EmailId _,
                                FetchItem.SaveDate _,
                                FetchItem.Preview _,
                                FetchItem.ThreadId _,
                                FetchItem.Envelope _,
                                FetchItem.Structure _,
                                Body _ ->
                                false;
                    };
            if (unknown) {
                return true;
            }
        }
        return false;
    }

    private void flags(FetchWriter out, Placement placement) {
        out.flags(placement.flags(), selected.isRecent(placement.uid()));
    }

    private static void body(FetchWriter out, Body body, Sections parts) throws IOException {
        Optional<Long> origin = body.partial().map(Partial::origin);
        switch (parts.find(body.section())) {
            case Sections.None _ -> out.nil(body.name(), origin);
            case Sections.Made(Bytes octets) -> {
                long from = from(body.partial(), octets.length());
                long count = count(body.partial(), octets.length());
                Bytes asked = octets.slice((int) from, (int) (from + count));
                out.octets(body.name(), origin, asked);
            }
            case Sections.Stored(long start, long length) -> {
                long from = from(body.partial(), length);
                long count = count(body.partial(), length);
                out.octets(body.name(), origin, count, parts.open(start + from, count));
            }
        }
    }

    private static void binary(FetchWriter out, Binary binary, Sections parts) throws IOException {
        String name = FetchWriter.binaryName("BINARY", binary.part());
        Optional<Long> origin = binary.partial().map(Partial::origin);
        Optional<Sections.Decoded> whole = parts.decoded(binary.part());
        if (whole.isEmpty()) {
            out.nil(name, origin);
            return;
        }
        long from = binary.partial().map(Partial::origin).orElse(0L);
        long most = binary.partial().map(Partial::length).orElse(Long.MAX_VALUE);
        Extent extent = Extent.measure(whole.get().open(), from, most);
        InputStream again = whole.get().open();
        var _ = Extent.skip(again, from);
        out.binary(name, origin, extent, again);
    }

    /// Where in so many octets a partial begins.
    private static long from(Optional<Partial> partial, long length) {
        return partial.map(it -> Math.min(it.origin(), length)).orElse(0L);
    }

    /// How many of so many octets are asked for.
    private static long count(Optional<Partial> partial, long length) {
        return partial.map(it -> Math.min(it.length(), length - from(partial, length)))
                .orElse(length);
    }
}
