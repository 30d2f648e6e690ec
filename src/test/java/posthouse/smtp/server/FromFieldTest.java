package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.address.Address;

class FromFieldTest {
    @Test
    void findsTheAddresses() {
        assertAddresses("ann@a.org", "ann@a.org");
        assertAddresses("Ann <ann@a.org>", "ann@a.org");
        assertAddresses("\"Ann, A. <x@y.org>\" <ann@a.org>", "ann@a.org");
        assertAddresses("=?utf-8?q?Ann=2C?= <ann@a.org>", "ann@a.org");
        assertAddresses("A. N. Other <ann@a.org> (home, <x@y.org>)", "ann@a.org");
        assertAddresses("(a (nested\\) comment)) ann@a.org", "ann@a.org");
        assertAddresses("Ann <ann@a.org>, ben@b.org", "ann@a.org", "ben@b.org");
        assertAddresses(
                "Us: Ann <ann@a.org>, ben@b.org;, carl@c.org",
                "ann@a.org",
                "ben@b.org",
                "carl@c.org");
        assertAddresses("<@x.org,@y.org:ann@a.org>", "ann@a.org");
        assertAddresses("ann @ a . org", "ann@a.org");
        assertAddresses("\"a, b\"@a.org", "\"a, b\"@a.org");
        assertAddresses("<\"a > b\"@a.org>", "\"a > b\"@a.org");
        assertAddresses("jürgen@bücher.example", "jürgen@bücher.example");
    }

    @Test
    void passesOverTheHalvesOfANameWithAComma() {
        assertAddresses("Smith, Ann <ann@a.org>", "ann@a.org");
    }

    @Test
    void readsNothingThatIsNotCertain() {
        for (String value :
                List.of(
                        "",
                        "Ann",
                        "<>",
                        "undisclosed:;",
                        "<ann@a.org> <ben@b.org>",
                        "<ann@a.org> ben",
                        "<ann@a.org",
                        "\"ann <ann@a.org>",
                        "(ann <ann@a.org>",
                        "ann@a.org ben@b.org",
                        "ann@a@b.org",
                        "ann@",
                        "<ann>",
                        "<<ann@a.org>>",
                        "ann@a.org <>")) {
            assertThat(FromField.addresses(value)).as(value).isEmpty();
        }
    }

    @Test
    void survivesAnyText() {
        String parts = "a@b.c<>()\"\\,;: é\0";
        Seeds.each(
                20_000,
                random -> {
                    var text = new StringBuilder();
                    for (int i = random.nextInt(20); i >= 0; i--) {
                        text.append(parts.charAt(random.nextInt(parts.length())));
                    }
                    var _ = FromField.addresses(text.toString());
                });
    }

    private static void assertAddresses(String value, String... addresses) {
        assertThat(FromField.addresses(value))
                .as(value)
                .contains(
                        List.of(addresses).stream()
                                .map(it -> Address.parse(it).orElseThrow())
                                .toList());
    }
}
