package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.MailLimits;
import posthouse.mailbox.MailRefusal;
import posthouse.store.MemoryStore;
import posthouse.time.Clock;

class SendingCapTest {
    private Instant now = Instant.parse("2026-11-24T23:59:59Z");

    private final Clock clock =
            new Clock() {
                @Override
                public Instant now() {
                    return now;
                }

                @Override
                public long nanos() {
                    return 0;
                }
            };

    private final MemoryStore store = new MemoryStore();
    private SendingCap cap = started();

    /// What a start of the server makes of the store.
    private SendingCap started() {
        return new SendingCap(new Accounts(store, clock, MailLimits.DEFAULT), clock, 2);
    }

    @BeforeEach
    void twoMoveIn() {
        var accounts = new Accounts(store, clock, MailLimits.DEFAULT);
        accounts.create(1, Address.parse("ann@demo.test").orElseThrow());
        accounts.create(2, Address.parse("ben@demo.test").orElseThrow());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void countsForEachAccount() throws MailRefusal {
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
        assertThat(cap.take(2)).isTrue();
    }

    @Test
    void anAccountMayHaveANumberOfItsOwn() throws MailRefusal {
        var accounts = new Accounts(store, clock, MailLimits.DEFAULT);
        accounts.open(1).setRecipientsPerDay(OptionalLong.of(3));
        accounts.open(2).setRecipientsPerDay(OptionalLong.of(0));
        cap = started();
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
        assertThat(cap.take(2)).isFalse();
    }

    @Test
    void takesBackWhatWasNotUsed() throws MailRefusal {
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        cap.giveBack(1, 1);
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
    }

    @Test
    void beginsAnewEachDay() throws MailRefusal {
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        cap.count(1, 2);
        now = now.plusSeconds(1);
        cap.giveBack(1, 5);
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
    }

    @Test
    void remembersWhatWasCountedOverARestart() throws MailRefusal {
        assertThat(cap.take(1)).isTrue();
        cap.count(1, 1);
        assertThat(cap.take(1)).isTrue(); // and comes to nothing
        cap = started();
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
    }

    @Test
    void forgetsWhatWasWrittenOff() throws MailRefusal {
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        cap.count(1, 2);
        cap.count(1, -1);
        cap.giveBack(1, 1);
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
        cap = started();
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
    }
}
