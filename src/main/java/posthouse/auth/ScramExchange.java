package posthouse.auth;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import posthouse.bytes.Bytes;

/// One exchange of SCRAM-SHA-256 or SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677), seen from the server:
/// [#first], [#prove], [#finish], in this order.
///
/// With the binding `tls-exporter` (RFC 9266) or `tls-server-end-point` (RFC 5929 §4) the client
/// also proves that nobody sits between the two ends of the TLS line.
final class ScramExchange {
    static final String NAME = "SCRAM-SHA-256";
    static final String PLUS = "SCRAM-SHA-256-PLUS";

    private final Peer peer;
    private final boolean isPlus;
    private final SaslDialog dialog;
    private final String serverNonce;

    /// @param serverNonce printable, and never the same
    ScramExchange(Peer peer, boolean isPlus, SaslDialog dialog, String serverNonce) {
        this.peer = peer;
        this.isPlus = isPlus;
        this.dialog = dialog;
        this.serverNonce = serverNonce;
    }

    /// Whether the line has something to bind to.
    static boolean canBind(Peer peer) {
        return peer.tlsExporter().isPresent() || peer.tlsServerEndPoint().isPresent();
    }

    /// What the client proved, or failed to.
    ///
    /// @param tag another one for each exchange: wrong passwords cannot be told apart here
    /// @param signature shows the client that the server knows the password
    record Proof(boolean isRight, Bytes tag, Bytes signature) {
        @Override
        public String toString() {
            return "Proof[" + isRight + "]";
        }
    }

    /// Who it is.
    ///
    /// @throws AuthRefusal.BadExchange also where the client was made to believe that this server
    ///   binds to no channel (RFC 5802 §6)
    ScramMessage.First first(Optional<Bytes> initial) throws IOException, AuthRefusal {
        Bytes message = initial.isPresent() ? initial.get() : dialog.ask(Bytes.EMPTY);
        var first = ScramMessage.First.parse(message);
        boolean binds = !first.binding().equals("n") && !first.binding().equals("y");
        if (binds != isPlus || binds && channel(first.binding()).isEmpty()) {
            throw new AuthRefusal.BadExchange("that channel binding is not to be had here");
        }
        if (first.binding().equals("y") && canBind(peer)) {
            throw new AuthRefusal.BadExchange("the server does bind to channels");
        }
        return first;
    }

    /// Sends the salt and checks the proof.
    Proof prove(ScramMessage.First first, ScramVerifier verifier) throws IOException, AuthRefusal {
        String nonce = first.nonce() + serverNonce;
        String serverFirst =
                "r=" + nonce + ",s=" + base64(verifier.salt()) + ",i=" + verifier.iterations();
        var last = ScramMessage.Final.parse(dialog.ask(Bytes.utf8(serverFirst)));
        if (!last.nonce().equals(nonce)) {
            throw new AuthRefusal.BadExchange("not this exchange's nonce");
        }
        if (!last.channel().equals(expectedChannel(first))) {
            throw new AuthRefusal.BadExchange("the channel bindings differ");
        }
        Bytes said = Bytes.utf8(first.bare() + "," + serverFirst + "," + last.withoutProof());
        Bytes clientKey = xor(last.proof(), ScramVerifier.hmac(verifier.storedKey(), said));
        Bytes storedKey = ScramVerifier.hash(clientKey);
        return new Proof(
                MessageDigest.isEqual(storedKey.toArray(), verifier.storedKey().toArray()),
                storedKey,
                ScramVerifier.hmac(verifier.serverKey(), said));
    }

    /// Shows the client who the server is; the client has nothing more to say.
    void finish(Proof proof) throws IOException, AuthRefusal {
        Bytes answer = dialog.ask(Bytes.latin1("v=" + base64(proof.signature())));
        if (!answer.isEmpty()) {
            throw new AuthRefusal.BadExchange("SCRAM was over");
        }
    }

    /// `cbind-input = gs2-header [ cbind-data ]`.
    private Bytes expectedChannel(ScramMessage.First first) {
        return Bytes.utf8(first.header()).plus(channel(first.binding()).orElse(Bytes.EMPTY));
    }

    private Optional<Bytes> channel(String binding) {
        return switch (binding) {
            case "tls-exporter" -> peer.tlsExporter();
            case "tls-server-end-point" -> peer.tlsServerEndPoint();
            default -> Optional.empty();
        };
    }

    /// @throws AuthRefusal.BadExchange if the proof has another length
    private static Bytes xor(Bytes proof, Bytes signature) throws AuthRefusal.BadExchange {
        if (proof.length() != signature.length()) {
            throw new AuthRefusal.BadExchange("the proof has a wrong length");
        }
        byte[] result = new byte[proof.length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (proof.at(i) ^ signature.at(i));
        }
        return Bytes.wrap(result);
    }

    private static String base64(Bytes octets) {
        return Base64.getEncoder().encodeToString(octets.toArray());
    }
}
