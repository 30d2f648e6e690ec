package posthouse.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.opentest4j.AssertionFailedError;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.net.Transcript.Line;
import posthouse.net.Transcript.Side;

/// The client of a transcript: its `read` compares what the server has written so far and hands out
/// the next lines.
final class Script implements Transport {
    /// How long other threads of the server may take to write what an event makes them write.
    private static final long PATIENCE_SECONDS = 10;

    private final Transcript transcript;
    private final Transcripts.Scene scene;
    private final Cuts cuts;
    private final long server = Thread.currentThread().threadId();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final BytesBuilder output = new BytesBuilder();
    private final List<String> updated = new ArrayList<>();
    private Optional<AssertionError> failure = Optional.empty();
    private int next;
    private Bytes packet = Bytes.EMPTY;
    private boolean eventful;
    private boolean inputEnded;
    private volatile boolean closed;

    Script(Transcript transcript, Transcripts.Scene scene, Cuts cuts) {
        this.transcript = transcript;
        this.scene = scene;
        this.cuts = cuts;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (packet.isEmpty() && !advance()) {
            return -1;
        }
        int count = Math.min(target.remaining(), cuts.next(packet.length()));
        target.put(packet.slice(0, count).buffer());
        packet = packet.slice(count);
        return count;
    }

    /// The client speaks before the server does where its lines come first.
    @Override
    public boolean hasInput() {
        passRemarks();
        if (packet.isEmpty()
                && next < transcript.lines().size()
                && transcript.lines().get(next).side() == Side.CLIENT) {
            packet = takePacket();
        }
        return !packet.isEmpty();
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        lock.lock();
        try {
            throwIfOver();
            byte[] octets = new byte[source.remaining()];
            source.get(octets);
            output.write(octets, 0, octets.length);
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void endInput() {
        inputEnded = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    /// The server has ended the conversation: nothing may be left.
    ///
    /// @return the file as it should read
    List<String> finish() {
        if (failure.isEmpty()) {
            try {
                var _ = walk(true);
            } catch (IOException _) {
                // The client breaks off after the server has ended: as good as any end.
            }
        }
        failure.ifPresent(it -> {
            throw it;
        });
        return updated;
    }

    /// Goes on to the next packet of the client.
    ///
    /// @return false if there is none
    private boolean advance() throws IOException {
        throwIfOver();
        if (inputEnded) {
            return false;
        }
        return walk(false);
    }

    private boolean walk(boolean serverIsDone) throws IOException {
        try {
            return walkOn(serverIsDone);
        } catch (AssertionError mismatch) {
            failure = Optional.of(mismatch);
            throw new IOException("the transcript has failed", mismatch);
        }
    }

    private boolean walkOn(boolean serverIsDone) throws IOException {
        compare();
        while (next < transcript.lines().size()) {
            Line line = transcript.lines().get(next);
            switch (line.side()) {
                case REMARK -> pass(line);
                case SERVER -> throw new AssertionError("compared before");
                case EVENT -> {
                    pass(line);
                    happen(line, serverIsDone);
                    compare();
                }
                case CLIENT -> {
                    if (serverIsDone) {
                        throw mismatch(line, "C: " + line.text(), "the server has ended");
                    }
                    packet = takePacket();
                    eventful = false;
                    return true;
                }
            }
        }
        return false;
    }

    /// Lines of the client that follow each other come in one piece.
    private Bytes takePacket() {
        var octets = new BytesBuilder();
        while (next < transcript.lines().size()) {
            Line line = transcript.lines().get(next);
            if (line.side() != Side.CLIENT) {
                break;
            }
            octets.append(Notation.octets(line.text()));
            pass(line);
        }
        return octets.build();
    }

    private void happen(Line line, boolean serverIsDone) throws IOException {
        switch (line.text()) {
            case Transcripts.SILENCE -> {
                inputEnded = true;
                throw new TimedOut("the client is silent in line " + line.number());
            }
            case Transcripts.RESET -> throw new IOException("Connection reset by peer");
            case Transcripts.CLOSED -> {
                if (!serverIsDone) {
                    throw mismatch(line, "the server closes", "it reads on");
                }
            }
            default -> {
                eventful = true;
                scene.happen(line.text());
            }
        }
    }

    /// Compares the server's lines that come next in the file with what was written since the last
    /// time.
    private void compare() {
        var wanted = new ArrayList<Line>();
        for (int i = next; i < transcript.lines().size(); i++) {
            Line line = transcript.lines().get(i);
            if (line.side() == Side.SERVER) {
                wanted.add(line);
            } else if (line.side() != Side.REMARK) {
                break;
            }
        }
        var got = takeOutput(wanted.size());
        if (Transcripts.UPDATING) {
            update(wanted, got);
        } else {
            check(wanted, got);
        }
    }

    private List<String> takeOutput(int wanted) {
        lock.lock();
        try {
            boolean othersMayWrite = eventful || Thread.currentThread().threadId() != server;
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (othersMayWrite && left > 0 && lines().size() < wanted && !closed) {
                left = written.awaitNanos(left);
            }
            var got = lines();
            output.clear();
            return got;
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private List<String> lines() {
        return Notation.lines(output.build());
    }

    private void check(List<Line> wanted, List<String> got) {
        for (int i = 0; i < wanted.size(); i++) {
            String actual = i < got.size() ? "S: " + got.get(i) : "nothing";
            String allowed = "S: " + wanted.get(i).text();
            if (!Notation.matches(allowed, actual)) {
                throw mismatch(wanted.get(i), allowed, actual);
            }
        }
        if (got.size() > wanted.size()) {
            Line before = transcript.lines().get(Math.max(next + wanted.size() - 1, 0));
            throw mismatch(
                    before,
                    "nothing more behind this line",
                    "S: " + String.join("\nS: ", got.subList(wanted.size(), got.size())));
        }
        wanted.forEach(this::passWithRemarks);
    }

    /// Keeps what fits, with its wildcards, and all remarks in their places; writes the rest anew.
    private void update(List<Line> wanted, List<String> got) {
        int from = 0;
        for (String actual : got) {
            int fits = from;
            while (fits < wanted.size() && !Notation.matches(wanted.get(fits).text(), actual)) {
                fits++;
            }
            if (fits < wanted.size()) {
                dropUntil(wanted.get(fits).number());
                pass(wanted.get(fits));
                from = fits + 1;
            } else {
                passRemarks();
                updated.add(new Line(0, Side.SERVER, actual).source());
            }
        }
        if (from < wanted.size()) {
            dropUntil(wanted.getLast().number() + 1);
        }
    }

    /// Leaves out the server's lines in front of line `number`, not the remarks between them.
    private void dropUntil(int number) {
        while (next < number - 1) {
            Line line = transcript.lines().get(next);
            if (line.side() == Side.SERVER) {
                next++;
            } else {
                pass(line);
            }
        }
    }

    private void passRemarks() {
        while (next < transcript.lines().size()
                && transcript.lines().get(next).side() == Side.REMARK) {
            pass(transcript.lines().get(next));
        }
    }

    private void passWithRemarks(Line line) {
        while (transcript.lines().get(next).number() < line.number()) {
            pass(transcript.lines().get(next));
        }
        pass(line);
    }

    private void pass(Line line) {
        updated.add(line.source());
        next++;
    }

    private void throwIfOver() throws IOException {
        if (closed) {
            throw new IOException("the line is closed");
        }
        if (failure.isPresent()) {
            throw new IOException("the transcript has failed", failure.get());
        }
    }

    private AssertionFailedError mismatch(Line line, String wanted, String got) {
        return new AssertionFailedError(
                "%s:%d%s%n  wanted  %s%n  got     %s"
                        .formatted(transcript.file(), line.number(), cuts, wanted, got),
                wanted,
                got);
    }
}
