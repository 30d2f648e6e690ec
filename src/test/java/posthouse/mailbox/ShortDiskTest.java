package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.store.Space;

class ShortDiskTest {
    private static final UidSet ALL = UidSet.range(1, Uids.MAX);

    private final ShortDisk disk = new ShortDisk();
    private final Mailroom room = new Mailroom(disk, MailLimits.DEFAULT);

    private final Account ben =
            room.accounts.create(
                    room.accounts.newId(), Address.parse("ben@demo.test").orElseThrow());

    private static int inbox(Account account) {
        return account.state().mailbox(Role.INBOX).orElseThrow().id();
    }

    /// A message of 23 octets that goes into grace; the next one goes later.
    private void addAndExpunge(Account account) throws Exception {
        try (var incoming = room.incoming("Subject: 1\r\n\r\nbody 1\r\n")) {
            account.append(
                    new Addition(
                            incoming,
                            FlagChange.set(Flags.DELETED, java.util.List.of()),
                            java.util.Optional.empty()),
                    inbox(account));
        }
        account.expunge(inbox(account), ALL);
        room.clock.advance(Duration.ofMinutes(1));
    }

    private static long inGrace(Account account) {
        return account.ledger().snapshot().header().graceMessages();
    }

    @Test
    void keepsGraceWhileThereIsRoom() throws Exception {
        addAndExpunge(room.account);
        assertThat(room.accounts.purge()).isZero();
        assertThat(inGrace(room.account)).isEqualTo(1);
    }

    @Test
    void cutsGraceShortWithTheOldestOfAllAccounts() throws Exception {
        addAndExpunge(ben);
        addAndExpunge(room.account);
        addAndExpunge(ben);
        addAndExpunge(room.account);
        disk.shortage = 30;
        assertThat(room.accounts.purge()).isEqualTo(2);
        assertThat(inGrace(ben)).isEqualTo(1);
        assertThat(inGrace(room.account)).isEqualTo(1);
        disk.shortage = 1;
        assertThat(room.accounts.purge()).isEqualTo(1);
        assertThat(inGrace(ben)).isZero();
        assertThat(inGrace(room.account)).isEqualTo(1);
    }

    @Test
    void takesADeletedMailboxInItsTurn() throws Exception {
        addAndExpunge(room.account);
        int old = room.account.create(MailboxName.of("Old")).id();
        room.fill(old, 1);
        room.account.delete(MailboxName.of("Old"));
        room.clock.advance(Duration.ofMinutes(1));
        addAndExpunge(room.account);
        disk.shortage = 24;
        assertThat(room.accounts.purge()).isEqualTo(2);
        assertThat(inGrace(room.account)).isEqualTo(1);
    }

    @Test
    void takesNothingThatIsNotInGrace() throws Exception {
        room.fill(room.inbox(), 2);
        addAndExpunge(ben);
        room.accounts.remove(ben.id());
        room.clock.advance(Duration.ofMinutes(1));
        disk.shortage = Long.MAX_VALUE;
        assertThat(room.accounts.purge()).isEqualTo(1);
        assertThat(room.account.state().usedMessages()).isEqualTo(2);
        assertThat(room.store.partitions(Space.ACCOUNT)).hasSize(1);
    }
}
