package posthouse.imap;

import java.util.concurrent.Semaphore;

/// The memory in which all sessions together sort and thread messages. Who comes when there is not
/// enough left waits; so no mailbox, however large, takes the memory that the others need.
final class SortingRoom {
    /// Half of the heap.
    static final SortingRoom HEAP = new SortingRoom(Runtime.getRuntime().maxMemory() / 2);

    private static final int UNIT = 1024;

    /// Units that are taken at once for texts, whose length nobody knows beforehand.
    private static final int TEXT_UNITS = 256;

    /// Octets of a string besides its characters.
    private static final int TEXT_OCTETS = 40;

    private final int units;
    private final Semaphore free;

    SortingRoom(long octets) {
        units = (int) Math.min(octets / UNIT, Integer.MAX_VALUE);
        free = new Semaphore(units);
    }

    /// @param each octets that are kept of a message, but for texts
    /// @throws Refused if all there is would not do
    Place enter(int messages, int each) throws Refused {
        long needed = (long) messages * each / UNIT + 1;
        if (needed > units) {
            throw tooMany(messages);
        }
        free.acquireUninterruptibly((int) needed);
        return new Place(messages, (int) needed);
    }

    private static Refused tooMany(int messages) {
        return new Refused(
                "LIMIT",
                "there is not enough memory to sort %d messages: search for fewer of them"
                        .formatted(messages));
    }

    /// What one command has, until closed.
    final class Place implements AutoCloseable {
        private final int messages;
        private int taken;
        private long textsLeft;

        private Place(int messages, int taken) {
            this.messages = messages;
            this.taken = taken;
        }

        /// Makes room for a text. Does not wait, since others may wait for what this one has.
        void keep(String text) throws Refused {
            textsLeft -= text.isEmpty() ? 0 : TEXT_OCTETS + text.length();
            while (textsLeft < 0) {
                if (!free.tryAcquire(TEXT_UNITS)) {
                    throw tooMany(messages);
                }
                taken += TEXT_UNITS;
                textsLeft += TEXT_UNITS * (long) UNIT;
            }
        }

        @Override
        public void close() {
            free.release(taken);
            taken = 0;
        }
    }
}
