package posthouse.imap;

import java.util.Locale;
import java.util.Optional;
import posthouse.mailbox.Role;

/// What mailboxes are for, as attributes (RFC 6154 §2).
final class SpecialUse {
    private SpecialUse() {}

    /// INBOX has none.
    static Optional<String> of(Role role) {
        return switch (role) {
            case INBOX -> Optional.empty();
            case DRAFTS -> Optional.of("\\Drafts");
            case SENT -> Optional.of("\\Sent");
            case JUNK -> Optional.of("\\Junk");
            case TRASH -> Optional.of("\\Trash");
            case ARCHIVE -> Optional.of("\\Archive");
        };
    }

    /// @param name without its backslash, in any case
    /// @throws Refused with USEATTR for \All, \Flagged and those that nobody knows (§3)
    static Role role(String name) throws Refused {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "DRAFTS" -> Role.DRAFTS;
            case "SENT" -> Role.SENT;
            case "JUNK" -> Role.JUNK;
            case "TRASH" -> Role.TRASH;
            case "ARCHIVE" -> Role.ARCHIVE;
            default -> throw new Refused("USEATTR", "no mailbox is made for \\" + name);
        };
    }
}
