package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.bytes.Bytes;
import posthouse.config.Settings;

class AuthenticatorTest {
    private static final Peer PEER = House.peer("192.0.2.1");

    private final House house = new House();

    @Test
    void echoesTheNameAsTyped() throws Exception {
        Login login = house.authenticator.login(PEER, "Ann", House.PASSWORD);
        assertThat(login.account()).isEqualTo(1);
        assertThat(login.name()).isEqualTo("ann@demo.test");
        assertThat(login.asTyped()).isEqualTo("Ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ben", "ann+list", "ann@other.test", "", "@", "ann@", "@demo.test", "a\0b"})
    void anUnknownNameIsRefusedLikeAWrongPassword(String name) {
        assertThatThrownBy(() -> house.authenticator.login(PEER, name, House.PASSWORD))
                .isInstanceOf(AuthRefusal.WrongCredentials.class)
                .hasMessage(refusal());
    }

    @Test
    void aDisabledAccountIsRefusedLikeAWrongPassword() throws Exception {
        String wrong = refusal();
        var _ = house.authenticator.login(PEER, "ann", House.PASSWORD);
        house.disabled.add(1L);
        assertThatThrownBy(() -> house.authenticator.login(PEER, "ann", House.PASSWORD))
                .isInstanceOf(AuthRefusal.WrongCredentials.class)
                .hasMessage(wrong);
    }

