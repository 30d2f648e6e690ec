package posthouse.tls;

import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Plain octets on one side, TLS records on the other. Blocking; one thread may read while another
/// writes.
///
/// An idle pipe holds [#SMALL_BYTES] of buffer: what comes first is read into these, and buffers
/// for whole records are borrowed only then.
public final class TlsPipe {
    private static final int SMALL_BYTES = 512;

    /// In one handshake no more records are looked at. A long chain takes some twenty.
    private static final int HANDSHAKE_STEPS_MAX = 1000;

    private final ByteChannel lower;
    private final SSLEngine engine;
    private final RecordPool pool;
    private final Function<SSLEngine, TlsSession> describe;
    private final ByteBuffer small = ByteBuffer.allocate(SMALL_BYTES);
    private final ByteBuffer nothing = ByteBuffer.allocateDirect(0);
    private final AtomicBoolean released = new AtomicBoolean();

    /// Guards wrapping and the order of records on their way out. Nothing else is locked inside.
    private final ReentrantLock writing = new ReentrantLock();

    /// Records that came and are not unwrapped; ready to be read from.
    private @Nullable ByteBuffer records;

    /// Octets that are unwrapped and not taken; ready to be read from.
    private @Nullable ByteBuffer plain;

    private volatile boolean shaken;

    private enum Step {
        PROGRESS,
        STARVED,
        ENDED
    }

    /// @param lower carries the records; blocking
    /// @param engine is released with the pipe, if it counts references
    TlsPipe(
            ByteChannel lower,
            SSLEngine engine,
            RecordPool pool,
            Function<SSLEngine, TlsSession> describe) {
        this.lower = lower;
        this.engine = engine;
        this.pool = pool;
        this.describe = describe;
    }

    /// Agrees on keys with the peer.
    ///
    /// @throws IOException if that fails; the peer has been told why as far as possible
    public TlsSession handshake() throws IOException {
        try {
            engine.beginHandshake();
            for (int step = 0; step < HANDSHAKE_STEPS_MAX; step++) {
                if (shakeOn()) {
                    shaken = true;
                    return describe.apply(engine);
                }
            }
            throw new SSLException("the handshake does not come to an end");
        } catch (SSLException failure) {
            sendAlert();
            throw failure;
        }
    }

    /// Waits for at least one octet and puts what is there into `target`.
    ///
    /// @return the number of octets, or -1 at the end of the stream, be it announced or not: the
    ///   protocols above know their own ends
    public int read(ByteBuffer target) throws IOException {
        while (true) {
            int count = takePlain(target);
            if (count > 0) {
                return count;
            }
            Step step = unwrap();
            if (step == Step.ENDED || step == Step.STARVED && !receive()) {
                return -1;
            }
        }
    }

    /// Writes all of `source`.
    public void write(ByteBuffer source) throws IOException {
        writing.lock();
        var clear = pool.take();
        try {
            while (source.hasRemaining()) {
                int count = Math.min(source.remaining(), RecordPool.PLAIN_MAX);
                clear.clear().put(source.slice(source.position(), count)).flip();
                source.position(source.position() + count);
                while (clear.hasRemaining()) {
                    wrap(clear);
                }
            }
        } finally {
            pool.giveBack(clear);
            writing.unlock();
        }
    }

    /// Tells the peer that nothing more will be written (close_notify).
    public void endOutput() throws IOException {
        writing.lock();
        try {
            engine.closeOutbound();
            while (!engine.isOutboundDone() && wrap(nothing).bytesProduced() > 0) {}
        } finally {
            writing.unlock();
        }
    }

    /// Gives the engine back, from any thread; to be called after the lower channel was closed.
    /// Reading and writing have ended then.
    public void release() {
        if (released.compareAndSet(false, true)) {
            var _ = ReferenceCountUtil.release(engine);
        }
    }

    /// How many record buffers it holds.
    int borrowed() {
        return (records == null ? 0 : 1) + (plain == null ? 0 : 1);
    }

