package posthouse.mailbox;

/// What a session's client must be told.
public sealed interface ViewChange {
    /// A message went; the numbers behind it are one less from now on.
    record Vanished(int number, long uid) implements ViewChange {}

    /// The mailbox has that many messages now, new ones at the end.
    record Arrived(int size, int recent) implements ViewChange {}

    /// Flags changed.
    record Changed(int number) implements ViewChange {}

    /// The mailbox was deleted: the session has nothing selected any more.
    record MailboxGone() implements ViewChange {}
}
