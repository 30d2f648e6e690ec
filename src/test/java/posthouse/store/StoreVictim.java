package posthouse.store;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import posthouse.bytes.Bytes;

/// A process that writes to a store until it is killed. Says on standard output what was
/// acknowledged: `<partition> <revision> <body>`, a line a commit.
final class StoreVictim {
    static final int WRITERS = 8;

    private StoreVictim() {}

    public static void main(String[] args) {
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
        Store store = RocksStore.open(Path.of(args[0]));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < WRITERS; n++) {
                Partition partition = partition(n);
                var _ = threads.submit(() -> write(store, partition, out));
            }
        }
    }

    static Partition partition(int writer) {
        return new Partition(Space.ACCOUNT, "w" + writer);
    }

    /// The content of the body that came with a revision.
    static byte[] content(Partition partition, long revision) {
        int size = revision % 20 == 0 ? 200_000 : 3_000;
        byte[] content = StoreContract.content(size, revision % 2 == 0);
        content[0] = (byte) revision;
        content[1] = (byte) partition.id().charAt(1);
        return content;
    }

    private static Void write(Store store, Partition partition, PrintStream out) throws Exception {
        for (long revision = store.read(partition).revision(); ; revision++) {
            var content = new ByteArrayInputStream(content(partition, revision + 1));
            long body = store.bodies().put(content, "~victim");
            Bytes value = Bytes.latin1("" + body);
            var changes =
                    List.<Change>of(
                            new Change.Put(Bytes.latin1("newest"), value),
                            new Change.Put(Bytes.latin1("r%06d".formatted(revision + 1)), value));
            var link = List.<SideWrite>of(new SideWrite.LinkBody(body, partition.toString()));
            store.commit(partition, revision, changes, link).await();
            out.println(partition.id() + " " + (revision + 1) + " " + body);
            store.bodies().unlink(body, "~victim");
        }
    }
}
