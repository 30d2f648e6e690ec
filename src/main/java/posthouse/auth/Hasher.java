package posthouse.auth;

import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import posthouse.bytes.Bytes;

/// Where passwords are hashed: on platform threads, no more at once than the machine has cores, so
/// that a flood of logins takes neither its memory nor the sessions' carriers. Any thread.
public final class Hasher implements AutoCloseable {
    /// Hashes that wait or run. At 50 a second the last one has waited some four seconds.
    static final int WAITING_MAX = 200;

    private final SecureRandom random;
    private final ThreadPoolExecutor threads;
    private final Semaphore places = new Semaphore(WAITING_MAX, true);

    /// @param cores threads that hash
    public Hasher(int cores, SecureRandom random) {
        this.random = random;
        threads =
                new ThreadPoolExecutor(
                        cores,
                        cores,
                        1,
                        TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().name("hasher-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Makes the hash that is kept of a password.
    ///
    /// @throws IllegalArgumentException if it has characters that no password may have
    public PasswordHash hash(String password) {
        Bytes octets = Bytes.utf8(OpaqueString.require(password));
        places.acquireUninterruptibly();
        return run(() -> Argon2.make(octets, random));
    }

    /// Computes something slow for a login.
    ///
    /// @throws AuthRefusal.Busy if too many wait already
    <T> T now(Supplier<T> slow) throws AuthRefusal.Busy {
        if (!places.tryAcquire()) {
            throw new AuthRefusal.Busy();
        }
        return run(slow);
    }

    /// How many more may wait.
    int free() {
        return places.availablePermits();
    }

    SecureRandom random() {
        return random;
    }

    /// A hash that no password has.
    PasswordHash ofNobody() {
        return Argon2.ofNobody(random);
    }

    private <T> T run(Supplier<T> slow) {
        try {
            return CompletableFuture.supplyAsync(slow, threads).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
