package posthouse.imap;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import posthouse.mailbox.MailboxName;
import posthouse.mailbox.MailboxState;
import posthouse.mailbox.UidSet;
import posthouse.net.Connection;

/// Answers → octets (RFC 3501 §7). With [FetchWriter] the only place that knows how they are
/// written.
///
/// Texts for people are reduced to printable US-ASCII here, so that nothing that a client named can
/// end a line.
final class ImapWriter {
    private static final String SYSTEM_FLAGS = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

    private final Connection connection;
    private final MailboxNames names;

    ImapWriter(Connection connection, MailboxNames names) {
        this.connection = connection;
        this.names = names;
    }

    void flush() throws IOException {
        connection.flush();
    }

    /// For the octets of messages.
    FetchWriter fetch(MailboxState mailbox) {
        return new FetchWriter(connection, mailbox.keywords());
    }

    // Status responses, §7.1. A code is without its brackets; an empty one is left out.

    void ok(String tag, String code, String text) throws IOException {
        status(tag, "OK", code, text);
    }

    void no(String tag, String code, String text) throws IOException {
        status(tag, "NO", code, text);
    }

    void bad(String tag, String text) throws IOException {
        status(tag, "BAD", "", text);
    }

    void ok(String code, String text) throws IOException {
        status("*", "OK", code, text);
    }

    /// BAD for a command of which not even the tag is known.
    void bad(String text) throws IOException {
        status("*", "BAD", "", text);
    }

    void bye(String text) throws IOException {
        status("*", "BYE", "", text);
    }

    private void status(String tag, String kind, String code, String text) throws IOException {
        String bracketed = code.isEmpty() ? "" : "[" + code + "] ";
        line(tag + " " + kind + " " + bracketed + printable(text));
    }

    /// A continuation request, §7.5.
    void goOn(String text) throws IOException {
        line("+ " + text);
    }

    // Server and mailbox status, §7.2 and §7.3.

    void capability(String capabilities) throws IOException {
        line("* CAPABILITY " + capabilities);
    }

    /// @param childInfo by what mailboxes below the name were selected (RFC 9051 §6.3.9.6); empty:
    ///   not told
    void list(List<String> attributes, MailboxName name, List<String> childInfo)
            throws IOException {
        String below =
                childInfo.isEmpty()
                        ? ""
                        : childInfo.stream()
                                .map(ImapWriter::quoted)
                                .collect(Collectors.joining(" ", " (\"CHILDINFO\" (", "))"));
        line(listed("LIST", attributes, name) + below);
    }

    /// Another name for what the client has named (RFC 9051 §6.3.9.7).
    void renamed(List<String> attributes, MailboxName name, String oldName) throws IOException {
        line(listed("LIST", attributes, name) + " (\"OLDNAME\" (" + names.write(oldName) + "))");
    }

    void lsub(List<String> attributes, MailboxName name) throws IOException {
        line(listed("LSUB", attributes, name));
    }

    private String listed(String kind, List<String> attributes, MailboxName name) {
        return "* %s (%s) \"/\" %s"
                .formatted(kind, String.join(" ", attributes), names.write(name));
    }

    /// LIST of an empty name: the separator and the root (§6.3.8).
    void listRoot(String kind) throws IOException {
        line("* " + kind + " (\\Noselect) \"/\" \"\"");
    }

    void namespace() throws IOException {
        line("* NAMESPACE ((\"\" \"/\")) NIL NIL");
    }

    void id(Map<String, String> server) throws IOException {
        line(
                server.entrySet().stream()
                        .map(field -> quoted(field.getKey()) + " " + quoted(field.getValue()))
                        .collect(Collectors.joining(" ", "* ID (", ")")));
    }

    /// The one root of a mailbox (RFC 9208 §4.2.2).
    void quotaRoot(MailboxName name) throws IOException {
        line("* QUOTAROOT " + names.write(name) + " \"\"");
    }

    void quota(List<String> resources) throws IOException {
        line("* QUOTA \"\" (" + String.join(" ", resources) + ")");
    }

    void status(MailboxName name, List<String> items) throws IOException {
        line("* STATUS " + names.write(name) + " (" + String.join(" ", items) + ")");
    }

