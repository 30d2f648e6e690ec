package posthouse.mailbox;

import java.util.List;

/// Puts what was taken out of a mailbox into the grace area (DESIGN rule 12), outside quota.
final class Grace {
    private Grace() {}

    /// @param gone in order of UIDs, all of one mailbox
    static void put(Draft draft, MailboxState mailbox, List<Placement> gone) {
        int part = 0;
        for (int from = 0; from < gone.size(); from += GraceRow.PLACEMENTS_MAX) {
            int to = Math.min(gone.size(), from + GraceRow.PLACEMENTS_MAX);
            var row =
                    new GraceRow(
                            mailbox.id(), mailbox.keywords(), gone.subList(from, to), List.of());
            var key = Keys.grace(draft.seconds(), draft.modSeq(), part++);
            while (draft.row(key).isPresent()) {
                key = Keys.grace(draft.seconds(), draft.modSeq(), part++);
            }
            draft.put(key, row.encode());
        }
        long bytes = gone.stream().mapToLong(Placement::size).sum();
        draft.put(draft.header().inGrace(bytes, gone.size()));
        gone.forEach(placement -> note(draft, mailbox.id(), placement));
    }

    /// Notes where the message has others, and in the log when its last placement went.
    private static void note(Draft draft, int mailbox, Placement placement) {
        if (!isShared(placement)) {
            draft.log().gone(placement.messageId());
            return;
        }
        var others = Sharing.of(draft, placement.messageId());
        if (others.isEmpty()) {
            draft.log().gone(placement.messageId());
            return;
        }
        Others now =
                others.get()
                        .replacing(
                                mailbox,
                                placement.uid(),
                                where -> new Others.Where(where.mailbox(), where.uid(), true));
        Sharing.put(draft, placement.messageId(), now);
        if (now.places().stream().allMatch(where -> where.grace() || isDeleted(draft, where))) {
            draft.log().gone(placement.messageId());
        }
    }

    private static boolean isDeleted(Draft draft, Others.Where where) {
        Box box = draft.anyBox(where.mailbox());
        return box == null || box.deleted();
    }

    private static boolean isShared(Placement placement) {
        return (placement.bits() & Placement.HAS_OTHERS) != 0;
    }
}
