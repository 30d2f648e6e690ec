package posthouse.journal;

import java.util.List;

/// What happened to a message, and to the reports on it, in the order of time.
///
/// @param id the message's
/// @param leftOut events in the middle that are not among `events`, since there are too many
public record Life(String id, List<Noted> events, int leftOut) {}
