package posthouse.auth;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.time.Clock;

/// Remembers failed logins, slows down who guesses, and locks out where the guesses come from.
///
/// What counts is a *different* wrong password: a device that goes on trying yesterday's counts
/// once. A network that has had too many is refused, but for the accounts that have logged in from
/// there before: people who share an address with somebody who guesses notice nothing. An account
/// is never locked: where many networks guess at its password, those that it is not known from have
/// to wait before each try, and the right password still opens it.
///
/// Nothing here depends on whether an account exists. All of it is in memory and bounded; what was
/// least used goes first. Any thread.
final class Failures {
    /// Different wrong passwords from one network, until it is refused.
    static final int NARROW_MAX = 20;

    /// The same for a wide network.
    static final int WIDE_MAX = 100;

    /// How long it takes until one of them is forgotten, in a narrow network.
    static final Duration NARROW_FORGET = Duration.ofMinutes(3);

    /// The same for a wide network.
    static final Duration WIDE_FORGET = Duration.ofSeconds(36);

    /// Different wrong passwords for one account from where it is not known, until such tries have
    /// to wait.
    static final int ACCOUNT_MAX = 30;

    static final Duration ACCOUNT_FORGET = Duration.ofMinutes(1);

    /// The wait before such a try.
    static final Duration ACCOUNT_DELAY = Duration.ofSeconds(5);

    /// When a refusal is answered, from when the try began; doubles with each wrong password.
    /// Longer than any check of a password takes as a rule, so that its time cannot be seen.
    static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    static final Duration LAST_DELAY = Duration.ofSeconds(8);

    /// How long an account is known where it logged in.
    static final Duration KNOWN_FOR = Duration.ofDays(30);

    static final int NETWORKS_MAX = 20_000;
    static final int ACCOUNTS_MAX = 20_000;
    static final int KNOWN_MAX = 50_000;

    /// Wrong passwords that are recognized when they come again from the same network.
    static final int REPEATS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Clock clock;

    /// All are guarded by `this`.
    private final Map<Network, Bucket> networks = new Recent<>(NETWORKS_MAX);

    private final Map<Bytes, Bucket> accounts = new Recent<>(ACCOUNTS_MAX);
    private final Map<Place, Known> known = new Recent<>(KNOWN_MAX);

    /// An account at a network.
    private record Place(Bytes account, Network network) {}

    /// An account that logged in there.
    private record Known(Bucket wrong, long until) {}

    Failures(Clock clock) {
        this.clock = clock;
    }

    /// Somebody tries to log in.
    ///
    /// @param account stands for the login name, be it somebody's or not
    synchronized Attempt begin(Peer peer, Bytes account) {
        List<Network> from = Network.of(peer.address());
        boolean isKnown = from.isEmpty() || isKnown(account, from.getFirst());
        boolean isLocked = from.stream().anyMatch(this::isLocked);
        boolean isAttacked =
                !isKnown
                        && accounts.containsKey(account)
                        && accounts.get(account).level(clock.nanos()) >= ACCOUNT_MAX;
        return new Attempt(from, account, isKnown, isLocked, isAttacked, clock.nanos());
    }

    /// One try to log in, until it has succeeded or failed.
    final class Attempt {
        private final List<Network> from;
        private final Bytes account;
        private final boolean isKnown;
        private final boolean isLocked;
        private final boolean isAttacked;
        private final long began;

        private Attempt(
                List<Network> from,
                Bytes account,
                boolean isKnown,
                boolean isLocked,
                boolean isAttacked,
                long began) {
            this.from = from;
            this.account = account;
            this.isKnown = isKnown;
            this.isLocked = isLocked;
            this.isAttacked = isAttacked;
            this.began = began;
        }

        /// Refused whatever the password is.
        boolean isHopeless() {
            return isLocked && !isKnown;
        }

        /// To wait before the password is checked.
        Duration delay() {
            return isAttacked ? ACCOUNT_DELAY : Duration.ZERO;
        }

        void succeeded() {
            if (!from.isEmpty()) {
                know(account, from.getFirst());
            }
        }

