package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.config.Settings;

class ScramTest {
    private static final Settings.Auth ON = new Settings.Auth(true, false, 50);
    private static final Peer PEER = House.peer("192.0.2.1");
    private static final Bytes EXPORTED = Bytes.latin1("exported keying material of 32 o");
    private static final Bytes CERTIFICATE = Bytes.latin1("hash of the certificate");
    private static final Peer BOUND =
            new Peer(
                    Optional.of(InetAddress.ofLiteral("192.0.2.1")),
                    true,
                    Optional.of(CERTIFICATE),
                    Optional.of(EXPORTED),
                    "imap");

    private final House house = new House(ON);

    /// The example of RFC 7677 §3.
    @Test
    void theExampleOfTheRfc() throws Exception {
        var salt = Bytes.wrap(Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="));
        var verifier = ScramVerifier.of("pencil", salt, 4096);
        var heard = new ArrayList<String>();
        SaslDialog client =
                challenge -> {
                    heard.add(challenge.utf8());
                    return heard.size() == 1
                            ? Bytes.utf8(
                                    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
                            : Bytes.EMPTY;
                };
        var exchange = new ScramExchange(PEER, false, client, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        var first = exchange.first(Optional.of(Bytes.utf8("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")));
        assertThat(first.name()).isEqualTo("user");
        var proof = exchange.prove(first, verifier);
        assertThat(proof.isRight()).isTrue();
        exchange.finish(proof);
        assertThat(heard)
                .containsExactly(
                        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void isOfferedWhereItIsOnAndThePlusWhereTheLineHasABinding() {
        assertThat(new House().authenticator.mechanisms(BOUND)).containsExactly("PLAIN", "LOGIN");
        assertThat(house.authenticator.mechanisms(PEER))
                .containsExactly("SCRAM-SHA-256", "PLAIN", "LOGIN");
        assertThat(house.authenticator.mechanisms(BOUND))
                .containsExactly("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN");
        assertThat(house.authenticator.mechanisms(House.plainPeer("192.0.2.1")))
                .containsExactly("SCRAM-SHA-256");
        assertThatThrownBy(() -> new Client("ann", "n,,").login(new House(), PEER, "SCRAM-SHA-256"))
                .isInstanceOf(AuthRefusal.NoSuchMechanism.class);
    }

    @Test
    void letsInWhoKnowsThePassword() throws Exception {
        var client = new Client("Ann", "n,,");
        Login login = client.login(house, PEER, "SCRAM-SHA-256");
        assertThat(login.account()).isEqualTo(1);
        assertThat(login.asTyped()).isEqualTo("Ann");
        assertThat(client.serverIsRight).isTrue();
        assertThat(new Client("ann", "n,a=ann@demo.test,").login(house, PEER, "SCRAM-SHA-256"))
                .isNotNull();
    }

    @Test
    void refusesAWrongPasswordAndAnotherIdentity() {
        var client = new Client("ann", "n,,");
        client.password = "wrong horse battery";
        assertThatThrownBy(() -> client.login(house, PEER, "SCRAM-SHA-256"))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
        assertThat(house.clock.paused()).isEqualTo(Failures.FIRST_DELAY);
        assertThatThrownBy(() -> new Client("ann", "n,a=ben,").login(house, PEER, "SCRAM-SHA-256"))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
    }

    @Test
    void guessesLockTheAddressOut() {
        house.clock.stand();
        for (int i = 0; i < Failures.NARROW_MAX; i++) {
            var client = new Client("ann", "n,,");
            client.password = "wrong horse battery";
            assertThatThrownBy(() -> client.login(house, PEER, "SCRAM-SHA-256"))
                    .isInstanceOf(AuthRefusal.class);
        }
        assertThatThrownBy(() -> new Client("ann", "n,,").login(house, PEER, "SCRAM-SHA-256"))
                .isInstanceOf(AuthRefusal.TooManyFailures.class);
    }

    @Test
    void aDisabledAccountIsRefused() {
        house.disabled.add(1L);
        assertThatThrownBy(() -> new Client("ann", "n,,").login(house, PEER, "SCRAM-SHA-256"))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p=tls-exporter,,", "p=tls-server-end-point,,"})
    void thePlusBindsToTheLine(String header) throws Exception {
        var client = new Client("ann", header);
        client.channel = header.contains("exporter") ? EXPORTED : CERTIFICATE;
        assertThat(client.login(house, BOUND, "SCRAM-SHA-256-PLUS").account()).isEqualTo(1);
        var deceived = new Client("ann", header);
        deceived.channel = Bytes.latin1("the line of somebody in between");
        assertThatThrownBy(() -> deceived.login(house, BOUND, "SCRAM-SHA-256-PLUS"))
                .isInstanceOf(AuthRefusal.BadExchange.class);
    }

    @Test
    void aClientThatWasToldThatThereIsNoBindingIsRefused() throws Exception {
        assertThat(new Client("ann", "y,,").login(house, PEER, "SCRAM-SHA-256")).isNotNull();
        assertThat(new Client("ann", "n,,").login(house, BOUND, "SCRAM-SHA-256")).isNotNull();
        for (String header : List.of("y,,", "p=tls-exporter,,")) {
            assertThatThrownBy(() -> new Client("ann", header).login(house, BOUND, "SCRAM-SHA-256"))
                    .isInstanceOf(AuthRefusal.BadExchange.class);
        }
        for (String header : List.of("n,,", "y,,", "p=tls-unique,,")) {
            assertThatThrownBy(() ->
                            new Client("ann", header).login(house, BOUND, "SCRAM-SHA-256-PLUS"))
                    .isInstanceOf(AuthRefusal.BadExchange.class);
        }
        assertThatThrownBy(() ->
                        new Client("ann", "p=tls-exporter,,")
                                .login(house, PEER, "SCRAM-SHA-256-PLUS"))
                .isInstanceOf(AuthRefusal.NoSuchMechanism.class);
    }

    @Test
    void anUnknownNameHasASaltOfItsOwnThatStays() {
        String salt = saltOf(house, "nobody");
        assertThat(saltOf(house, "NoBody@demo.test")).isEqualTo(salt);
        assertThat(saltOf(house, "nobody2")).isNotEqualTo(salt);
        var restarted =
                new Credentials(house.store, house.clock, house.hasher, ON)
                        .scramOfNobody("nobody@demo.test")
                        .salt();
        assertThat(Base64.getEncoder().encodeToString(restarted.toArray())).isEqualTo(salt);
        assertThat(salt).hasSameSizeAs(saltOf(house, "ann"));
        assertThat(house.credentials.all()).hasSize(1);
    }

    @Test
    void verifiersAreKeptWhereItIsOnAndGoWhereItIsOff() throws Exception {
        assertThat(kinds(house)).hasSize(2);
        var off = new House();
        assertThat(kinds(off)).hasSize(1);
        var verifiers = new Credentials(house.store, house.clock, house.hasher, off.config());
        var entry = verifiers.find(LoginName.of(House.ANN)).orElseThrow();
        verifiers.used(entry, House.PASSWORD);
        assertThat(kinds(house)).hasSize(1);
        // On again: made when the password is next seen.
        assertThatThrownBy(() -> new Client("ann", "n,,").login(house, PEER, "SCRAM-SHA-256"))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
        var _ = house.authenticator.login(PEER, "ann", House.PASSWORD);
        assertThat(new Client("ann", "n,,").login(house, PEER, "SCRAM-SHA-256")).isNotNull();
    }

    @Test
    void namesWithCommasAreUnderstood() throws Exception {
        Address odd = Address.parse("\"a,b=c\"@demo.test").orElseThrow();
        house.credentials.setPassword(odd, 5, House.PASSWORD);
        assertThat(
                        ScramMessage.First.parse(
                                        Bytes.utf8("n,,n=a=2Cb=3Dc@demo.test,r=nonce,x=more"))
                                .name())
                .isEqualTo("a,b=c@demo.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "n,,",
                "n,,n=ann",
                "n,,n=ann,r=",
                "x,,n=ann,r=abc",
                "p=,,n=ann,r=abc",
                "n,b=x,n=ann,r=abc",
                "n,,m=x,n=ann,r=abc",
                "n,,n=a=2,r=abc",
                "n,,n==,r=abc",
                "n,,n=ann,r=a\u00e9",
                "n,,n=a\0b,r=abc",
                "N,,n=ann,r=abc",
                "n,,r=abc,n=ann"
            })
    void whatIsNoFirstMessageIsABadExchange(String message) {
        assertThatThrownBy(() -> ScramMessage.First.parse(Bytes.utf8(message)))
                .isInstanceOf(AuthRefusal.BadExchange.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                "c=biws,r=abc",
                "c=biws,p=AAAA",
                "c=?,r=abc,p=AAAA",
                "r=abc,c=biws,p=AAAA",
                "c=biws,r=abc,p=",
                "c=biws,r=abc,p=A",
                "c=,r=abc,p=AAAA"
            })
    void whatIsNoFinalMessageIsABadExchange(String message) {
        assertThatThrownBy(() ->
                        house.authenticator.authenticate(
                                PEER,
                                "SCRAM-SHA-256",
                                Optional.of(Bytes.utf8("n,,n=ann,r=abc")),
                                _ -> Bytes.utf8(message)))
                .isInstanceOf(AuthRefusal.BadExchange.class);
    }

    private static String saltOf(House house, String name) {
        var challenges = new ArrayList<String>();
        assertThatThrownBy(() ->
                        house.authenticator.authenticate(
                                PEER,
                                "SCRAM-SHA-256",
                                Optional.of(Bytes.utf8("n,,n=" + name + ",r=abc")),
                                challenge -> {
                                    challenges.add(challenge.utf8());
                                    throw new AuthRefusal.Cancelled();
                                }))
                .isInstanceOf(AuthRefusal.Cancelled.class);
        String salt = challenges.getFirst().split(",")[1];
        return salt.substring(2);
    }

    private static List<String> kinds(House house) {
        return house.credentials.show(House.ANN).orElseThrow().opens().stream()
                .map(Credentials.Opens::kind)
                .toList();
    }

    /// A client as RFC 5802 §3 describes it.
    private static final class Client implements SaslDialog {
        String password = House.PASSWORD;
        Bytes channel = Bytes.EMPTY;
        boolean serverIsRight;
        private final String name;
        private final String header;
        private Bytes signature = Bytes.EMPTY;

        Client(String name, String header) {
            this.name = name;
            this.header = header;
        }

        Login login(House house, Peer peer, String mechanism) throws Exception {
            String first = header + bare();
            return house.authenticator.authenticate(
                    peer, mechanism, Optional.of(Bytes.utf8(first)), this);
        }

        private String bare() {
            return "n=" + name + ",r=clientnonce";
        }

        @Override
        public Bytes ask(Bytes challenge) {
            String text = challenge.utf8();
            if (text.startsWith("v=")) {
                serverIsRight = text.substring(2).equals(base64(signature));
                return Bytes.EMPTY;
            }
            String[] parts = text.split(",");
            Bytes salt = Bytes.wrap(Base64.getDecoder().decode(parts[1].substring(2)));
            int iterations = Integer.parseInt(parts[2].substring(2));
            Bytes salted = ScramVerifier.salted(password, salt, iterations);
            Bytes clientKey = ScramVerifier.hmac(salted, Bytes.latin1("Client Key"));
            Bytes storedKey = ScramVerifier.hash(clientKey);
            String last = "c=" + base64(Bytes.utf8(header).plus(channel)) + "," + parts[0];
            Bytes said = Bytes.utf8(bare() + "," + text + "," + last);
            Bytes clientSignature = ScramVerifier.hmac(storedKey, said);
            byte[] proof = clientKey.toArray();
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= clientSignature.at(i);
            }
            Bytes serverKey = ScramVerifier.hmac(salted, Bytes.latin1("Server Key"));
            signature = ScramVerifier.hmac(serverKey, said);
            return Bytes.utf8(last + ",p=" + base64(Bytes.wrap(proof)));
        }

        private static String base64(Bytes octets) {
            return Base64.getEncoder().encodeToString(octets.toArray());
        }
    }
}
