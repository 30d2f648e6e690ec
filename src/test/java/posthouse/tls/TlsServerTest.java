package posthouse.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.bytes.Bytes;
import posthouse.time.Clock;
import posthouse.time.Timers;

@Timeout(60)
class TlsServerTest {
    @TempDir Path folder;

    private final OneTimer timers = new OneTimer();

    @Test
    void makesASelfSignedCertificateOnceWithAKeyForItsOwnerOnly() throws Exception {
        var files = files("mail");
        assertThat(SelfSigned.makeIfMissing(files, "mail.example", Clock.system())).isTrue();
        assertThat(SelfSigned.makeIfMissing(files, "mail.example", Clock.system())).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
        var identity = Pem.identity(files);
        assertThat(identity.names()).containsExactlyInAnyOrder("mail.example", "localhost");
        assertThat(identity.key().getAlgorithm()).isEqualTo("EC");
        assertThat(identity.validUntil()).isAfter(Clock.system().now().plus(Duration.ofDays(3000)));
        identity.certificate().verify(identity.certificate().getPublicKey());
    }

    @ParameterizedTest
    @EnumSource
    void describesASession(TlsEngine engine) throws Exception {
        try (var tls = server(engine, selfSigned("mail.example"));
                var pair = new Pair(tls, "mail.example")) {
            var session = pair.handshake();
            assertThat(session.version()).isEqualTo("TLSv1.3");
            assertThat(session.cipher()).startsWith("TLS_AES_");
            assertThat(session.serverName()).contains("mail.example");
            byte[] encoded = tls.identities().getFirst().certificate().getEncoded();
            assertThat(session.tlsServerEndPoint())
                    .contains(Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(encoded)));
            assertThat(session.tlsExporter().isPresent()).isEqualTo(engine == TlsEngine.JDK);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsTheCertificateThatFitsTheHost(TlsEngine engine) throws Exception {
        try (var tls =
                server(
                        engine,
                        selfSigned("one.example"),
                        selfSigned("*.two.example"),
                        selfSigned("mail.two.example"))) {
            assertThat(shown(tls, "one.example")).isEqualTo(0);
            assertThat(shown(tls, "Imap.Two.Example")).isEqualTo(1);
            assertThat(shown(tls, "mail.two.example")).isEqualTo(2);
            assertThat(shown(tls, "a.b.two.example")).isEqualTo(0);
            assertThat(shown(tls, "elsewhere.example")).isEqualTo(0);
            assertThat(shown(tls, "127.0.0.1")).isEqualTo(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void usesRsaAndEcdsaSideBySide(TlsEngine engine) throws Exception {
        try (var tls = server(engine, rsa("rsa.example"), selfSigned("ec.example"))) {
            assertThat(shown(tls, "rsa.example")).isEqualTo(0);
            assertThat(shown(tls, "ec.example")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesUpNewFilesAndKeepsTheOldOnesWhenTheyAreBroken(TlsEngine engine) throws Exception {
        var files = selfSigned("mail.example");
        var other = selfSigned("other.example");
        try (var tls = server(engine, files);
                var before = new Pair(tls, "mail.example")) {
            before.handshake();
            var old = tls.identities().getFirst().certificate();
            assertThat(tls.reload()).isFalse();

            replace(other.key(), files.key());
            assertThat(tls.reload()).as("only the key is new").isFalse();
            assertThat(tls.identities().getFirst().certificate()).isEqualTo(old);
            assertThat(shown(tls, "mail.example")).isEqualTo(0);

            replace(other.chain(), files.chain());
            assertThat(tls.reload()).isTrue();
            assertThat(tls.identities().getFirst().names()).contains("other.example");
            assertThat(shown(tls, "other.example")).isEqualTo(0);

            Files.writeString(files.chain(), "-----BEGIN CERTIFICATE-----\nrubbish\n");
            assertThat(tls.reload()).isFalse();
            Files.delete(files.chain());
            assertThat(tls.reload()).isFalse();
            assertThat(shown(tls, "other.example")).isEqualTo(0);

            before.client.write(Bytes.latin1("still here").buffer());
            before.client.endOutput();
            assertThat(Pair.readAll(before.server, 100)).isEqualTo(Bytes.latin1("still here"));
        }
    }

    @Test
    void looksAtTheFilesAgainAndAgain() throws Exception {
        try (var tls = server(TlsEngine.JDK, selfSigned("mail.example"))) {
            assertThat(timers.delay).contains(TlsServer.POLL);
            assertThat(tls.identities()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"RSA,PKCS8", "RSA,older", "EC,PKCS8", "EC,older"})
    void readsKeysInEveryForm(String algorithm, String form) throws Exception {
        var pair = pair(algorithm);
        var files = files("form");
        write(files.chain(), certificate(pair, "form.example"));
        write(
                files.key(),
                form.equals("PKCS8")
                        ? new JcaPKCS8Generator(pair.getPrivate(), null)
                        : pair.getPrivate());
        assertThat(Files.readString(files.key()))
                .contains(form.equals("PKCS8") ? "BEGIN PRIVATE" : "BEGIN " + algorithm);
        assertThat(Pem.identity(files).names()).containsExactly("form.example");
    }

    @Test
    void readsChainAndKeyFromOneFile() throws Exception {
        var files = selfSigned("mail.example");
        var both = folder.resolve("both.pem");
        Files.writeString(
                both, Files.readString(files.key()) + "\n" + Files.readString(files.chain()));
        assertThat(Pem.identity(new CertificateFiles(both, both)).names()).contains("mail.example");
    }

    @Test
    void saysWhyACertificateCannotBeUsed() throws Exception {
        var good = selfSigned("mail.example");
        var other = selfSigned("other.example");
        var encrypted = folder.resolve("encrypted.pem");
        Files.writeString(
                encrypted,
                """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        assertRefused(new CertificateFiles(good.chain(), other.key()), "does not belong to");
        assertRefused(new CertificateFiles(good.chain(), encrypted), "without a passphrase");
        assertRefused(new CertificateFiles(good.chain(), good.chain()), "no private key");
        assertRefused(new CertificateFiles(good.key(), good.key()), "no certificate");
        assertRefused(new CertificateFiles(folder.resolve("none"), good.key()), "there is no file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    void refusesRubbish(String text) throws Exception {
        var file = folder.resolve("rubbish.pem");
        Files.writeString(file, text);
        assertThatThrownBy(() -> Pem.identity(new CertificateFiles(file, file)))
                .isInstanceOf(BadCertificate.class);
    }

    @Test
    void aVerifyingClientDoesNotTrustASelfSignedServer() throws Exception {
        try (var tls = server(TlsEngine.best(), selfSigned("mail.example"));
                var pair = new Pair(tls, "mail.example")) {
            var served = pair.meanwhile(pair.server::handshake);
            var client = TlsClient.verifying().pipe(pair.clientChannel, "mail.example", 0);
            assertThatThrownBy(client::handshake).isInstanceOf(IOException.class);
            assertThatThrownBy(served::get).hasRootCauseInstanceOf(IOException.class);
        }
    }

    private static void assertRefused(CertificateFiles files, String why) {
        assertThatThrownBy(() -> Pem.identity(files))
                .isInstanceOf(BadCertificate.class)
                .hasMessageContaining(why);
    }

    /// Which of the server's certificates a client sees that asks for `host`.
    private int shown(TlsServer tls, String host) throws Exception {
        try (var pair = new Pair(tls, host)) {
            var shown = pair.handshake().tlsServerEndPoint();
            var all = tls.identities().stream().map(Identity::tlsServerEndPoint).toList();
            return all.indexOf(shown);
        }
    }

    private TlsServer server(TlsEngine engine, CertificateFiles... files) throws BadCertificate {
        return new TlsServer(List.of(files), engine, timers);
    }

    private CertificateFiles selfSigned(String host) throws IOException {
        var files = files(host);
        SelfSigned.makeIfMissing(files, host, Clock.system());
        return files;
    }

    private CertificateFiles rsa(String host) throws Exception {
        var pair = pair("RSA");
        var files = files(host);
        write(files.chain(), certificate(pair, host));
        write(files.key(), pair.getPrivate());
        return files;
    }

    private CertificateFiles files(String name) {
        String safe = name.replace('*', '_');
        return new CertificateFiles(
                folder.resolve(safe + ".cert.pem"), folder.resolve(safe + ".key.pem"));
    }

    private static KeyPair pair(String algorithm) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        return generator.generateKeyPair();
    }

    private static Object certificate(KeyPair pair, String host) throws Exception {
        var name = new X500Name("CN=" + host);
        var signer =
                new JcaContentSignerBuilder(
                                pair.getPrivate().getAlgorithm().equals("RSA")
                                        ? "SHA256withRSA"
                                        : "SHA256withECDSA")
                        .build(pair.getPrivate());
        return new JcaX509v3CertificateBuilder(
                        name,
                        java.math.BigInteger.TEN,
                        Date.from(Clock.system().now().minus(Duration.ofDays(1))),
                        Date.from(Clock.system().now().plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .build(signer);
    }

    private static void write(Path file, Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        Files.writeString(file, text.toString());
    }

    /// As renewal does it: a new file takes the place.
    private static void replace(Path from, Path to) throws IOException {
        Files.setLastModifiedTime(from, FileTime.from(Clock.system().now().plusSeconds(5)));
        Files.move(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static final class OneTimer implements Timers {
        Optional<Duration> delay = Optional.empty();

        @Override
        public Timer after(Duration delay, Runnable task) {
            this.delay = Optional.of(delay);
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
