package posthouse.imap;

import java.util.OptionalLong;

/// What limits a FETCH (RFC 4466 §2.4).
///
/// @param changedSince only messages with a higher mod-sequence (RFC 7162 §3.1.4.1)
/// @param vanished also which have gone since (RFC 7162 §3.2.6)
record FetchModifiers(OptionalLong changedSince, boolean vanished) {
    static final FetchModifiers NONE = new FetchModifiers(OptionalLong.empty(), false);
}
