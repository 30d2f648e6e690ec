package posthouse.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthouse.bytes.Bytes;
import posthouse.store.Row;
import posthouse.store.Store;
import posthouse.store.StoreFailure;

class EventTest {
    private static final Instant AT = Instant.parse("2026-11-28T10:15:00.123Z");

    private static Event full(Kind kind) {
        return Event.of(kind, "0abc-c1-1")
                .messageId("<hello@one.test>")
                .from("<ann@one.test>")
                .to(List.of("<ben@two.test>", "çelik@two.test"))
                .by("mx.two.test [192.0.2.1]", "TLSv1.3 TLS_AES_128_GCM_SHA256")
                .saying("250 2.0.0 queued as 17");
    }

    @ParameterizedTest
    @EnumSource
    void isReadAsItWasWritten(Kind kind) {
        var row = new Row(Rows.key(AT, 7, 3), Rows.write(full(kind)));
        assertThat(Rows.read(row)).isEqualTo(new Noted(AT, full(kind)));
        assertThat(Rows.idOf(row)).isEqualTo("0abc-c1-1");
    }

    @Test
    void losesAngleBracketsButThoseOfTheNullPath() {
        var event = full(Kind.SENT);
        assertThat(event.messageId()).isEqualTo("hello@one.test");
        assertThat(event.from()).isEqualTo("ann@one.test");
        assertThat(event.recipients()).containsExactly("ben@two.test", "çelik@two.test");
        assertThat(event.from("<>").from()).isEqualTo("<>");
    }

    @Test
    void isOneLineWhateverItIsMadeOf() {
        var event = full(Kind.FAILED).saying("no\r\n2026 accepted\u001b[2J\u2028x");
        assertThat(event.text()).isEqualTo("no  2026 accepted [2J x");
    }

    @Test
    void cutsWhatIsTooLong() {
        String long_ = "é".repeat(1000);
        var event =
                new Event(Kind.FAILED, long_, long_, long_, List.of(long_), long_, long_, long_);
        assertThat(event.id()).hasSize(Event.ID_CHARACTERS_MAX).endsWith("é…");
        assertThat(event.messageId()).hasSize(Event.MESSAGE_ID_CHARACTERS_MAX).endsWith("é…");
        assertThat(event.from()).hasSize(Event.ADDRESS_CHARACTERS_MAX).endsWith("é…");
        assertThat(event.recipients().getFirst()).hasSize(Event.ADDRESS_CHARACTERS_MAX);
        assertThat(event.host()).hasSize(Event.HOST_CHARACTERS_MAX).endsWith("é…");
        assertThat(event.security()).hasSize(Event.SECURITY_CHARACTERS_MAX).endsWith("é…");
        assertThat(event.text()).hasSize(Event.TEXT_CHARACTERS_MAX).endsWith("é…");
    }

    @Test
    void cutsNoCharacterInTwo() {
        String text = "x" + "😀".repeat(Event.TEXT_CHARACTERS_MAX);
        assertThat(full(Kind.FAILED).saying(text).text()).endsWith("😀…");
        assertThat(full(Kind.FAILED).saying("x" + text).text()).endsWith("😀…");
    }

    @Test
    void isSplitSoThatEachPartFitsARow() {
        String longest = "x".repeat(Event.ADDRESS_CHARACTERS_MAX - 6) + "@é.org";
        var event = full(Kind.RECEIVED).to(Collections.nCopies(1000, longest));
        assertThat(event.parts()).hasSize(1000 / Event.RECIPIENTS_MAX);
        assertThat(event.parts())
                .allSatisfy(part ->
                        assertThat(Rows.write(part).length()).isLessThan(Store.ROW_BYTES_MAX));
        assertThat(event.parts().stream().mapToInt(part -> part.recipients().size()).sum())
                .isEqualTo(1000);
        assertThat(full(Kind.RECEIVED).to(List.of()).parts()).hasSize(1);
    }

    @Test
    void keysSortByTimeThenByCommitThenByPlace() {
        var keys =
                List.of(
                        Rows.from(AT),
                        Rows.key(AT, 0, 0),
                        Rows.key(AT, 9, 1),
                        Rows.key(AT, 9, 499),
                        Rows.key(AT, 10, 0),
                        Rows.from(AT.plusMillis(1)),
                        Rows.key(AT.plusMillis(1), 3, 0));
        assertThat(keys).isSorted();
        assertThat(keys).allSatisfy(key -> assertThat(key.indexOf(0, 0)).isNegative());
    }

    @Test
    void saysOfADamagedRowThatItIsDamaged() {
        Bytes whole = Rows.write(full(Kind.SENT));
        Bytes key = Rows.key(AT, 1, 0);
        IntStream.range(0, whole.length())
                .forEach(end -> {
                    var row = new Row(key, whole.slice(0, end));
                    assertThatThrownBy(() -> Rows.read(row))
                            .isInstanceOf(StoreFailure.class)
                            .hasMessageStartingWith("a row of the journal is damaged: ");
                });
        byte[] other = whole.toArray();
        other[0] = 9;
        assertThatThrownBy(() -> Rows.read(new Row(key, Bytes.wrap(other))))
                .hasMessageEndingWith("format 9, not 1");
        byte[] unknown = whole.toArray();
        unknown[1] = 99;
        assertThatThrownBy(() -> Rows.read(new Row(key, Bytes.wrap(unknown))))
                .hasMessageEndingWith("an event of kind 99");
    }
}
