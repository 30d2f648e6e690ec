package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

class FailuresTest {
    private static final Bytes ANN = Bytes.latin1("ann");
    private static final Bytes BEN = Bytes.latin1("ben");
    private static final Peer HERE = House.peer("192.0.2.1");
    private static final Peer ELSEWHERE = House.peer("198.51.100.7");

    private final ManualClock clock = new ManualClock();
    private final Failures failures = new Failures(clock);
    private long lastPassword;

    @Test
    void manyWrongPasswordsLockTheAddressAndNoOther() {
        guess(HERE, ANN, Failures.NARROW_MAX);
        assertThat(failures.begin(HERE, ANN).isHopeless()).isTrue();
        assertThat(failures.begin(HERE, BEN).isHopeless()).isTrue();
        assertThat(failures.begin(ELSEWHERE, ANN).isHopeless()).isFalse();
        assertThat(failures.begin(House.peer("192.0.2.2"), ANN).isHopeless()).isFalse();
    }

    @Test
    void aLockOutEndsAfterAWhile() {
        guess(HERE, ANN, Failures.NARROW_MAX);
        clock.forward(Failures.NARROW_FORGET);
        assertThat(failures.begin(HERE, ANN).isHopeless()).isFalse();
        guess(HERE, ANN, 1);
        assertThat(failures.begin(HERE, ANN).isHopeless()).isTrue();
        clock.forward(Failures.NARROW_FORGET.multipliedBy(Failures.NARROW_MAX + 1L));
        guess(HERE, ANN, Failures.NARROW_MAX - 1);
        assertThat(failures.begin(HERE, ANN).isHopeless()).isFalse();
    }

    @Test
    void aDeviceWithYesterdaysPasswordCountsOnce() {
        for (int i = 0; i < 1000; i++) {
            var _ = failures.begin(HERE, ANN).failed(7);
            clock.forward(Duration.ofSeconds(10));
        }
        assertThat(failures.begin(HERE, ANN).isHopeless()).isFalse();
        assertThat(failures.begin(HERE, ANN).failed(7))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
    }

    @Test
    void whoLoggedInFromThereBeforeIsNotShutOutByNeighbours() {
        failures.begin(HERE, ANN).succeeded();
        guess(HERE, BEN, Failures.NARROW_MAX);
        var ann = failures.begin(HERE, ANN);
        assertThat(ann.isHopeless()).isFalse();
        assertThat(failures.begin(HERE, BEN).isHopeless()).isTrue();
        // A wrong password is answered as for everybody else there: it does not tell of ann.
        assertThat(ann.failed(99)).isInstanceOf(AuthRefusal.TooManyFailures.class);
        clock.forward(Failures.KNOWN_FOR.plusDays(1));
        guess(HERE, BEN, Failures.NARROW_MAX);
        assertThat(failures.begin(HERE, ANN).isHopeless()).isTrue();
    }

    @Test
    void beingKnownThereIsNoLicenceToGuess() {
        failures.begin(HERE, ANN).succeeded();
        guess(HERE, ANN, Failures.NARROW_MAX);
        assertThat(failures.begin(HERE, ANN).isHopeless()).isTrue();
    }

    @Test
    void guessesFromEverywhereNeverLockTheOwnerOut() {
        failures.begin(HERE, ANN).succeeded();
        for (int i = 0; i < 1000; i++) {
            guess(House.peer("10.%d.%d.9".formatted(i / 250, i % 250)), ANN, 1);
        }
        var home = failures.begin(HERE, ANN);
        assertThat(home.isHopeless()).isFalse();
        assertThat(home.delay()).isZero();
        var travelling = failures.begin(ELSEWHERE, ANN);
        assertThat(travelling.isHopeless()).isFalse();
        assertThat(travelling.delay()).isEqualTo(Failures.ACCOUNT_DELAY);
        assertThat(failures.begin(ELSEWHERE, BEN).delay()).isZero();
    }

