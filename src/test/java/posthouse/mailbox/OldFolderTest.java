package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.store.RocksStore;
import posthouse.store.Store;

/// Every format that was ever released opens, and goes on.
class OldFolderTest {
    @TempDir private Path folder = Path.of("");

    private final TestClock clock = new TestClock();

    private static String expected(String name) throws Exception {
        try (var text = OldFolderTest.class.getResourceAsStream(name + ".txt")) {
            if (text == null) {
                throw new AssertionError("no " + name + ".txt");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "format-1")
    void showsTheSameMailInAnOldFolder(String name) throws Exception {
        OldFolder.unpack(name, folder);
        try (Store store = RocksStore.open(folder)) {
            var accounts = new Accounts(store, clock, MailLimits.DEFAULT);
            assertThat(OldFolder.describe(accounts, new Directory(store)))
                    .isEqualTo(expected(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "format-1")
    void writesOnInAnOldFolder(String name) throws Exception {
        OldFolder.unpack(name, folder);
        clock.advance(Duration.ofDays(60));
        String changed;
        try (Store store = RocksStore.open(folder)) {
            var room = new Mailroom(store, clock, 1);
            long used = room.account.state().usedMessages();
            var added = room.append(room.inbox(), "Subject: new\r\n\r\nnew\r\n");
            assertThat(added.uid()).isEqualTo(141);
            var all = UidSet.range(1, 60);
            room.account.store(
                    room.inbox(), all, FlagChange.add(Flags.DELETED), OptionalLong.empty());
            long gone = room.account.expunge(room.inbox(), all).size();
            assertThat(room.account.state().usedMessages()).isEqualTo(used + 1 - gone);
            assertThat(room.accounts.purge()).isPositive();
            changed = OldFolder.describe(room.accounts, new Directory(store));
        }
        try (Store store = RocksStore.open(folder)) {
            var accounts = new Accounts(store, clock, MailLimits.DEFAULT);
            assertThat(OldFolder.describe(accounts, new Directory(store))).isEqualTo(changed);
        }
    }
}
