package posthouse.smtp.server;

import java.util.HashMap;
import java.util.Map;
import posthouse.time.Clock;

/// Counts the recipients that each account has written to today (in UTC), so that a stolen password
/// does not make us a source of spam. Kept in memory: a restart begins the day anew. Any thread.
final class SendingCap {
    private static final long SECONDS_A_DAY = 86_400;

    private final Clock clock;
    private final int recipientsMax;

    /// By account; both are guarded by `this`.
    private final Map<Long, Integer> today = new HashMap<>();

    private long day;

    SendingCap(Clock clock, int recipientsMax) {
        this.clock = clock;
        this.recipientsMax = recipientsMax;
    }

    /// Takes one recipient of the account's day.
    ///
    /// @return false if there is none left
    synchronized boolean take(long account) {
        turnThePage();
        int taken = today.getOrDefault(account, 0);
        if (taken >= recipientsMax) {
            return false;
        }
        today.put(account, taken + 1);
        return true;
    }

    /// Gives back what was taken and not used.
    synchronized void giveBack(long account, int recipients) {
        turnThePage();
        today.computeIfPresent(account, (_, taken) -> Math.max(0, taken - recipients));
    }

    private void turnThePage() {
        long now = Math.floorDiv(clock.now().getEpochSecond(), SECONDS_A_DAY);
        if (now != day) {
            today.clear();
            day = now;
        }
    }
}
