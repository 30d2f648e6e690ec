package posthouse.mailbox;

/// What a POP3 session's end does to messages (each account chooses).
///
/// @param onDelete to those marked with DELE
/// @param onRetrieve to those fetched and not marked
public record Pop3Policy(Action onDelete, Action onRetrieve) {
    public static final Pop3Policy DEFAULT = new Pop3Policy(Action.DELETE, Action.KEEP);

    /// What may happen to a message. KEEP for a deleted one means: gone from POP3, untouched in
    /// IMAP; for a retrieved one: nothing at all.
    public enum Action {
        DELETE,
        KEEP,
        READ,
        ARCHIVE,
        TRASH
    }
}
