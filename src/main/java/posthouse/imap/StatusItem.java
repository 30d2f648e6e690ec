package posthouse.imap;

import java.util.ArrayList;
import java.util.List;

/// What STATUS tells of a mailbox: RFC 9051 §6.3.11; RECENT: RFC 3501 §6.3.10, which Thunderbird
/// asks for; HIGHESTMODSEQ: RFC 7162 §3.1.7; SIZE: RFC 8438; DELETED-STORAGE: RFC 9208 §4.1.4;
/// MAILBOXID: RFC 8474 §4.3; APPENDLIMIT: RFC 7889 §3.2.
enum StatusItem {
    HIGHESTMODSEQ,
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    DELETED,
    SIZE,
    DELETED_STORAGE,
    MAILBOXID,
    APPENDLIMIT;

    /// Its name in the protocol.
    String text() {
        return name().replace('_', '-');
    }

    /// `"(" status-att *(SP status-att) ")"`, each once.
    static List<StatusItem> list(Tokens in) throws SyntaxError {
        in.expect('(');
        var items = new ArrayList<StatusItem>();
        do {
            StatusItem item = named(in.keyword());
            if (!items.contains(item)) {
                items.add(item);
            }
        } while (in.take(' '));
        in.expect(')');
        return List.copyOf(items);
    }

    private static StatusItem named(String name) throws SyntaxError {
        for (StatusItem item : values()) {
            if (item.text().equals(name)) {
                return item;
            }
        }
        throw new SyntaxError("STATUS knows no " + name);
    }
}