    /// @return whether the handshake is done
    private boolean shakeOn() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrapNothing();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrapHandshake();
            case FINISHED, NOT_HANDSHAKING -> {
                return true;
            }
        }
        return false;
    }

    /// Unwraps before it reads: BoringSSL finishes a handshake only in an unwrap after the one that
    /// took the peer's last record, with nothing to unwrap.
    private void unwrapHandshake() throws IOException {
        Step step = unwrap();
        boolean wantsMore = engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP;
        if (step == Step.ENDED || step == Step.STARVED && wantsMore && !receive()) {
            throw new SSLException("the peer has gone in the middle of the handshake");
        }
    }

    private int takePlain(ByteBuffer target) {
        var from = plain;
        if (from == null) {
            return 0;
        }
        int count = Math.min(from.remaining(), target.remaining());
        target.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        if (!from.hasRemaining()) {
            plain = null;
            pool.giveBack(from);
        }
        return count;
    }

    private Step unwrap() throws IOException {
        var from = records == null ? nothing : records;
        var into = plain == null ? pool.take() : plain.compact();
        SSLEngineResult result;
        try {
            result = engine.unwrap(from, into);
        } finally {
            keepOrGiveBack(into);
        }
        if (!from.hasRemaining()) {
            giveBackRecords();
        }
        return follow(result);
    }

    private Step follow(SSLEngineResult result) throws IOException {
        if (result.getStatus() == Status.CLOSED) {
            return Step.ENDED;
        }
        if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
            return Step.STARVED;
        }
        switch (result.getHandshakeStatus()) {
            case NEED_WRAP -> answer();
            case NEED_TASK -> runTasks();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
                boolean moved = result.bytesConsumed() > 0 || result.bytesProduced() > 0;
                return moved ? Step.PROGRESS : Step.STARVED;
            }
        }
        return Step.PROGRESS;
    }

    private void keepOrGiveBack(ByteBuffer into) {
        into.flip();
        if (into.hasRemaining()) {
            plain = into;
        } else {
            plain = null;
            pool.giveBack(into);
        }
    }

    private void giveBackRecords() {
        var empty = records;
        if (empty != null) {
            records = null;
            pool.giveBack(empty);
        }
    }

    /// Reads from below: what comes first into the small buffer, the rest of a record into a
    /// borrowed one.
    ///
    /// @return false at the end
    private boolean receive() throws IOException {
        var rest = records;
        if (rest == null) {
            int count = lower.read(small.clear());
            if (count < 0) {
                return false;
            }
            records = pool.take().put(small.flip()).flip();
            return true;
        }
        rest.compact();
        if (!rest.hasRemaining()) {
            throw new SSLException("a record longer than TLS allows");
        }
        int count = lower.read(rest);
        rest.flip();
        return count >= 0;
    }

    private void wrapNothing() throws IOException {
        writing.lock();
        try {
            var _ = wrap(nothing);
        } finally {
            writing.unlock();
        }
    }

    /// Sends what the engine wants to send because of what it has read: an alert, a new key.
    /// BoringSSL throws the reason for an alert only in the wrap behind the one that made it.
    private void answer() throws IOException {
        wrapNothing();
        if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            wrapNothing();
        }
    }

    /// Wraps one record and sends it; with the lock.
    private SSLEngineResult wrap(ByteBuffer clear) throws IOException {
        var record = pool.take();
        try {
            boolean wanted = clear.hasRemaining();
            var result = engine.wrap(clear, record);
            record.flip();
            while (record.hasRemaining()) {
                var _ = lower.write(record);
            }
            if (wanted && result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                throw new SSLException("cannot write: the session is " + result.getStatus());
            }
            return result;
        } finally {
            pool.giveBack(record);
        }
    }

    /// The JDK's engine would go through a second handshake whenever a client of TLS 1.2 wants one;
    /// none has a reason to, and each costs us ten times what it costs the client.
    private void runTasks() throws SSLException {
        if (shaken && !engine.getUseClientMode()) {
            throw new SSLException("the client wants to renegotiate");
        }
        var task = Optional.ofNullable(engine.getDelegatedTask());
        while (task.isPresent()) {
            task.get().run();
            task = Optional.ofNullable(engine.getDelegatedTask());
        }
    }

    private void sendAlert() {
        try {
            endOutput();
        } catch (IOException _) {
            // The peer has gone; there is nobody left to be told.
        }
    }
}