    private String refusal() {
        try {
            var _ = house.authenticator.login(PEER, "ann", "wrong");
            throw new AssertionError("was let in");
        } catch (AuthRefusal refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    /// From the start of the try to the answer; the clock stands still while hashes are computed.
    @ParameterizedTest
    @ValueSource(strings = {"ann", "nobody"})
    void aRefusalTakesItsTimeWhateverTheName(String name) {
        for (int seconds : new int[] {1, 2, 4, 8, 8}) {
            assertThatThrownBy(() ->
                            house.authenticator.login(PEER, name, "wrong " + house.clock.nanos()))
                    .isInstanceOf(AuthRefusal.WrongCredentials.class);
            assertThat(house.clock.paused())
                    .isBetween(
                            Duration.ofSeconds(seconds).minusMillis(1),
                            Duration.ofSeconds(seconds));
        }
    }

    @Test
    void aLockedOutAddressIsRefusedWithTheRightPasswordTooAndOthersAreNot() throws Exception {
        house.clock.stand();
        Peer elsewhere = House.peer("198.51.100.7");
        Peer bad = House.peer("203.0.113.9");
        var _ = house.authenticator.login(PEER, "ann", House.PASSWORD);
        for (Peer peer : List.of(bad, PEER)) {
            for (int i = 0; i < Failures.NARROW_MAX; i++) {
                String name = "nobody" + i;
                assertThatThrownBy(() -> house.authenticator.login(peer, name, "wrong"))
                        .isInstanceOf(AuthRefusal.class);
            }
        }
        var _ = house.clock.paused();
        assertThatThrownBy(() -> house.authenticator.login(bad, "ann", House.PASSWORD))
                .isInstanceOf(AuthRefusal.TooManyFailures.class);
        assertThat(house.clock.paused()).isEqualTo(Failures.LAST_DELAY);
        assertThat(house.authenticator.login(PEER, "ann", House.PASSWORD)).isNotNull();
        assertThat(house.authenticator.login(elsewhere, "ann", House.PASSWORD)).isNotNull();
        assertThat(house.clock.paused()).isZero();
    }

    @Test
    void aPasswordWithoutEndIsAWrongOne() {
        assertThatThrownBy(() -> house.authenticator.login(PEER, "ann", "x".repeat(1 << 20)))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
        assertThatThrownBy(() -> house.authenticator.login(PEER, "x".repeat(1 << 20), "x"))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
    }

    @Test
    void aRightPasswordIsNotMadeToWait() throws Exception {
        var _ = house.authenticator.login(PEER, "ann", House.PASSWORD);
        assertThat(house.clock.paused()).isZero();
    }

    @Test
    void aPlainLineTakesNoPasswordButFromThisMachine() throws Exception {
        Peer elsewhere = House.plainPeer("192.0.2.1");
        assertThat(house.authenticator.mechanisms(elsewhere)).isEmpty();
        assertThatThrownBy(() -> house.authenticator.login(elsewhere, "ann", House.PASSWORD))
                .isInstanceOf(AuthRefusal.NeedsTls.class);
        assertThatThrownBy(() -> sasl(elsewhere, "PLAIN", "\0ann\0" + House.PASSWORD))
                .isInstanceOf(AuthRefusal.NeedsTls.class);
        for (String here : List.of("127.0.0.1", "127.8.8.8", "::1")) {
            Peer peer = House.plainPeer(here);
            assertThat(house.authenticator.mechanisms(peer)).containsExactly("PLAIN", "LOGIN");
            assertThat(house.authenticator.login(peer, "ann", House.PASSWORD)).isNotNull();
        }
        var open = new House(new Settings.Auth(false, true, 50));
        assertThat(open.authenticator.login(elsewhere, "ann", House.PASSWORD)).isNotNull();
    }

    /// The first example of RFC 4616 §4, with our names.
    @Test
    void plainTakesOneMessage() throws Exception {
        assertThat(sasl(PEER, "plain", "\0ann\0" + House.PASSWORD).account()).isEqualTo(1);
        assertThat(sasl(PEER, "PLAIN", "ann@demo.test\0Ann\0" + House.PASSWORD).account())
                .isEqualTo(1);
        assertThat(asked(PEER, "PLAIN", "\0ann\0" + House.PASSWORD)).containsExactly("");
        assertThatThrownBy(() -> sasl(PEER, "PLAIN", "ben\0ann\0" + House.PASSWORD))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann", "\0ann", "\0ann\0pass\0more", "ann\0pass"})
    void plainWithOtherThanThreePartsIsABadExchange(String message) {
        assertThatThrownBy(() -> sasl(PEER, "PLAIN", message))
                .isInstanceOf(AuthRefusal.BadExchange.class);
    }

    @Test
    void plainThatIsNotUtf8OrTooLongIsABadExchange() {
        assertThatThrownBy(() ->
                        house.authenticator.authenticate(
                                PEER,
                                "PLAIN",
                                Optional.of(Bytes.latin1("\0ann\0\u00ff")),
                                _ -> Bytes.EMPTY))
                .isInstanceOf(AuthRefusal.BadExchange.class);
        assertThatThrownBy(() -> sasl(PEER, "PLAIN", "\0ann\0" + "x".repeat(5000)))
                .isInstanceOf(AuthRefusal.BadExchange.class);
    }

    @Test
    void loginAsksWithTheWordsThatOutlookKnows() throws Exception {
        assertThat(asked(PEER, "LOGIN", "ann", House.PASSWORD))
                .containsExactly("Username:", "Password:");
        var prompts = new ArrayList<String>();
        Login login =
                house.authenticator.authenticate(
                        PEER,
                        "LOGIN",
                        Optional.of(Bytes.utf8("ann")),
                        challenge -> {
                            prompts.add(challenge.utf8());
                            return Bytes.utf8(House.PASSWORD);
                        });
        assertThat(login.account()).isEqualTo(1);
        assertThat(prompts).containsExactly("Password:");
    }

    @Test
    void anotherMechanismIsNotKnown() {
        assertThatThrownBy(() -> sasl(PEER, "CRAM-MD5", ""))
                .isInstanceOf(AuthRefusal.NoSuchMechanism.class);
    }

    private Login sasl(Peer peer, String mechanism, String initial) throws Exception {
        return house.authenticator.authenticate(
                peer,
                mechanism,
                Optional.of(Bytes.utf8(initial)),
                _ -> {
                    throw new AssertionError("asked although all was said");
                });
    }

    /// What the mechanism asked, given these answers.
    private List<String> asked(Peer peer, String mechanism, String... answers) throws Exception {
        var questions = new ArrayList<String>();
        var _ =
                house.authenticator.authenticate(
                        peer,
                        mechanism,
                        Optional.empty(),
                        challenge -> {
                            questions.add(challenge.utf8());
                            return Bytes.utf8(answers[questions.size() - 1]);
                        });
        return questions;
    }
}
