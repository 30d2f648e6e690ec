package posthouse.smtp;

import posthouse.address.Address;

/// Where a message comes from or goes to (RFC 5321 §4.1.2 Reverse-path, Forward-path). A source
/// route is read and forgotten (Appendix C).
public sealed interface Path {
    /// As written between MAIL FROM: or RCPT TO: and the parameters, brackets included.
    @Override
    String toString();

    /// An address in a domain.
    record Mailbox(Address address) implements Path {
        @Override
        public String toString() {
            return "<" + address + ">";
        }
    }

    /// An address at an address literal (§4.1.3), which is never one of ours.
    ///
    /// @param localPart as written, with its quotes if it has some
    /// @param literal with its square brackets
    record AtLiteral(String localPart, String literal) implements Path {
        @Override
        public String toString() {
            return "<" + localPart + "@" + literal + ">";
        }
    }

    /// Nobody: the reverse-path of notices, which nobody answers (§4.5.5).
    record Null() implements Path {
        @Override
        public String toString() {
            return "<>";
        }
    }

    /// The bare forward-path `<Postmaster>` (§4.1.1.3).
    record Postmaster() implements Path {
        @Override
        public String toString() {
            return "<Postmaster>";
        }
    }
}
