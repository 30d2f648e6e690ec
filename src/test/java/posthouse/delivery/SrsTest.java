package posthouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.delivery.Srs.Reversed;
import posthouse.time.Clock;

class SrsTest {
    private static final Domain OURS = new Domain("ours.test");

    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final Srs srs = srs("0123456789abcdef0123456789abcdef");

    private Srs srs(String key) {
        return new Srs(
                Bytes.latin1(key),
                new Clock() {
                    @Override
                    public Instant now() {
                        return now;
                    }

                    @Override
                    public long nanos() {
                        return 0;
                    }
                });
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private Address rewritten(String sender) {
        return srs.rewrite(address(sender), OURS).orElseThrow();
    }

    private static Reversed to(String text) {
        return new Reversed.To(address(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ann.Lee+x@one.test",
                "a=b=c@one.test",
                "\"odd one\"@one.test",
                "\"at@home\"@one.test",
                "\"back\\\\slash\"@one.test",
                "\u00fcnl\u00fc@xn--bcher-kva.test",
                "SRS2=x@one.test",
                "SRS1=no-chain@one.test",
                "srs@one.test",
            })
    void bringsBouncesBackToTheSender(String sender) {
        Address rewritten = rewritten(sender);
        assertThat(rewritten.localPart()).matches("SRS0=[A-Z2-7]{4}=[A-Z2-7]{2}=.*=.*");
        assertThat(Address.parse(rewritten.toString())).contains(rewritten);
        assertThat(Srs.isRewritten(rewritten)).isTrue();
        assertThat(srs.reverse(rewritten)).isEqualTo(to(sender));
    }

    @Test
    void looksAsOthersWriteIt() {
        assertThat(rewritten("ann@one.test").toString())
                .matches("SRS0=....=[A-Z2-7]{2}=one\\.test=ann@ours\\.test");
    }

    @Test
    void standsAPeerThatChangesTheCase() {
        String text = rewritten("Ann@one.test").toString();
        assertThat(srs.reverse(address(text.toLowerCase(Locale.ROOT))))
                .isEqualTo(to("ann@one.test"));
        assertThat(srs.reverse(address(text.toUpperCase(Locale.ROOT))))
                .isEqualTo(to("ANN@one.test"));
    }

    @Test
    void turnsBackForSomeDaysOnly() {
        Address rewritten = rewritten("ann@one.test");
        now = now.plus(Srs.VALIDITY);
        assertThat(srs.reverse(rewritten)).isEqualTo(to("ann@one.test"));
        now = now.plus(Duration.ofDays(1));
        assertThat(srs.reverse(rewritten)).isEqualTo(new Reversed.Expired());
        now = now.minus(Srs.VALIDITY).minus(Duration.ofDays(2));
        assertThat(srs.reverse(rewritten)).isEqualTo(to("ann@one.test"));
        now = now.minus(Duration.ofDays(1));
        assertThat(srs.reverse(rewritten)).isEqualTo(new Reversed.Expired());
    }

    @Test
    void turnsBackAcrossTheDayOnWhichTheNumbersBeginAgain() {
        now = Instant.EPOCH.plus(Duration.ofDays(20 * 1024 - 1));
        Address rewritten = rewritten("ann@one.test");
        assertThat(rewritten.localPart()).startsWith("SRS0=").contains("=77=");
        now = now.plus(Duration.ofDays(5));
        assertThat(srs.reverse(rewritten)).isEqualTo(to("ann@one.test"));
    }

    @Test
    void turnsNothingBackThatItHasNotMade() {
        String text = rewritten("ann@one.test").toString();
        var forged = new Reversed.Forged();
        assertThat(srs.reverse(address(text.replace("=ann@", "=ben@")))).isEqualTo(forged);
        assertThat(srs.reverse(address(text.replace("one.test", "two.test")))).isEqualTo(forged);
        assertThat(srs.reverse(address(text.replace("SRS0", "SRS1")))).isEqualTo(forged);
        assertThat(srs("another key, also of 32 octets .").reverse(address(text)))
                .isEqualTo(forged);
        for (var broken :
                new String[] {
                    "SRS0=x",
                    "SRS0=",
                    "SRS0=AAAA",
                    "SRS0=AAAA=",
                    "SRS0=AAAA=AA",
                    "SRS1=AAAA==",
                    "SRS0=AAAA=AA=one.test=ann",
                    "SRS0=\u00e9\u00e9\u00e9\u00e9=AA=one.test=ann",
                }) {
            assertThat(srs.reverse(new Address(broken, OURS))).isEqualTo(forged);
        }
    }

    @Test
    void keepsChainsShort() {
        Address first =
                srs("the key of the first forwarder .")
                        .rewrite(address("ann@one.test"), new Domain("two.test"))
                        .orElseThrow();
        Srs third = srs("the key of the second forwarder ");
        Address second = third.rewrite(first, new Domain("three.test")).orElseThrow();
        assertThat(second.toString())
                .isEqualTo(
                        "SRS1="
                                + second.localPart().substring(5, 9)
                                + "=two.test="
                                + first.localPart().substring(4)
                                + "@three.test");
        Address here = srs.rewrite(second, OURS).orElseThrow();
        assertThat(here.localPart()).hasSameSizeAs(second.localPart());
        assertThat(here.localPart().substring(9)).isEqualTo(second.localPart().substring(9));
        assertThat(srs.reverse(here)).isEqualTo(new Reversed.To(first));
        assertThat(third.reverse(second)).isEqualTo(new Reversed.To(first));
        assertThat(srs.reverse(second)).isEqualTo(new Reversed.Forged());
    }

    @Test
    void leavesOthersSeparatorsAsTheyAre() {
        Address here = rewritten("SRS0+opaque-ab=cd@two.test");
        assertThat(here.localPart()).endsWith("=two.test=+opaque-ab=cd");
        assertThat(srs.reverse(here)).isEqualTo(to("SRS0+opaque-ab=cd@two.test"));
    }

    @Test
    void saysWhereARewrittenAddressWouldBeTooLong() {
        String fits = "a".repeat(64 - "SRS0=HHHH=TT=one.test=".length());
        assertThat(srs.rewrite(address(fits + "@one.test"), OURS)).isPresent();
        assertThat(srs.rewrite(address(fits + "a@one.test"), OURS)).isEmpty();
        assertThat(srs.rewrite(address("\u00fc".repeat(22) + "@one.test"), OURS)).isEmpty();
        var longDomain = new Domain(("d".repeat(60) + ".").repeat(3) + "test");
        assertThat(srs.rewrite(address("\"x y\"@one.test"), longDomain)).isPresent();
        assertThat(srs.rewrite(address("\"" + "x ".repeat(20) + "\"@one.test"), longDomain))
                .isPresent();
        assertThat(srs.rewrite(address("\"" + "\\\"".repeat(42) + "\"@one.test"), longDomain))
                .isEmpty();
    }
}
