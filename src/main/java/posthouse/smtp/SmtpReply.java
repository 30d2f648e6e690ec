package posthouse.smtp;

import java.util.List;

/// What a server answers (RFC 5321 §4.2).
///
/// @param code 200 to 599
/// @param enhanced the enhanced status code (RFC 3463) as `2.1.0`; empty where RFC 2034 §4 wants
///   none: greetings, answers to HELO, EHLO and LHLO, and 3xx
/// @param lines one or more, of printable ASCII or, for who understands it, UTF-8
public record SmtpReply(int code, String enhanced, List<String> lines) {
    public static SmtpReply of(int code, String enhanced, String line) {
        return new SmtpReply(code, enhanced, List.of(line));
    }

    /// A reply without enhanced status code.
    public static SmtpReply plain(int code, String line) {
        return new SmtpReply(code, "", List.of(line));
    }

    /// Whether the command was carried out (§4.2.1: 2yz).
    public boolean positive() {
        return code / 100 == 2;
    }

    /// Whether the same may be tried again later (§4.2.1: 4yz).
    public boolean transientFailure() {
        return code / 100 == 4;
    }
}
