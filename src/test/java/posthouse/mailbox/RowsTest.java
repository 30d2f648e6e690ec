package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.store.Change;
import posthouse.store.Range;
import posthouse.store.Row;
import posthouse.store.StoreFailure;

/// Rows: what is written is read back, and damage is named.
class RowsTest {
    private static Page anyPage(Random random) {
        int number = random.nextInt(1 << 25);
        var page = new Page.Builder(number, Page.UIDS);
        int likelihood = 1 + random.nextInt(100);
        for (int offset = 0; offset < Page.UIDS; offset++) {
            if (random.nextInt(100) < likelihood) {
                page.add(anyPlacement(random, Page.firstUid(number) + offset));
            }
        }
        return page.build();
    }

    private static Placement anyPlacement(Random random, long uid) {
        Keywords keywords = Keywords.NONE;
        for (int i = random.nextInt(4); i > 0; i--) {
            keywords = keywords.with(random.nextInt(200));
        }
        long created = random.nextLong(1L << 62);
        return new Placement(
                uid,
                new Flags(random.nextInt(32), keywords),
                created + random.nextLong(1L << 40),
                created,
                Instant.ofEpochSecond(random.nextLong(-1L << 36, 1L << 36)),
                Instant.ofEpochSecond(random.nextLong(1L << 33)),
                random.nextLong(1L << 32),
                random.nextLong(Long.MAX_VALUE),
                random.nextLong(Long.MAX_VALUE),
                random.nextInt(16));
    }

    private static List<Placement> all(Page page) {
        var all = new java.util.ArrayList<Placement>();
        for (int i = 0; i < page.count(); i++) {
            all.add(page.placement(i));
        }
        return all;
    }

    @Test
    void readsPagesBack() {
        Seeds.each(
                300,
                random -> {
                    Page page = anyPage(random);
                    Page again = PageCodec.decode(page.number(), PageCodec.encode(page));
                    assertThat(all(again)).isEqualTo(all(page));
                });
    }

    /// Whatever stands in a row: a page, or [BytesReader.Malformed], which becomes a failure.
    @Test
    void survivesDamagedPages() {
        Seeds.each(
                2_000,
                random -> {
                    byte[] octets = PageCodec.encode(anyPage(random)).toArray();
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
                    }
                    Bytes row = Bytes.wrap(octets, 0, 1 + random.nextInt(octets.length));
                    try {
                        Format.reading(
                                Keys.account(1),
                                Keys.page(1, 1),
                                () -> all(PageCodec.decode(7, row)));
                    } catch (StoreFailure failure) {
                        assertThat(failure).hasMessageContaining("p/0000001/0000001");
                    }
                });
    }

    @Test
    void readsGraceAndLogBack() {
        Seeds.each(
                100,
                random -> {
                    var placements = new java.util.ArrayList<Placement>();
                    for (int i = 1; i < GraceRow.PLACEMENTS_MAX; i++) {
                        var p = anyPlacement(random, i * 3L);
                        placements.add(
                                new Placement(
                                        p.uid(),
                                        p.flags(),
                                        p.createdModSeq(),
                                        p.createdModSeq(),
                                        p.internalDate(),
                                        p.saveDate(),
                                        p.size(),
                                        p.messageId(),
                                        p.threadId(),
                                        p.bits()));
                    }
                    var row = new GraceRow(7, List.of("a", "b"), placements, List.of());
                    assertThat(GraceRow.decode(row.encode())).isEqualTo(row);
                    var log = new LogEntry.Builder();
                    for (long uid = 1; uid < 20_000; uid += 1 + random.nextInt(3)) {
                        log.changed(3, uid);
                    }
                    log.gone(random.nextLong());
                    log.mailbox(9);
                    var uids = UidSet.EMPTY;
                    for (Bytes part : log.encode(5)) {
                        var entry = LogEntry.decode(part);
                        var messages = entry.messages().get(3);
                        uids = messages == null ? uids : uids.plus(messages.changed());
                        assertThat(entry.seconds()).isEqualTo(5);
                        assertThat(part.length()).isLessThan(posthouse.store.Store.ROW_BYTES_MAX);
                    }
                    assertThat(uids.size()).isGreaterThan(5_000);
                });
    }

    @Test
    void namesTheDamagedRow() throws Exception {
        var room = new Mailroom();
        room.fill(room.inbox(), 3);
        int inbox = room.inbox();
        Bytes page = Keys.page(inbox, 0);
        damage(room, page);
        room.reopen();
        assertThatThrownBy(() -> room.account.select(inbox, true))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("A/0000001")
                .hasMessageContaining(page.latin1());
        assertThatThrownBy(() ->
                        room.account.store(
                                inbox, UidSet.of(1), FlagChange.add(1), OptionalLong.empty()))
                .isInstanceOf(StoreFailure.class);
        room.fill(room.mailbox(Role.SENT), 1); // other mailboxes go on
        damage(room, Keys.mailbox(inbox));
        assertThatThrownBy(room::reopen)
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining(Keys.mailbox(inbox).latin1());
        damage(room, Keys.HEADER);
        assertThatThrownBy(room::reopen).isInstanceOf(StoreFailure.class);
    }

    private static void damage(Mailroom room, Bytes key) throws Exception {
        var partition = Keys.account(room.account.id());
        long revision = room.store.read(partition, Range.of(key)).revision();
        room.store
                .commit(
                        partition,
                        revision,
                        List.of(new Change.Put(new Row(key, Bytes.latin1("\1\2\3")))),
                        List.of())
                .await();
    }
}
