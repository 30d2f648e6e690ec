package posthouse.queue;

import posthouse.address.Domain;

/// Where a recipient's mail goes next. What goes to the same one shares its connections and its
/// place among all others.
public sealed interface NextHop {
    /// A mailbox here.
    record Here() implements NextHop {
        @Override
        public String toString() {
            return "this server";
        }
    }

    /// The mail exchangers of a domain (RFC 5321 §5.1).
    record Exchangers(Domain domain) implements NextHop {
        @Override
        public String toString() {
            return domain.toString();
        }
    }

    /// An address literal, as `[192.0.2.1]`.
    record Literal(String literal) implements NextHop {
        @Override
        public String toString() {
            return literal;
        }
    }

    /// A server that takes mail for others, by its name in the settings.
    record Smarthost(String name) implements NextHop {
        @Override
        public String toString() {
            return "smarthost " + name;
        }
    }
}
