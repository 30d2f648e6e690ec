package posthouse.pop3;

import java.util.Optional;
import java.util.OptionalInt;
import posthouse.bytes.Bytes;

/// What a client can ask, grouped by the state that allows it (RFC 1939 §3).
sealed interface Pop3Command {
    /// RFC 1939 §4: who is it?
    sealed interface InAuthorization extends Pop3Command {}

    /// RFC 1939 §5: what is there?
    sealed interface InTransaction extends Pop3Command {}

    /// RFC 1939 §4, §6.
    record Quit() implements InAuthorization, InTransaction {}

    /// RFC 2449 §5.
    record Capa() implements InAuthorization, InTransaction {}

    /// RFC 1939 §7.
    record User(String name) implements InAuthorization {}

    /// RFC 1939 §7. The password is all that follows, spaces included.
    record Pass(String password) implements InAuthorization {
        @Override
        public String toString() {
            return "Pass[…]"; // commands that fail are logged
        }
    }

    /// RFC 5034 §4.
    ///
    /// @param mechanism in upper case
    /// @param initial the initial response, decoded
    record Auth(String mechanism, Optional<Bytes> initial) implements InAuthorization {
        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    /// AUTH without a mechanism. No RFC has it; older Outlooks ask in this way which there are.
    record ListMechanisms() implements InAuthorization {}

    /// RFC 2595 §4.
    record Stls() implements InAuthorization {}

    /// RFC 6856 §2.1.
    record Utf8() implements InAuthorization {}

    record Stat() implements InTransaction {}

    record List(OptionalInt number) implements InTransaction {}

    record Retr(int number) implements InTransaction {}

    record Dele(int number) implements InTransaction {}

    record Noop() implements InTransaction {}

    record Rset() implements InTransaction {}

    /// RFC 1939 §7.
    record Top(int number, int lines) implements InTransaction {}

    /// RFC 1939 §7.
    record Uidl(OptionalInt number) implements InTransaction {}
}
