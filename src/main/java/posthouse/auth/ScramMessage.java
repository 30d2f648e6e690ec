package posthouse.auth;

import java.util.Base64;
import java.util.Optional;
import posthouse.bytes.Bytes;

/// What a client says in SCRAM (RFC 5802 §7).
sealed interface ScramMessage {
    /// Octets of one message.
    int OCTETS_MAX = 4096;

    /// `client-first-message = gs2-header client-first-message-bare`.
    ///
    /// @param binding `n`: the client binds to no channel; `y`: it would, and thinks that the
    ///   server does not; else the name of the binding
    /// @param header the gs2-header as it came
    /// @param bare what stands behind that
    record First(
            String binding,
            String authorization,
            String name,
            String nonce,
            String header,
            String bare)
            implements ScramMessage {
        static First parse(Bytes message) throws AuthRefusal.BadExchange {
            String text = text(message);
            String[] parts = text.split(",", -1);
            if (parts.length < 4) {
                throw bad();
            }
            String header = parts[0] + "," + parts[1] + ",";
            return new First(
                    binding(parts[0]),
                    parts[1].isEmpty() ? "" : saslname(value(parts[1], "a=")),
                    saslname(value(parts[2], "n=")),
                    printable(value(parts[3], "r=")),
                    header,
                    text.substring(header.length()));
        }

        /// `gs2-cbind-flag = ("p=" cb-name) / "n" / "y"`.
        private static String binding(String flag) throws AuthRefusal.BadExchange {
            return flag.equals("n") || flag.equals("y") ? flag : value(flag, "p=");
        }

        @Override
        public String toString() {
            return "First[" + name + "]";
        }
    }

    /// `client-final-message = client-final-message-without-proof "," proof`.
    ///
    /// @param channel the gs2-header again, and the channel's data
    /// @param withoutProof the message up to the comma in front of the proof
    record Final(Bytes channel, String nonce, Bytes proof, String withoutProof)
            implements ScramMessage {
        static Final parse(Bytes message) throws AuthRefusal.BadExchange {
            String text = text(message);
            int proofAt = text.lastIndexOf(",p=");
            if (proofAt < 0) {
                throw bad();
            }
            String[] parts = text.substring(0, proofAt).split(",", -1);
            if (parts.length < 2) {
                throw bad();
            }
            return new Final(
                    base64(value(parts[0], "c=")),
                    printable(value(parts[1], "r=")),
                    base64(text.substring(proofAt + 3)),
                    text.substring(0, proofAt));
        }

        @Override
        public String toString() {
            return "Final";
        }
    }

    private static String text(Bytes message) throws AuthRefusal.BadExchange {
        Optional<String> text = message.strictUtf8();
        if (message.length() > OCTETS_MAX || text.isEmpty() || text.get().indexOf(0) >= 0) {
            throw bad();
        }
        return text.get();
    }

    /// What stands behind `name`, which includes the `=`.
    private static String value(String attribute, String name) throws AuthRefusal.BadExchange {
        if (!attribute.startsWith(name) || attribute.length() == name.length()) {
            throw bad(); // also for `m=`, a mandatory extension, which is to fail here
        }
        return attribute.substring(name.length());
    }

    /// `saslname = 1*(value-safe-char / "=2C" / "=3D")`.
    private static String saslname(String written) throws AuthRefusal.BadExchange {
        var name = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) != '=') {
                name.append(written.charAt(i));
            } else if (written.startsWith("=2C", i)) {
                name.append(',');
                i += 2;
            } else if (written.startsWith("=3D", i)) {
                name.append('=');
                i += 2;
            } else {
                throw bad();
            }
        }
        return name.toString();
    }

    private static String printable(String nonce) throws AuthRefusal.BadExchange {
        if (!nonce.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw bad();
        }
        return nonce;
    }

    private static Bytes base64(String text) throws AuthRefusal.BadExchange {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            throw bad();
        }
    }

    private static AuthRefusal.BadExchange bad() {
        return new AuthRefusal.BadExchange("not a SCRAM message");
    }
}
