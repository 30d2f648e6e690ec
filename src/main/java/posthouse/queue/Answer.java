package posthouse.queue;

import java.time.Instant;

/// What came of a try for one recipient, for people and for reports.
///
/// @param at when
/// @param host who said it, as `mx.example.org [192.0.2.1]`; empty where nobody was reached
/// @param security the TLS version and cipher that it was said under; empty for none
/// @param code the reply's code; 0 where there was no reply
/// @param status the enhanced status code (RFC 3463) as `4.4.1`, never empty; with `.0.0` at its
///   end where none was said
/// @param text what was said, as it was said, or what happened; in one line, which may hold
///   anything: it comes from others
public record Answer(
        Instant at, String host, String security, int code, String status, String text) {}
