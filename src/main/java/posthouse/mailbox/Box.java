package posthouse.mailbox;

import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// A mailbox in a [Snapshot]: its row `m/<mailbox>`, and of its pages what is in memory.
///
/// The row: format 1; flags (1 octet: 1 subscribed); role (1 octet: 0 for none, 1 INBOX, 2 DRAFTS,
/// 3 SENT, 4 JUNK, 5 TRASH, 6 ARCHIVE); parent (varint, 0 at the top; of a deleted mailbox the one
/// that took its place, 0 for none); name of the last level (text), of a deleted mailbox the whole
/// path; varints for UIDVALIDITY, UIDNEXT, HIGHESTMODSEQ, messages, unseen, deleted, bytes, the
/// first UID that was \Recent when the row was written, seconds since it was deleted (0: it is
/// not), the UID up to which a large copy has written pages (0: there is none); the keyword table
/// as a varint count and texts.
///
/// @param parent number of the mailbox one level up, 0 at the top; of a deleted mailbox the one
///   that took its place, to which belong the rows that still name this one as their parent
/// @param preparedTo UIDs from UIDNEXT to before this one are written and invisible (DESIGN rule 9)
/// @param spine all pages, where the mailbox has been loaded
/// @param tail the page of the last UID, where it is known
record Box(
        MailboxState state,
        int parent,
        long deletedSince,
        long preparedTo,
        @Nullable Spine spine,
        @Nullable Page tail) {
    private static final int FORMAT = 1;
    private static final int SUBSCRIBED = 1;

    static Box empty(
            int id,
            MailboxName name,
            Optional<Role> role,
            int parent,
            long uidValidity,
            long modSeq) {
        var state =
                new MailboxState(
                        id,
                        name,
                        role,
                        uidValidity,
                        1,
                        modSeq,
                        0,
                        0,
                        0,
                        0,
                        java.util.List.of(),
                        false);
        return new Box(state, parent, 0, 0, Spine.EMPTY, null);
    }

    int id() {
        return state.id();
    }

    boolean deleted() {
        return deletedSince != 0;
    }

    /// Whether nothing at all has happened to the mailbox in between: a comparison of references.
    @SuppressWarnings("ReferenceEquality")
    boolean isSame(Box other) {
        return this == other;
    }

    Box with(MailboxState now) {
        return new Box(now, parent, deletedSince, preparedTo, spine, tail);
    }

    Box pages(@Nullable Spine loaded, @Nullable Page last) {
        return new Box(state, parent, deletedSince, preparedTo, loaded, last);
    }

    Box prepared(long to) {
        return new Box(state, parent, deletedSince, to, spine, tail);
    }

    Box moved(MailboxName name, int newParent) {
        return new Box(States.named(state, name), newParent, deletedSince, preparedTo, spine, tail);
    }

    /// @param successor what took its place; 0: nothing
    Box deleted(long seconds, int successor) {
        return new Box(state, successor, seconds, preparedTo, null, null);
    }

    Box succeededBy(int successor) {
        return new Box(state, successor, deletedSince, preparedTo, null, null);
    }

    /// @param recentFrom the first UID that no session has been told of
    Bytes encode(long recentFrom) {
        var out =
                new BytesBuilder(128)
                        .octet(FORMAT)
                        .octet(state.subscribed() ? SUBSCRIBED : 0)
                        .octet(state.role().map(Box::number).orElse(0))
                        .varint(parent)
                        .text(deleted() ? state.name().name() : state.name().lastLevel())
                        .varint(state.uidValidity())
                        .varint(state.uidNext())
                        .varint(state.highestModSeq())
                        .varint(state.messages())
                        .varint(state.unseen())
                        .varint(state.deleted())
                        .varint(state.bytes())
                        .varint(recentFrom)
                        .varint(deletedSince)
                        .varint(preparedTo)
                        .varint(state.keywords().size());
        state.keywords().forEach(out::text);
        return out.build();
    }

    /// A decoded row: the box still has the last level as its name.
    record Row(Box box, long recentFrom) {}

    static Row decode(int id, Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        int bits = in.octet();
        Optional<Role> role = role(in.octet());
        int parent = in.smallVarint();
        var name = new MailboxName(in.text());
        long uidValidity = in.varint();
        long uidNext = in.varint();
        long highestModSeq = in.varint();
        int messages = in.smallVarint();
        int unseen = in.smallVarint();
        int deleted = in.smallVarint();
        long bytes = in.varint();
        long recentFrom = in.varint();
        long deletedSince = in.varint();
        long preparedTo = in.varint();
        int count = in.smallVarint();
        var keywords = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            keywords.add(in.text());
        }
        Format.checkEnd(in);
        var state =
                new MailboxState(
                        id,
                        name,
                        role,
                        uidValidity,
                        uidNext,
                        highestModSeq,
                        messages,
                        unseen,
                        deleted,
                        bytes,
                        java.util.List.copyOf(keywords),
                        (bits & SUBSCRIBED) != 0);
        Spine spine = messages == 0 ? Spine.EMPTY : null;
        return new Row(new Box(state, parent, deletedSince, preparedTo, spine, null), recentFrom);
    }

    private static int number(Role role) {
        return switch (role) {
            case INBOX -> 1;
            case DRAFTS -> 2;
            case SENT -> 3;
            case JUNK -> 4;
            case TRASH -> 5;
            case ARCHIVE -> 6;
        };
    }

    private static Optional<Role> role(int number) {
        for (Role role : Role.values()) {
            if (number(role) == number) {
                return Optional.of(role);
            }
        }
        if (number != 0) {
            throw new BytesReader.Malformed("no role " + number);
        }
        return Optional.empty();
    }
}
