package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;

/// Turns names of keywords into their places in a mailbox's table, which grows as needed.
final class KeywordTable {
    private final MailLimits limits;
    private final List<String> names;
    private final int known;

    KeywordTable(MailboxState mailbox, MailLimits limits) {
        this.limits = limits;
        names = new ArrayList<>(mailbox.keywords());
        known = names.size();
    }

    /// The places of `wanted`, new ones added.
    ///
    /// @throws MailRefusal.OverLimit if the table would grow too long, or a name is
    Keywords places(List<String> wanted) throws MailRefusal.OverLimit {
        Keywords places = Keywords.NONE;
        for (String name : wanted) {
            int at = indexOf(name);
            places = places.with(at >= 0 ? at : add(name));
        }
        return places;
    }

    /// The places of those of `wanted` that are in a mailbox's table.
    static Keywords places(MailboxState mailbox, List<String> wanted) {
        return new KeywordTable(mailbox, MailLimits.DEFAULT).knownPlaces(wanted);
    }

    /// The places of those of `wanted` that are there.
    Keywords knownPlaces(List<String> wanted) {
        Keywords places = Keywords.NONE;
        for (String name : wanted) {
            int at = indexOf(name);
            places = at >= 0 ? places.with(at) : places;
        }
        return places;
    }

    boolean hasGrown() {
        return names.size() > known;
    }

    /// The mailbox with the table as it is now.
    MailboxState in(MailboxState mailbox) {
        return hasGrown() ? States.keywords(mailbox, List.copyOf(names)) : mailbox;
    }

    private int add(String name) throws MailRefusal.OverLimit {
        if (name.length() > limits.keywordCharacters()) {
            throw new MailRefusal.OverLimit(
                    "a keyword has at most " + limits.keywordCharacters() + " characters");
        }
        if (names.size() >= limits.keywords()) {
            throw new MailRefusal.OverLimit(
                    "a mailbox has at most " + limits.keywords() + " different keywords");
        }
        names.add(name);
        return names.size() - 1;
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
