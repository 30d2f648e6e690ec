package posthouse.auth;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.time.Clock;

/// Whether a password is the one that a hash was made of, slowly the first time.
///
/// Clients open many connections and poll, so a password that was right is remembered for some
/// minutes: not itself but its HMAC under a key of this process, beside the stored hash it was
/// right for, so that a changed password misses at once. What was wrong is never remembered. Those
/// who ask the same at the same time share one computation. Any thread.
final class PasswordCheck {
    static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

    /// Hashes whose password is remembered.
    static final int REMEMBERED_MAX = 10_000;

    private static final String HMAC = "HmacSHA256";

    private final Hasher hasher;
    private final Clock clock;
    private final SecretKeySpec key;
    private final PasswordHash nobody;

    /// All below are guarded by `this`; remembered is by stored hash, running by what is asked.
    private final Map<Bytes, Remembered> remembered = new LinkedHashMap<>();

    private final Map<Question, CompletableFuture<Boolean>> running = new HashMap<>();

    private long computed;
    private int shared;

    private record Remembered(Bytes tag, long until) {}

    /// @param hash the stored hash, hashed
    private record Question(Bytes hash, Bytes tag) {}

    PasswordCheck(Hasher hasher, Clock clock) {
        this.hasher = hasher;
        this.clock = clock;
        byte[] octets = new byte[32];
        hasher.random().nextBytes(octets);
        key = new SecretKeySpec(octets, HMAC);
        nobody = hasher.ofNobody();
    }

    /// Whether the password, prepared, is the one.
    boolean matches(PasswordHash stored, String password) throws AuthRefusal.Busy {
        Bytes octets = Bytes.utf8(password);
        Bytes hash = mac(Bytes.utf8(stored.text()));
        var question = new Question(hash, mac(hash.plus(octets)));
        CompletableFuture<Boolean> answer;
        boolean ours = false;
        synchronized (this) {
            if (isRemembered(question)) {
                return true;
            }
            answer = running.get(question);
            if (answer == null) {
                answer = new CompletableFuture<>();
                running.put(question, answer);
                ours = true;
                computed++;
            } else {
                shared++;
            }
        }
        return ours ? compute(question, stored, octets, answer) : wait(answer);
    }

    /// Takes as long as a password that is wrong, where there is none to check.
    void pretend(String password) throws AuthRefusal.Busy {
        var _ = matches(nobody, password);
    }

    /// How many times a hash was computed.
    synchronized long computed() {
        return computed;
    }

    /// How many asked what was being computed already.
    synchronized int shared() {
        return shared;
    }

    /// Stands for a login name, or for a wrong password, without keeping it.
    Bytes tag(String... parts) {
        return mac(Bytes.utf8(String.join("\0", parts)));
    }

    private boolean compute(
            Question question,
            PasswordHash stored,
            Bytes password,
            CompletableFuture<Boolean> answer)
            throws AuthRefusal.Busy {
        try {
            boolean right = hasher.now(() -> stored.matches(password));
            finish(question, right);
            answer.complete(right);
            return right;
        } catch (AuthRefusal.Busy | RuntimeException failure) {
            finish(question, false);
            answer.completeExceptionally(failure);
            throw failure;
        }
    }

    private static boolean wait(CompletableFuture<Boolean> answer) throws AuthRefusal.Busy {
        try {
            return answer.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof AuthRefusal.Busy) {
                throw new AuthRefusal.Busy();
            }
            throw failure;
        }
    }

    private synchronized void finish(Question question, boolean right) {
        var _ = running.remove(question);
        if (!right) {
            return;
        }
        var _ = remembered.remove(question.hash());
        long until = clock.nanos() + REMEMBERED_FOR.toNanos();
        remembered.put(question.hash(), new Remembered(question.tag(), until));
        if (remembered.size() > REMEMBERED_MAX) {
            var oldest = remembered.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private boolean isRemembered(Question question) {
        @Nullable Remembered known = remembered.get(question.hash());
        if (known == null) {
            return false;
        }
        if (known.until() - clock.nanos() < 0) {
            remembered.remove(question.hash());
            return false;
        }
        return MessageDigest.isEqual(known.tag().toArray(), question.tag().toArray());
    }

    private Bytes mac(Bytes octets) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return Bytes.wrap(mac.doFinal(octets.toArray()));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
