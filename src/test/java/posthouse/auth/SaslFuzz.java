package posthouse.auth;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.Optional;
import posthouse.bytes.Bytes;

/// Whatever a client sends in a SASL exchange, it is a message or a bad exchange.
class SaslFuzz {
    @FuzzTest(maxDuration = "1m")
    void plain(byte[] octets) {
        try {
            var _ = PlainMessage.parse(Bytes.wrap(octets)).toString();
        } catch (AuthRefusal.BadExchange _) {
            // as declared
        }
    }

    @FuzzTest(maxDuration = "1m")
    void scram(FuzzedDataProvider data) throws Exception {
        Bytes first = Bytes.wrap(data.consumeBytes(400));
        Bytes last = Bytes.wrap(data.consumeBytes(400));
        Bytes salt = Bytes.wrap(Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="));
        var verifier = new ScramVerifier(salt, 4096, ScramVerifier.hash(salt), salt);
        var exchange = new ScramExchange(House.peer("192.0.2.1"), false, _ -> last, "servernonce");
        try {
            var proof = exchange.prove(exchange.first(Optional.of(first)), verifier);
            if (proof.isRight()) {
                throw new AssertionError("was let in");
            }
        } catch (AuthRefusal.BadExchange _) {
            // as declared
        }
    }

    @FuzzTest(maxDuration = "1m")
    void importedHash(FuzzedDataProvider data) {
        try {
            var hash = PasswordHash.parse(data.consumeRemainingAsString());
            PasswordHash again = PasswordHash.parse(hash.text());
            if (!again.equals(hash)) {
                throw new AssertionError("reads otherwise the second time: " + hash.text());
            }
        } catch (PasswordHash.BadHash _) {
            // as declared
        }
    }
}
