package posthouse.mime;

/// An item of an address list (RFC 5322 §3.4), in the order of the field. Texts have one character
/// an octet, quotes and comments removed; nothing is decoded but by the methods that say so.
public sealed interface AddressItem {
    /// Somebody's address.
    ///
    /// @param name the display name, or else the last comment; empty where there is none
    /// @param route the obsolete source route (RFC 5322 §4.4): `@a,@b`; mostly empty
    /// @param local the local part; what stands there, where it is no address
    /// @param domain empty where the address has none
    record Mailbox(String name, String route, String local, String domain) implements AddressItem {
        /// The display name as people read it.
        public String displayName() {
            return EncodedWords.decode(name);
        }

        /// `local@domain` as people read it, or the local part alone.
        public String address() {
            return EncodedWords.decode(domain.isEmpty() ? local : local + "@" + domain);
        }
    }

    /// A group begins; its members follow.
    record GroupStart(String name) implements AddressItem {
        public String displayName() {
            return EncodedWords.decode(name);
        }
    }

    record GroupEnd() implements AddressItem {}
}
