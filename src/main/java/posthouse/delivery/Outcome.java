package posthouse.delivery;

import posthouse.mailbox.MailRefusal;

/// What became of a message for one recipient.
public sealed interface Outcome {
    /// It is in the account, durably.
    record Delivered() implements Outcome {}

    /// The account may not have it.
    record Refused(MailRefusal refusal) implements Outcome {}

    /// It could not be stored; that has been logged, and it may be tried again.
    record Failed() implements Outcome {}
}
