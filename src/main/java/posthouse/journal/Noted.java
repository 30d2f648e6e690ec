package posthouse.journal;

import java.time.Instant;

/// An event, and when it was noted.
public record Noted(Instant at, Event event) {}
