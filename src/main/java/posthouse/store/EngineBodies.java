package posthouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// Bodies in frames, see [Keys] and [Frame].
final class EngineBodies implements Bodies {
    /// With more frames than this they are removed as a range: a range's tombstone costs later
    /// readers more than a few keys'.
    private static final int FRAMES_REMOVED_ONE_BY_ONE = 32;

    /// A body as it will be once all that is submitted is written.
    ///
    /// @param tags empty: there is no such body
    /// @param last the newest job that touches it; null: none is in flight
    record State(SortedSet<String> tags, long length, @Nullable Job last) {}

    /// A link that was found to be possible.
    record Link(long body, String tag, State before) {
        void writeInto(Engine.Batch batch) {
            batch.put(Keys.tag(body, tag), Bytes.EMPTY);
        }
    }

    private final Committer committer;
    private final Readers readers;
    private final BodyIds ids;
    private final Frame frame;
    private final Runnable room;
    private final Newest<Long, State> newest = new Newest<>();

    /// @param room called before each body; throws where there is none
    EngineBodies(Committer committer, Readers readers, Frame frame, Runnable room) {
        this.committer = committer;
        this.readers = readers;
        this.frame = frame;
        this.room = room;
        this.ids = new BodyIds(committer, readers);
    }

    /// Removes what earlier runs left behind (DESIGN rule 5).
    void start() {
        for (Bytes key : readers.readCold(source -> keys(source, Keys.OWN_RUN))) {
            long body = Keys.bodyOf(key);
            String tag = Keys.tagOf(key);
            if (tag.isEmpty()) {
                removeUnfinished(body);
            } else {
                var _ = submit(body, () -> admitUnlink(body, tag));
            }
        }
    }

    @Override
    public long put(InputStream content, String tag) throws IOException {
        Limits.checkTag(tag);
        room.run();
        long body = ids.next();
        byte[] buffer = new byte[FRAME_BYTES];
        long frames = 0;
        try {
            int count = content.readNBytes(buffer, 0, FRAME_BYTES);
            while (count == FRAME_BYTES) {
                putFrame(body, frames++, frame.pack(buffer, count));
                count = content.readNBytes(buffer, 0, FRAME_BYTES);
            }
            Bytes last = frame.pack(buffer, count);
            finish(body, tag, frames, last, frames * FRAME_BYTES + count);
            return body;
        } catch (IOException | RuntimeException failed) {
            if (frames > 0) {
                removeUnfinished(body);
            }
            throw failed;
        }
    }

    private void putFrame(long body, long number, Bytes packed) {
        var _ =
                committer.submit(
                        packed.length() + Job.BYTES,
                        () ->
                                new Job(
                                        false,
                                        batch -> {
                                            if (number == 0) {
                                                batch.put(Keys.unfinished(body), Bytes.EMPTY);
                                            }
                                            batch.putFrame(Keys.frame(body, number), packed);
                                        },
                                        () -> {}));
    }

    /// Writes the last frame, and with it all that makes the frames a body.
    private void finish(long body, String tag, long number, Bytes packed, long length) {
        var _ =
                committer.submit(
                        packed.length() + Job.BYTES,
                        () -> {
                            var job =
                                    new Job(
                                            false,
                                            batch -> {
                                                if (packed.length() > Frame.HEADER_BYTES) {
                                                    batch.putFrame(
                                                            Keys.frame(body, number), packed);
                                                }
                                                batch.put(Keys.body(body), head(length));
                                                batch.put(Keys.tag(body, tag), Bytes.EMPTY);
                                                if (number > 0) {
                                                    batch.delete(Keys.unfinished(body));
                                                }
                                            },
                                            () -> newest.settled(body));
                            var tags = new TreeSet<>(List.of(tag));
                            newest.submitted(body, new State(tags, length, job));
                            return job;
                        });
    }

    private void removeUnfinished(long body) {
        var _ =
                committer.submit(
                        Job.BYTES,
                        () ->
                                new Job(
                                        false,
                                        batch -> {
                                            batch.deleteFrames(
                                                    Keys.frame(body, 0), Keys.frame(body + 1, 0));
                                            batch.delete(Keys.unfinished(body));
                                        },
                                        () -> {}));
    }

