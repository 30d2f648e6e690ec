package posthouse.pop3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import posthouse.store.Bodies;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.MemoryStore;
import posthouse.store.Partition;
import posthouse.store.SideWrite;
import posthouse.store.StoreFailure;
import posthouse.store.StoreInFront;

/// A store in memory that can stop writing or reading.
final class FrailStore extends StoreInFront {
    private volatile boolean writes = true;
    private volatile boolean reads = true;
    private volatile int readable = Integer.MAX_VALUE;

    FrailStore() {
        super(new MemoryStore());
    }

    void stopWriting() {
        writes = false;
    }

    void stopReading() {
        reads = false;
    }

    /// From now on a body gives so many octets, and then fails.
    void breakOffAfter(int octets) {
        readable = octets;
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        check(writes);
        return super.commit(partition, expected, changes, side);
    }

    @Override
    public Bodies bodies() {
        var bodies = super.bodies();
        return new Bodies() {
            @Override
            public long put(InputStream content, String tag) throws IOException {
                check(writes);
                return bodies.put(content, tag);
            }

            @Override
            public InputStream open(long body, long offset, long length) {
                check(reads);
                return new BrokenOff(bodies.open(body, offset, length), readable);
            }

            @Override
            public void link(long body, String tag) {
                bodies.link(body, tag);
            }

            @Override
            public void unlink(long body, String tag) {
                bodies.unlink(body, tag);
            }

            @Override
            public List<String> tags(long body) {
                return bodies.tags(body);
            }
        };
    }

    private static void check(boolean works) {
        if (!works) {
            throw new StoreFailure("the disk is broken");
        }
    }

    /// The beginning of a stream, behind which the disk fails.
    private static final class BrokenOff extends FilterInputStream {
        private int left;

        BrokenOff(InputStream whole, int left) {
            super(whole);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            check(left > 0);
            left--;
            return super.read();
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            check(left > 0);
            int read = super.read(target, from, Math.min(count, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}
