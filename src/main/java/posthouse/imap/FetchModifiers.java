package posthouse.imap;

import java.util.Optional;
import java.util.OptionalLong;

/// What limits a FETCH (RFC 4466 §2.4).
///
/// @param changedSince only messages with a higher mod-sequence (RFC 7162 §3.1.4.1)
/// @param vanished also which have gone since (RFC 7162 §3.2.6)
/// @param partial only some of the messages, by their place among those that are named; of these
///   then those that have changed (RFC 9394 §3.3, §3.4)
record FetchModifiers(OptionalLong changedSince, boolean vanished, Optional<PartialRange> partial) {
    static final FetchModifiers NONE =
            new FetchModifiers(OptionalLong.empty(), false, Optional.empty());
}