        /// @param password tells this wrong password from another one
        /// @return what to say, once [#delayOfRefusal] has been waited for
        AuthRefusal failed(long password) {
            count(this, password);
            return isLocked
                    ? new AuthRefusal.TooManyFailures()
                    : new AuthRefusal.WrongCredentials();
        }

        /// What is left until a refusal is answered.
        Duration delayOfRefusal() {
            Duration whole = isHopeless() ? LAST_DELAY : refusalAfter(from);
            Duration left = whole.plus(delay()).minusNanos(clock.nanos() - began);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    private synchronized void count(Attempt attempt, long password) {
        long now = clock.nanos();
        boolean isNew = attempt.from.isEmpty();
        for (Network network : attempt.from) {
            Bucket bucket = networks.computeIfAbsent(network, Failures::bucket);
            boolean wasOpen = bucket.level(now) < max(network);
            isNew |= bucket.add(password, now);
            if (wasOpen && bucket.level(now) >= max(network)) {
                LOG.info("too many wrong passwords from {}: locked out", network);
            }
        }
        if (!attempt.isKnown && isNew) {
            accounts.computeIfAbsent(attempt.account, _ -> new Bucket(ACCOUNT_FORGET))
                    .add(password, now);
        } else if (attempt.isKnown && !attempt.from.isEmpty()) {
            Known there = known.get(new Place(attempt.account, attempt.from.getFirst()));
            if (there != null) {
                there.wrong().add(password, now);
            }
        }
    }

    private static Bucket bucket(Network network) {
        return new Bucket(network.isWide() ? WIDE_FORGET : NARROW_FORGET);
    }

    private static int max(Network network) {
        return network.isWide() ? WIDE_MAX : NARROW_MAX;
    }

    private boolean isLocked(Network network) {
        Bucket bucket = networks.get(network);
        return bucket != null && bucket.level(clock.nanos()) >= max(network);
    }

    private boolean isKnown(Bytes account, Network network) {
        Known there = known.get(new Place(account, network));
        long now = clock.nanos();
        return there != null && there.until() - now > 0 && there.wrong().level(now) < NARROW_MAX;
    }

    private synchronized void know(Bytes account, Network network) {
        var place = new Place(account, network);
        Known before = known.get(place);
        Bucket wrong = before == null ? new Bucket(NARROW_FORGET) : before.wrong();
        known.put(place, new Known(wrong, clock.nanos() + KNOWN_FOR.toNanos()));
    }

    private synchronized Duration refusalAfter(List<Network> from) {
        Bucket bucket = from.isEmpty() ? null : networks.get(from.getFirst());
        double level = bucket == null ? 1 : bucket.level(clock.nanos());
        int doublings = Math.clamp((int) Math.ceil(level) - 1, 0, 10);
        Duration delay = FIRST_DELAY.multipliedBy(1L << doublings);
        return delay.compareTo(LAST_DELAY) < 0 ? delay : LAST_DELAY;
    }

    /// How many entries the tables have.
    synchronized int entries() {
        return networks.size() + accounts.size() + known.size();
    }

    /// Fills by one with each new wrong password, and leaks one in every `forget`.
    private static final class Bucket {
        private final long forget;

        /// The passwords counted last, in a ring that grows: there may be many buckets.
        private long[] counted = new long[4];

        private int count;
        private double level;
        private long asOf;

        Bucket(Duration forget) {
            this.forget = forget.toNanos();
        }

        double level(long now) {
            if (level > 0) {
                level = Math.max(0, level - (double) (now - asOf) / forget);
            }
            asOf = now;
            return level;
        }

        /// @return whether it was new
        boolean add(long password, long now) {
            int held = Math.min(count, counted.length);
            for (int i = 0; i < held; i++) {
                if (counted[i] == password) {
                    return false;
                }
            }
            if (held == counted.length && held < REPEATS_MAX) {
                counted = Arrays.copyOf(counted, held * 2);
            }
            counted[count++ % counted.length] = password;
            level = level(now) + 1;
            return true;
        }
    }

    /// A map that holds the entries used last.
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        private final int max;

        Recent(int max) {
            super(16, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > max;
        }
    }
}
