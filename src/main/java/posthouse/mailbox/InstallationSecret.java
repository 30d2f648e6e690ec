package posthouse.mailbox;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.store.Change;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Space;
import posthouse.store.Store;

/// Random octets of this installation, made when they are first asked for and the same ever after:
/// a key for what we must know again as ours. In the partition `I/ids` the row `secret/<name>`:
/// format 1, octets to its end.
public final class InstallationSecret {
    private static final Partition PARTITION = new Partition(Space.IDS, "ids");
    private static final int FORMAT = 1;
    private static final int OCTETS = 32;

    private InstallationSecret() {}

    /// @param name what it is for: letters
    public static Bytes of(Store store, String name, SecureRandom random) {
        var key = Bytes.latin1("secret/" + name);
        while (true) {
            var view = store.read(PARTITION, Range.of(key));
            Optional<Bytes> found = view.value();
            if (found.isPresent()) {
                return Format.reading(PARTITION, key, () -> read(found.get()));
            }
            byte[] octets = new byte[OCTETS];
            random.nextBytes(octets);
            Bytes row = new BytesBuilder(33).octet(FORMAT).append(Bytes.wrap(octets)).build();
            try {
                store.commit(
                                PARTITION,
                                view.revision(),
                                List.of(new Change.Put(key, row)),
                                List.of())
                        .await();
            } catch (Conflict _) {
                // Another was faster; it may have made the secret.
            }
        }
    }

    private static Bytes read(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        return in.take(in.remaining());
    }
}