    @Test
    void countsAnIpv6CustomerOnceAndAWholePrefixToo() {
        guess(House.peer("2001:db8:1:2::1"), ANN, Failures.NARROW_MAX);
        assertThat(failures.begin(House.peer("2001:db8:1:2:ffff::9"), BEN).isHopeless()).isTrue();
        assertThat(failures.begin(House.peer("2001:db8:1:3::1"), BEN).isHopeless()).isFalse();
        for (int net = 3; net < 9; net++) {
            guess(House.peer("2001:db8:1:" + net + "::1"), ANN, Failures.NARROW_MAX - 1);
        }
        assertThat(failures.begin(House.peer("2001:db8:1:99::1"), BEN).isHopeless()).isTrue();
        assertThat(failures.begin(House.peer("2001:db8:2:99::1"), BEN).isHopeless()).isFalse();
    }

    @Test
    void thisMachineIsNeverLockedOut() {
        for (String here : new String[] {"127.0.0.1", "::1"}) {
            guess(House.peer(here), ANN, 500);
            assertThat(failures.begin(House.peer(here), ANN).isHopeless()).isFalse();
        }
    }

    @Test
    void eachWrongPasswordMakesTheNextAnswerSlower() {
        Duration last = Duration.ZERO;
        for (int i = 0; i < 4; i++) {
            var attempt = failures.begin(HERE, ANN);
            var _ = attempt.failed(++lastPassword);
            assertThat(attempt.delayOfRefusal())
                    .isEqualTo(Failures.FIRST_DELAY.multipliedBy(1L << i))
                    .isGreaterThan(last);
            last = attempt.delayOfRefusal();
        }
        guess(HERE, ANN, 5);
        var attempt = failures.begin(HERE, ANN);
        var _ = attempt.failed(++lastPassword);
        assertThat(attempt.delayOfRefusal()).isEqualTo(Failures.LAST_DELAY);
        clock.forward(Duration.ofMillis(7500));
        assertThat(attempt.delayOfRefusal()).isEqualTo(Duration.ofMillis(500));
    }

    /// What a stranger can see is the same for a name that is somebody's and one that is nobody's.
    @Test
    void aStrangerSeesTheSameForEveryName() {
        Seeds.each(
                200,
                random -> {
                    var time = new ManualClock();
                    var forAnn = new Failures(time);
                    var forNobody = new Failures(time);
                    forAnn.begin(HERE, ANN).succeeded(); // her own device
                    for (int i = 0; i < 60; i++) {
                        var peer = random.nextInt(3) == 0 ? ELSEWHERE : House.peer("203.0.113.5");
                        long password = random.nextInt(40);
                        var one = forAnn.begin(peer, ANN);
                        var other = forNobody.begin(peer, BEN);
                        assertThat(one.isHopeless()).isEqualTo(other.isHopeless());
                        assertThat(one.delay()).isEqualTo(other.delay());
                        assertThat(one.failed(password)).hasSameClassAs(other.failed(password));
                        assertThat(one.delayOfRefusal()).isEqualTo(other.delayOfRefusal());
                        time.forward(Duration.ofSeconds(random.nextInt(30)));
                    }
                });
    }

    @Test
    void tablesDoNotGrowWithoutEnd() {
        for (int i = 0; i < Failures.NETWORKS_MAX + 5000; i++) {
            Peer peer = House.peer("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255));
            var _ = failures.begin(peer, Bytes.latin1("n" + i)).failed(i);
            failures.begin(peer, Bytes.latin1("n" + i)).succeeded();
        }
        assertThat(failures.entries())
                .isLessThanOrEqualTo(
                        Failures.NETWORKS_MAX + Failures.ACCOUNTS_MAX + Failures.KNOWN_MAX);
    }

    private void guess(Peer peer, Bytes name, int times) {
        for (int i = 0; i < times; i++) {
            var _ = failures.begin(peer, name).failed(++lastPassword);
        }
    }
}
