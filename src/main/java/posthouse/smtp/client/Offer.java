package posthouse.smtp.client;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import posthouse.smtp.SmtpReply;

/// What a server says of itself in answer to EHLO (RFC 5321 §4.1.1.1).
///
/// @param name who it says it is
/// @param keywords in upper case, with their parameters
record Offer(String name, Map<String, String> keywords) {
    static Offer of(SmtpReply reply) {
        var keywords = new HashMap<String, String>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            int space = line.indexOf(' ');
            String keyword = space < 0 ? line : line.substring(0, space);
            String parameters = space < 0 ? "" : line.substring(space + 1).strip();
            keywords.put(keyword.strip().toUpperCase(Locale.ROOT), parameters);
        }
        return new Offer(word(reply.lines().getFirst()), keywords);
    }

    /// After HELO.
    static Offer nothing(SmtpReply reply) {
        return new Offer(word(reply.lines().getFirst()), Map.of());
    }

    private static String word(String line) {
        return List.of(line.strip().split(" ", 2)).getFirst();
    }

    boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }

    /// The largest message it takes (RFC 1870 §4), where it says so.
    long sizeMax() {
        String size = keywords.getOrDefault("SIZE", "");
        long most = size.matches("\\d{1,18}") ? Long.parseLong(size) : 0;
        return most == 0 ? Long.MAX_VALUE : most;
    }

    /// The mechanisms by which one can log in (RFC 4954 §3).
    List<String> mechanisms() {
        return List.of(keywords.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT).split(" +"));
    }
}