    @Override
    public InputStream open(long body, long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("from " + offset + ", " + length + " octets");
        }
        Optional<Start> start = start(body, offset);
        if (start.isEmpty()) {
            settle(body);
            start = start(body, offset);
        }
        return new BodyStream(this, body, start.orElseThrow(() -> missing(body)), offset, length);
    }

    /// How a reading begins.
    ///
    /// @param length of the body
    /// @param frame the first one that is wanted, packed; empty where none is
    record Start(long length, Optional<Bytes> frame) {}

    /// The length and the first frame are asked for together: where they are not in memory, they
    /// take one way to the disk and not two.
    private Optional<Start> start(long body, long offset) {
        return readers.read(source ->
                source.row(Keys.body(body))
                        .map(EngineBodies::lengthOf)
                        .map(length ->
                                new Start(
                                        length,
                                        offset < length
                                                ? source.frame(frameAt(body, offset))
                                                : Optional.empty())));
    }

    private static Bytes frameAt(long body, long position) {
        return Keys.frame(body, position / FRAME_BYTES);
    }

    /// The octets of the frame that holds a position.
    Bytes frame(long body, long position) {
        return unpack(readers.readCold(source -> source.frame(frameAt(body, position))), body);
    }

    Bytes unpack(Optional<Bytes> packed, long body) {
        return frame.unpack(
                packed.orElseThrow(
                        () -> new StoreFailure("the body " + body + " has lost a frame")));
    }

    @Override
    public void link(long body, String tag) {
        Limits.checkTag(tag);
        var link = List.<SideWrite>of(new SideWrite.LinkBody(body, tag));
        committer.await(Objects.requireNonNull(submit(body, () -> admitLink(link))));
    }

    private Job admitLink(List<SideWrite> link) {
        Link possible = admitLinks(link).getFirst();
        var job = new Job(true, possible::writeInto, () -> settled(possible));
        submitted(possible, job);
        return job;
    }

    /// Finds the links among side writes, under the committer's lock.
    ///
    /// @throws StoreFailure if one of the bodies is not there
    List<Link> admitLinks(List<SideWrite> side) {
        var links = new ArrayList<Link>();
        for (SideWrite write : side) {
            if (write instanceof SideWrite.LinkBody(var body, var tag)) {
                State state = state(body);
                if (state.tags().isEmpty()) {
                    throw missing(body);
                }
                links.add(new Link(body, tag, state));
            }
        }
        return links;
    }

    /// The job that writes an admitted link is submitted.
    void submitted(Link link, Job job) {
        State before = Objects.requireNonNullElse(newest.get(link.body()), link.before());
        var tags = new TreeSet<>(before.tags());
        tags.add(link.tag());
        newest.submitted(link.body(), new State(tags, before.length(), job));
    }

    void settled(Link link) {
        newest.settled(link.body());
    }

    @Override
    public void unlink(long body, String tag) {
        Limits.checkTag(tag);
        var _ = submit(body, () -> admitUnlink(body, tag));
    }

    /// Null where the tag is gone already.
    private @Nullable Job admitUnlink(long body, String tag) {
        State state = state(body);
        if (!state.tags().contains(tag)) {
            return null;
        }
        var rest = new TreeSet<>(state.tags());
        rest.remove(tag);
        var job =
                new Job(
                        false,
                        batch -> {
                            batch.delete(Keys.tag(body, tag));
                            if (rest.isEmpty()) {
                                remove(batch, body, state.length());
                            }
                        },
                        () -> newest.settled(body));
        newest.submitted(body, new State(rest, state.length(), job));
        return job;
    }

    private static void remove(Engine.Batch batch, long body, long length) {
        batch.delete(Keys.body(body));
        long frames = Math.ceilDiv(length, FRAME_BYTES);
        if (frames > FRAMES_REMOVED_ONE_BY_ONE) {
            batch.deleteFrames(Keys.frame(body, 0), Keys.frame(body + 1, 0));
            return;
        }
        for (long number = 0; number < frames; number++) {
            batch.deleteFrame(Keys.frame(body, number));
        }
    }

    @Override
    public List<String> tags(long body) {
        settle(body);
        return readers.read(source -> List.copyOf(tags(source, body)));
    }

    private @Nullable Job submit(long body, Committer.Admission<RuntimeException> admission) {
        for (int tries = 0; true; tries++) {
            int cold = tries;
            try {
                return committer.submit(Job.BYTES, () -> readers.admit(cold, admission));
            } catch (Engine.NotInMemory _) {
                warm(body);
            }
        }
    }

    /// Has the disk asked for what an admission will look at.
    void warm(long body) {
        var _ = readers.readCold(source -> stored(source, body));
    }

    /// Returns once nothing of what was submitted for the body is in flight.
    private void settle(long body) {
        Job last =
                committer.locked(() -> {
                    State state = newest.get(body);
                    return state == null ? null : state.last();
                });
        if (last != null) {
            committer.await(last);
        }
    }

    private State state(long body) {
        State submitted = newest.get(body);
        return submitted != null ? submitted : readers.readMemory(source -> stored(source, body));
    }

    private static State stored(Engine.Source source, long body) {
        Optional<Bytes> head = source.row(Keys.body(body));
        return head.isEmpty()
                ? new State(new TreeSet<>(), 0, null)
                : new State(tags(source, body), lengthOf(head.get()), null);
    }

    private static SortedSet<String> tags(Engine.Source source, long body) {
        var tags = new TreeSet<String>();
        for (Range range : List.of(Keys.keptTags(body), Keys.ownTags(body))) {
            keys(source, range).forEach(key -> tags.add(Keys.tagOf(key)));
        }
        tags.remove(""); // still being put
        return tags;
    }

    private static List<Bytes> keys(Engine.Source source, Range range) {
        var keys = new ArrayList<Bytes>();
        try (var cursor = source.rows(range.from(), Objects.requireNonNull(range.to()))) {
            while (cursor.valid()) {
                keys.add(cursor.key());
                cursor.next();
            }
        }
        return keys;
    }

    private static Bytes head(long length) {
        return new BytesBuilder(11).octet(Keys.FORMAT).varint(length).build();
    }

    private static long lengthOf(Bytes head) {
        var reader = new BytesReader(head);
        int format = reader.octet();
        if (format != Keys.FORMAT) {
            throw new StoreFailure("a body of the unknown format " + format);
        }
        return reader.varint();
    }

    private static StoreFailure missing(long body) {
        return new StoreFailure("there is no body " + body);
    }
}
