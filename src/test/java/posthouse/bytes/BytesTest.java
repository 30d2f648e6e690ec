package posthouse.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import posthouse.Seeds;

class BytesTest {
    @Test
    void equalsByOctetsWhereverTheyLie() {
        Bytes slice = Bytes.latin1("xabcx").slice(1, 4);
        assertThat(slice).isEqualTo(Bytes.latin1("abc")).hasSameHashCodeAs(Bytes.latin1("abc"));
    }

    @Test
    void ordersAsUnsignedOctets() {
        assertThat(Bytes.wrap(new byte[] {(byte) 0x80})).isGreaterThan(Bytes.latin1("z"));
        assertThat(Bytes.latin1("a")).isLessThan(Bytes.latin1("aa"));
    }

    @Test
    void numbersReadBackAsWritten() {
        Seeds.each(
                2_000,
                random -> {
                    long number = random.nextLong() >> random.nextInt(64);
                    Bytes bytes =
                            new BytesBuilder(1)
                                    .varint(number)
                                    .signedVarint(number)
                                    .fixed64(number)
                                    .fixed32((int) number)
                                    .text("ü" + number)
                                    .build();
                    var reader = new BytesReader(bytes);
                    assertThat(reader.varint()).isEqualTo(number);
                    assertThat(reader.signedVarint()).isEqualTo(number);
                    assertThat(reader.fixed64()).isEqualTo(number);
                    assertThat(reader.fixed32()).isEqualTo((int) number);
                    assertThat(reader.text()).isEqualTo("ü" + number);
                    assertThat(reader.atEnd()).isTrue();
                });
    }

    @Test
    void aReaderRefusesWhatIsCutShort() {
        Bytes whole = new BytesBuilder().varint(Long.MAX_VALUE).text("four").build();
        for (int end = 0; end < whole.length(); end++) {
            var reader = new BytesReader(whole.slice(0, end));
            assertThatThrownBy(
                            () -> {
                                var _ = reader.varint();
                                var _ = reader.text();
                            })
                    .isInstanceOf(BytesReader.Malformed.class);
        }
    }

    @Test
    void decimalsAreThoseOfJava() {
        for (long n : new long[] {0, 9, 10, 99, 100, 4_294_967_295L, Long.MAX_VALUE}) {
            assertThat(new BytesBuilder(1).decimal(n).build().latin1()).isEqualTo("" + n);
        }
    }

    @Test
    void base32HexSortsAsTheNumbersDo() {
        Seeds.each(
                1_000,
                random -> {
                    long a = random.nextLong() >>> 1;
                    long b = random.nextLong() >>> 1 >>> random.nextInt(60);
                    String first = Base32Hex.ofLong(a);
                    assertThat(first).hasSize(13);
                    assertThat(Base32Hex.parse(first)).isEqualTo(a);
                    assertThat(Integer.signum(first.compareTo(Base32Hex.ofLong(b))))
                            .isEqualTo(Long.compare(a, b));
                });
    }
}
