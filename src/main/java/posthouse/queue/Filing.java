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

    /// Octets of a header section that has a row. A larger one is a body, as any content is: each
    /// body costs as much as some rows.
    static final int HEADER_ROW_MAX = 16 * 1024;

    /// Recipients that one commit puts.
    private static final int RECIPIENTS_MAX = 400;

    /// A message that only has to be committed.
    ///
    /// @param ours bodies that hang on their first tags until then
    record Prepared(Mail mail, List<Waiting> waiting, Held held, Bytes header, List<Long> ours) {
        /// What is put, commit by commit: a message is there once the last one is.
        List<List<Change>> commits() {
            var commits = new ArrayList<List<Change>>();
            for (var some : Stock.parts(waiting, RECIPIENTS_MAX)) {
                commits.add(new ArrayList<>(Shard.put(mail.id(), some)));
            }
            commits.getLast().addAll(Shard.put(new Entry(mail, held, false), header));
            return commits;
        }

        List<SideWrite> side() {
            return bodiesOf(held).stream()
                    .<SideWrite>map(body -> new SideWrite.LinkBody(body, tag(mail.id())))
                    .toList();
        }
    }

    /// @param ownContent whether the content hangs on [#FIRST_TAG] too
    Prepared prepare(Mail mail, List<Waiting> waiting, Octets octets, boolean ownContent) {
        int length = octets.header().length();
        long header = length > HEADER_ROW_MAX ? putBody(octets.header()) : 0;
        var held = new Held(header, length, octets.content(), octets.contentLength());
        var bodies = bodiesOf(held);
        var ours = ownContent ? bodies : bodies.stream().filter(it -> it == header).toList();
        return new Prepared(mail, waiting, held, octets.header(), ours);
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

    void letGo(String id, Held held) {
        bodiesOf(held).forEach(body -> bodies.unlink(body, tag(id)));
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
