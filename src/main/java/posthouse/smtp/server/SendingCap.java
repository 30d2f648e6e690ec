package posthouse.smtp.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.MailRefusal;
import posthouse.time.Clock;

/// Counts the recipients that each account has written to today (in UTC), so that a stolen password
/// does not make us a source of spam. A recipient is taken at RCPT, in memory, and written down
/// with the account before the message is delivered: so the count outlives a restart. Any thread.
final class SendingCap {
    private static final long SECONDS_A_DAY = 86_400;

    private final Accounts accounts;
    private final Clock clock;
    private final int recipientsMax;
    private final ConcurrentMap<Long, Page> pages = new ConcurrentHashMap<>();

    /// What one account has taken in one day, whether written down or not; guarded by itself.
    private static final class Page {
        private long day = -1;
        private long taken;
    }

    /// @param recipientsMax of an account that has no number of its own
    SendingCap(Accounts accounts, Clock clock, int recipientsMax) {
        this.accounts = accounts;
        this.clock = clock;
        this.recipientsMax = recipientsMax;
    }

    /// Takes one recipient of the account's day.
    ///
    /// @return false if there is none left
    boolean take(long account) throws MailRefusal.NoSuchAccount {
        Page page = pages.computeIfAbsent(account, _ -> new Page());
        var owner = accounts.openAny(account);
        long max = owner.state().recipientsPerDay().orElse(recipientsMax);
        synchronized (page) {
            long today = today();
            if (page.day != today) {
                page.taken = owner.sent(today);
                page.day = today;
            }
            if (page.taken >= max) {
                return false;
            }
            page.taken++;
            return true;
        }
    }

    /// Gives back what was taken and not used.
    void giveBack(long account, int recipients) {
        Page page = pages.get(account);
        if (page == null) {
            return;
        }
        synchronized (page) {
            if (page.day == today()) {
                page.taken = Math.max(0, page.taken - recipients);
            }
        }
    }

    /// Writes down recipients that were taken; it is durable on return. Negative ones are written
    /// off again, and are still to be given back.
    void count(long account, int recipients) throws MailRefusal.NoSuchAccount {
        accounts.openAny(account).countSent(today(), recipients);
    }

    private long today() {
        return Math.floorDiv(clock.now().getEpochSecond(), SECONDS_A_DAY);
    }
}
