package posthouse.queue;

import java.util.List;

/// Hears what becomes of mail, once it is durable. Any thread; must neither wait nor fail.
public interface Watcher {
    Watcher NONE = new Watcher() {};

    /// It is in the queue.
    default void queued(Mail mail, List<To> recipients) {}

    /// It is where it belongs.
    ///
    /// @param relayed whether another server has it
    default void delivered(Mail mail, To to, Answer answer, boolean relayed) {}

    /// It waits for another try.
    default void delayed(Mail mail, To to, Answer answer) {}

    /// It will not be delivered.
    default void failed(Mail mail, To to, Answer answer) {}

    /// Its sender is told; the report is in the queue itself.
    default void reported(Mail mail, Mail report) {}

    /// The operator has stopped it, or lets it go on.
    default void stopped(Mail mail, boolean stopped) {}

    /// The operator has taken it away from recipients.
    default void dropped(Mail mail, List<To> recipients) {}
}
