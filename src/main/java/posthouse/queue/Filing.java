package posthouse.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import posthouse.bytes.Bytes;
import posthouse.store.Bodies;
import posthouse.store.Change;
import posthouse.store.SideWrite;

/// Makes messages ready to be committed, and lets go of what they held.
record Filing(Bodies bodies) {
    /// Holds bodies until the queue has linked them.
    static final String FIRST_TAG = "~queue";

    /// A message that only has to be committed.
    ///
    /// @param ours bodies that hang on their first tags until then
    record Prepared(Mail mail, List<Waiting> waiting, Held held, List<Long> ours) {
        /// In this order: a message is there once its last row is.
        List<Change> changes() {
            var changes = new ArrayList<>(Shard.put(mail.id(), waiting));
            changes.add(Shard.put(new Entry(mail, held, false)));
            return changes;
        }

        List<SideWrite> side() {
            return bodiesOf(held).stream()
                    .<SideWrite>map(body -> new SideWrite.LinkBody(body, tag(mail.id())))
                    .toList();
        }
    }

    /// @param ownContent whether the content hangs on [#FIRST_TAG] too
    Prepared prepare(Mail mail, List<Waiting> waiting, Octets octets, boolean ownContent) {
        long header = putBody(octets.header());
        var held =
                new Held(
                        header, octets.header().length(), octets.content(), octets.contentLength());
        return new Prepared(
                mail, waiting, held, ownContent ? bodiesOf(held) : List.of(held.header()));
    }

    private long putBody(Bytes octets) {
        try {
            return bodies.put(new ByteArrayInputStream(octets.toArray()), FIRST_TAG);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible); // memory does not fail
        }
    }

    /// What is committed needs its first tags no longer.
    void release(Prepared committed) {
        committed.ours().forEach(body -> bodies.unlink(body, FIRST_TAG));
    }

    void letGo(Entry entry) {
        bodiesOf(entry.held()).forEach(body -> bodies.unlink(body, tag(entry.mail().id())));
    }

    private static List<Long> bodiesOf(Held held) {
        return LongStream.of(held.header(), held.content())
                .filter(body -> body != 0)
                .boxed()
                .toList();
    }

    private static String tag(String id) {
        return "q/" + id;
    }
}
