package posthouse.queue;

/// A message in the queue.
///
/// @param stopped by the operator: nothing of it is tried until it is released
record Entry(Mail mail, Held held, boolean stopped) {}
