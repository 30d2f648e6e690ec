package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressListTest {
    private static List<String> of(String value) {
        return Outline.addresses(AddressList.of(value));
    }

    @Test
    void readsTheExamplesOfTheRfc() {
        // RFC 5322 §A.1.2, §A.1.3, §A.5, §A.6.1, §A.6.3
        var examples =
                Map.ofEntries(
                        Map.entry(
                                "\"Joe Q. Public\" <john.q.public@example.com>",
                                List.of("Joe Q. Public <john.q.public@example.com>")),
                        Map.entry(
                                "Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>",
                                List.of(
                                        "Mary Smith <mary@x.test>",
                                        " <jdoe@example.org>",
                                        "Who? <one@y.test>")),
                        Map.entry(
                                "<boss@nil.test>, \"Giant; \\\"Big\\\" Box\""
                                        + " <sysservices@example.net>",
                                List.of(
                                        " <boss@nil.test>",
                                        "Giant; \"Big\" Box <sysservices@example.net>")),
                        Map.entry(
                                "A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;",
                                List.of(
                                        "A Group:",
                                        "Ed Jones <c@a.test>",
                                        " <joe@where.test>",
                                        "John <jdoe@one.test>",
                                        ";")),
                        Map.entry(
                                "Undisclosed recipients:;",
                                List.of("Undisclosed recipients:", ";")),
                        Map.entry(
                                "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
                                List.of("Pete <pete@silly.test>")),
                        Map.entry(
                                "Joe Q. Public <john.q.public@example.com>",
                                List.of("Joe Q. Public <john.q.public@example.com>")),
                        Map.entry(
                                "Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example",
                                List.of("Mary Smith <mary@example.net>", " <jdoe@test.example>")),
                        Map.entry(
                                "John Doe <jdoe@machine(comment).  example>",
                                List.of("John Doe <jdoe@machine.example>")));
        examples.forEach((value, wanted) -> assertThat(of(value)).as(value).isEqualTo(wanted));
    }

    @Test
    void mendsWhatTheRfcSaysHowToMend() {
        // RFC 7103 §7.1.1 to §7.1.7
        var examples =
                Map.ofEntries(
                        Map.entry(
                                "<@example.net:fran@example.com>", List.of(" <fran@example.com>")),
                        Map.entry("<<<user2@example.org>>>", List.of(" <user2@example.org>")),
                        Map.entry("<another@example.net", List.of(" <another@example.net>")),
                        Map.entry("second@example.org>", List.of(" <second@example.org>")),
                        Map.entry(
                                "(Testing <fran@example.com>",
                                List.of("Testing <fran@example.com>")),
                        Map.entry(
                                "Testing) <sam@example.com>",
                                List.of("Testing) <sam@example.com>")),
                        Map.entry(
                                "<third@example.net, fourth@example.net>",
                                List.of(" <third@example.net>", " <fourth@example.net>")),
                        Map.entry("\"Joe <joe@example.com>", List.of("Joe <joe@example.com>")),
                        Map.entry("Joe", List.of(" <Joe>")));
        examples.forEach((value, wanted) -> assertThat(of(value)).as(value).isEqualTo(wanted));
    }

    @Test
    void readsWhatIsSentAllTheSame() {
        var examples =
                Map.ofEntries(
                        Map.entry("a@b; c@d", List.of(" <a@b>", " <c@d>")),
                        Map.entry("a@b <c@d>", List.of("a@b <c@d>")),
                        Map.entry("Big Bug bb@bug.test", List.of("Big Bug <bb@bug.test>")),
                        Map.entry("a@b (Ann)", List.of("Ann <a@b>")),
                        Map.entry("<a@b> (Ann), (no) c@d", List.of("Ann <a@b>", "no <c@d>")),
                        Map.entry("A <a@b> B <c@d>", List.of("A <a@b>", "B <c@d>")),
                        Map.entry("<a@b>:<c@d>", List.of(" <a@b>", " <c@d>")),
                        Map.entry("<g:;@a>", List.of(" <g:;@a>")),
                        Map.entry("g: <a@b; <c@d>;", List.of("g:", " <a@b>", ";", " <c@d>")),
                        Map.entry("<No Body@x>", List.of(" <No Body@x>")),
                        Map.entry("<C:`x.txt@y>", List.of(" <C:`x.txt@y>")),
                        Map.entry("ann@[127.0.0.1]", List.of(" <ann@[127.0.0.1]>")),
                        Map.entry("\"a b\"@c", List.of(" <a b@c>")),
                        Map.entry("=?utf-8?b?w7w=?= <a@b>", List.of("ü <a@b>")),
                        Map.entry("\"=?utf-8?b?w7w=?=\" <a@b>", List.of("ü <a@b>")),
                        Map.entry("\u00c3\u00bc <a@b>", List.of("ü <a@b>")),
                        Map.entry("", List.of()),
                        Map.entry(" , ;", List.of()));
        examples.forEach((value, wanted) -> assertThat(of(value)).as(value).isEqualTo(wanted));
    }

    @Test
    void keepsTheSourceRoute() {
        assertThat(AddressList.of("<@a,@b:c@d>"))
                .containsExactly(new AddressItem.Mailbox("", "@a,@b", "c", "d"));
    }

    /// Values that make a reader go back again and again, were it to do so; 400 kB of each.
    @Test
    void takesTimeInProportionToTheValue() {
        for (String piece :
                List.of(
                        "\",\\", "(,", "<@", "<@,", "a ", "a:", "[", "\"", "(", ")", "<", "@",
                        "\\\"", ":", "a@:", "(\\", "<(", "<\"")) {
            assertThat(AddressList.of(piece.repeat(400_000 / piece.length())))
                    .as(piece)
                    .hasSizeLessThanOrEqualTo(AddressList.ITEMS_MAX + 2);
        }
    }
}
