package posthouse.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@demo.test",
                "ann+list@demo.test",
                "\"ann b\"@demo.test",
                "\"a\\\"b\\\\c\"@demo.test",
                "пример@demo.test",
                "a..b@demo.test",
                "a.@demo.test",
                "o'brien/x=y@demo.test"
            })
    void acceptsWhatExists(String text) {
        Address address = Address.parse(text).orElseThrow();
        assertThat(Address.parse(address.toString())).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "@demo.test",
                "ann@",
                "ann@-demo.test",
                "ann@demo..test",
                "a b@demo.test",
                "\"ann@demo.test",
                "\"a\"b\"@demo.test",
                "ann@[192.0.2.1]",
                ".ann@demo.test",
                "a\u0000b@demo.test",
                "<ann>@demo.test",
                "ann@demo.test@"
            })
    void refusesWhatIsNone(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(Address.parse("a".repeat(64) + "@demo.test")).isPresent();
        assertThat(Address.parse("a".repeat(65) + "@demo.test")).isEmpty();
        assertThat(Domain.parse("a".repeat(63) + ".test")).isPresent();
        assertThat(Domain.parse("a".repeat(64) + ".test")).isEmpty();
        assertThat(Domain.parse("abcdefghi.".repeat(26) + "test")).isEmpty();
    }

    @Test
    void detailIsWhatStandsBehindThePlus() {
        Address address = Address.parse("ann+list+x@demo.test").orElseThrow();
        assertThat(address.detail()).isEqualTo("list+x");
        assertThat(address.withoutDetail().toString()).isEqualTo("ann@demo.test");
        assertThat(Address.parse("+ann@demo.test").orElseThrow().detail()).isEmpty();
    }

    @Test
    void domainsAreComparedAsALabels() {
        assertThat(Domain.parse("Bücher.Example."))
                .isEqualTo(Domain.parse("xn--bcher-kva.example"));
        assertThat(Domain.parse("bücher.example").orElseThrow().unicode())
                .isEqualTo("bücher.example");
        assertThat(Address.parse("Ann@DEMO.test").orElseThrow().key()).isEqualTo("ann@demo.test");
    }
}
