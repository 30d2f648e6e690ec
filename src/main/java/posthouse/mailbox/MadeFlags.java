package posthouse.mailbox;

/// What a change makes of flags, with keywords by their places in a mailbox's table.
record MadeFlags(FlagChange.Mode mode, int system, Keywords keywords) {
    MadeFlags(FlagChange change, Keywords places) {
        this(change.mode(), change.system() & Flags.ALL_SYSTEM, places);
    }

    /// With the keywords that the mailbox knows.
    MadeFlags(FlagChange change, MailboxState mailbox) {
        this(change, KeywordTable.places(mailbox, change.keywords()));
    }

    /// The same object where nothing changes.
    Flags of(Flags before) {
        return switch (mode) {
            case REPLACE -> flags(before, system, keywords);
            case ADD -> flags(before, before.system() | system, before.keywords().plus(keywords));
            case REMOVE ->
                    flags(before, before.system() & ~system, before.keywords().minus(keywords));
        };
    }

    private static Flags flags(Flags before, int system, Keywords keywords) {
        if (before.system() == system && before.keywords().equals(keywords)) {
            return before;
        }
        return keywords.isEmpty() ? Page.plain(system) : new Flags(system, keywords);
    }
}
