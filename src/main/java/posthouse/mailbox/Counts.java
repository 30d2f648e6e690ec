package posthouse.mailbox;

/// How a change moves a mailbox's counts.
final class Counts {
    int messages;
    int unseen;
    int deleted;
    long bytes;

    Counts add(Flags flags, long size) {
        return count(flags, size, 1);
    }

    Counts remove(Flags flags, long size) {
        return count(flags, size, -1);
    }

    void flags(Flags before, Flags after) {
        var _ = count(before, 0, -1).count(after, 0, 1);
    }

    private Counts count(Flags flags, long size, int by) {
        messages += by;
        unseen += flags.has(Flags.SEEN) ? 0 : by;
        deleted += flags.has(Flags.DELETED) ? by : 0;
        bytes += by * size;
        return this;
    }
}