    /// @param modSeq the highest among them, where it was asked for (RFC 7162 §3.1.6)
    void search(LongStream found, OptionalLong modSeq) throws IOException {
        found("SEARCH", found, modSeq);
    }

    /// RFC 5256 §4; the mod-sequence as in SEARCH (RFC 7162 §7).
    void sort(LongStream found, OptionalLong modSeq) throws IOException {
        found("SORT", found, modSeq);
    }

    private void found(String kind, LongStream found, OptionalLong modSeq) throws IOException {
        var line = new StringBuilder("* " + kind);
        found.forEach(number -> line.append(' ').append(number));
        modSeq.ifPresent(it -> line.append(" (MODSEQ ").append(it).append(')'));
        line(line.toString());
    }

    /// RFC 5256 §4.
    ///
    /// @param threads as in the response; empty for none
    void thread(String threads) throws IOException {
        line(threads.isEmpty() ? "* THREAD" : "* THREAD " + threads);
    }

    /// ESEARCH (RFC 4731 §3.1, RFC 9051 §7.3.4).
    void esearch(String tag, boolean uid, List<String> data) throws IOException {
        var line = new StringBuilder("* ESEARCH (TAG ").append(quoted(tag)).append(')');
        line.append(uid ? " UID" : "");
        data.forEach(item -> line.append(' ').append(item));
        line(line.toString());
    }

    /// FLAGS, and which of them last (§7.1 PERMANENTFLAGS): all, and any new keyword.
    void flags(Collection<String> keywords, boolean permanent) throws IOException {
        String all = keywords.isEmpty() ? "" : " " + String.join(" ", keywords);
        line("* FLAGS (" + SYSTEM_FLAGS + all + ")");
        if (permanent) {
            ok("PERMANENTFLAGS (" + SYSTEM_FLAGS + all + " \\*)", "flags are kept");
        } else {
            ok("PERMANENTFLAGS ()", "read-only");
        }
    }

    // Mailbox size and messages, §7.3 and §7.4.

    void exists(int messages) throws IOException {
        line("* " + messages + " EXISTS");
    }

    void recent(int messages) throws IOException {
        line("* " + messages + " RECENT");
    }

    /// RFC 5161 §3.2.
    void enabled(List<String> extensions) throws IOException {
        line("* ENABLED" + extensions.stream().map(it -> " " + it).collect(Collectors.joining()));
    }

    /// RFC 7162 §3.2.10.
    ///
    /// @param earlier whether the client may not have known them in this session
    void vanished(UidSet uids, boolean earlier) throws IOException {
        if (!uids.isEmpty()) {
            line("* VANISHED " + (earlier ? "(EARLIER) " : "") + uids);
        }
    }

    void highestModSeq(long modSeq) throws IOException {
        ok("HIGHESTMODSEQ " + modSeq, "the highest mod-sequence");
    }

    void expunge(int number) throws IOException {
        line("* " + number + " EXPUNGE");
    }

    /// The code of RFC 8474 §4.1 and §4.2.
    static String mailboxId(MailboxState mailbox) {
        return "MAILBOXID (" + ObjectId.mailbox(mailbox) + ")";
    }

    /// The code of RFC 4315 §3 for what was copied or moved.
    static String copyUid(long uidValidity, List<Long> sources, List<Long> targets) {
        return "COPYUID " + uidValidity + " " + uids(sources) + " " + uids(targets);
    }

    private static UidSet uids(List<Long> uids) {
        return UidSet.of(uids.stream().mapToLong(Long::longValue).toArray());
    }

    private void line(String text) throws IOException {
        connection.write(text + "\r\n");
    }

    /// `astring`: as an atom where it can be one and is not taken for NIL.
    static String astring(String text) {
        boolean atom =
                !text.isEmpty()
                        && !text.equalsIgnoreCase("NIL")
                        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && !isSpecial(c));
        return atom ? text : quoted(text);
    }

    private static boolean isSpecial(int c) {
        return "(){%*\"\\]".indexOf(c) >= 0;
    }

    /// `quoted`, of printable US-ASCII.
    static String quoted(String text) {
        return escaped(printable(text));
    }

    /// `quoted`, with whatever octets the text has, one a character.
    static String escaped(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String printable(String text) {
        var printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(c < ' ' || c > '~' ? '?' : c));
        return printable.toString();
    }
}
