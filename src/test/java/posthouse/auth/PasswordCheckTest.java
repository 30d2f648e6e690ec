package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

class PasswordCheckTest {
    private final ManualClock clock = new ManualClock();
    private final Hasher hasher = new Hasher(1, new SecureRandom());
    private final PasswordCheck check = new PasswordCheck(hasher, clock);
    private final PasswordHash stored = hasher.hash("correct horse");

    @AfterEach
    void close() {
        hasher.close();
    }

    @Test
    void remembersWhatWasRightForSomeMinutes() throws Exception {
        assertThat(check.matches(stored, "correct horse")).isTrue();
        long before = check.computed();
        assertThat(check.matches(stored, "correct horse")).isTrue();
        assertThat(check.computed()).isEqualTo(before);
        clock.forward(PasswordCheck.REMEMBERED_FOR.plusSeconds(1));
        assertThat(check.matches(stored, "correct horse")).isTrue();
        assertThat(check.computed()).isEqualTo(before + 1);
    }

    @Test
    void neverRemembersWhatWasWrong() throws Exception {
        assertThat(check.matches(stored, "wrong horse")).isFalse();
        long before = check.computed();
        assertThat(check.matches(stored, "wrong horse")).isFalse();
        assertThat(check.computed()).isEqualTo(before + 1);
        assertThat(check.matches(stored, "correct horse")).isTrue();
        assertThat(check.matches(stored, "wrong horse")).isFalse();
        assertThat(check.matches(stored, "correct horse")).isTrue();
    }

    @Test
    void anotherStoredHashMissesAtOnce() throws Exception {
        assertThat(check.matches(stored, "correct horse")).isTrue();
        PasswordHash changed = hasher.hash("another horse");
        assertThat(check.matches(changed, "correct horse")).isFalse();
        assertThat(check.matches(changed, "another horse")).isTrue();
    }

    @Test
    void thoseWhoAskTheSameShareOneComputation() throws Exception {
        var blocked = new CountDownLatch(1);
        var answers = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // The one hashing thread is held until all have asked.
            var holder =
                    threads.submit(() ->
                            hasher.now(() -> {
                                await(blocked);
                                return true;
                            }));
            Callable<Boolean> ask = () -> check.matches(stored, "correct horse");
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(ask));
            }
            while (check.shared() < 49) {
                Thread.onSpinWait();
            }
            blocked.countDown();
            assertThat(holder.get()).isTrue();
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
        assertThat(check.computed()).isEqualTo(1);
    }

    @Test
    void aFloodOfLoginsIsRefusedAndNothingIsStuckBehindIt() throws Exception {
        var blocked = new CountDownLatch(1);
        var held = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Hasher.WAITING_MAX; i++) {
                held.add(
                        threads.submit(() ->
                                hasher.now(() -> {
                                    await(blocked);
                                    return true;
                                })));
            }
            while (hasher.free() > 0) {
                Thread.onSpinWait();
            }
            for (String password : List.of("correct horse", "correct horse", "wrong horse")) {
                assertThatThrownBy(() -> check.matches(stored, password))
                        .isInstanceOf(AuthRefusal.Busy.class);
            }
            blocked.countDown();
            for (Future<Boolean> one : held) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(check.matches(stored, "correct horse")).isTrue();
        assertThat(hasher.free()).isEqualTo(Hasher.WAITING_MAX);
    }

    @Test
    void anUnknownNameCostsAsMuchAsAWrongPassword() throws Exception {
        long before = check.computed();
        check.pretend("correct horse");
        check.pretend("correct horse");
        assertThat(check.computed()).isEqualTo(before + 2);
        var nobody = (Argon2) hasher.ofNobody();
        assertThat(nobody.memoryKib()).isEqualTo(Argon2.MEMORY_KIB);
        assertThat(nobody.iterations()).isEqualTo(Argon2.ITERATIONS);
        assertThat(nobody.matches(Bytes.utf8("correct horse"))).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
