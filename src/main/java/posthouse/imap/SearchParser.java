package posthouse.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import posthouse.bytes.Bytes;
import posthouse.imap.SearchKey.Days;
import posthouse.mailbox.Flags;

/// What SEARCH looks for (RFC 3501 §9 search-key).
final class SearchParser {
    private final Tokens in;
    private int depth;

    SearchParser(Tokens in) {
        this.in = in;
    }

    /// `search = "SEARCH" [SP "CHARSET" SP astring] 1*(SP search-key)`
    ///
    /// @throws Refused where the charset is not known (§6.4.4)
    SearchKey program() throws SyntaxError, Refused {
        in.sp();
        if (in.takeKeyword("CHARSET")) {
            in.sp();
            checkCharset(in.astring().latin1());
            in.sp();
        }
        return all();
    }

    private static void checkCharset(String name) throws Refused {
        String charset = name.toUpperCase(Locale.ROOT);
        if (!charset.equals("US-ASCII") && !charset.equals("UTF-8")) {
            throw new Refused("BADCHARSET (US-ASCII UTF-8)", "that charset is not known here");
        }
    }

    /// `search-key *(SP search-key)`: all of them.
    private SearchKey all() throws SyntaxError {
        var keys = new ArrayList<SearchKey>();
        do {
            keys.add(key());
        } while (in.take(' ') && !in.atEnd());
        return keys.size() == 1 ? keys.getFirst() : new SearchKey.And(List.copyOf(keys));
    }

    private SearchKey key() throws SyntaxError {
        if (++depth > ImapLimits.SEARCH_DEPTH_MAX) {
            throw new SyntaxError(
                    "a search has at most " + ImapLimits.SEARCH_DEPTH_MAX + " levels");
        }
        SearchKey key = anyKey();
        depth--;
        return key;
    }

    /// `search-key = … / sequence-set / "(" search-key *(SP search-key) ")"`
    private SearchKey anyKey() throws SyntaxError {
        if (in.take('(')) {
            SearchKey keys = all();
            in.expect(')');
            return keys;
        }
        if (in.isSequenceSetStart()) {
            return new SearchKey.Numbers(in.sequenceSet());
        }
        String name = in.keyword();
        // Here and not in the large switch: what is nested must not take much stack.
        return switch (name) {
            case "NOT" -> not(next());
            case "OR" -> new SearchKey.Or(next(), next());
            default -> named(name);
        };
    }

    private SearchKey named(String name) throws SyntaxError {
        return switch (name) {
            case "ALL" -> new SearchKey.And(List.of());
            case "ANSWERED" -> new SearchKey.HasFlag(Flags.ANSWERED);
            case "BCC", "CC", "FROM", "SUBJECT", "TO" -> new SearchKey.Header(name, text());
            case "BEFORE" -> new SearchKey.Arrived(Days.before(date()));
            case "BODY" -> new SearchKey.Body(text());
            case "DELETED" -> new SearchKey.HasFlag(Flags.DELETED);
            case "DRAFT" -> new SearchKey.HasFlag(Flags.DRAFT);
            case "FLAGGED" -> new SearchKey.HasFlag(Flags.FLAGGED);
            case "HEADER" -> new SearchKey.Header(text().latin1(), text());
            case "KEYWORD" -> keyword();
            case "LARGER" -> new SearchKey.Larger(number());
            case "NEW" ->
                    new SearchKey.And(
                            List.of(
                                    new SearchKey.Recent(),
                                    not(new SearchKey.HasFlag(Flags.SEEN))));
            case "OLD" -> not(new SearchKey.Recent());
            case "ON" -> new SearchKey.Arrived(Days.on(date()));
            case "RECENT" -> new SearchKey.Recent();
            case "SEEN" -> new SearchKey.HasFlag(Flags.SEEN);
            case "SENTBEFORE" -> new SearchKey.Sent(Days.before(date()));
            case "SENTON" -> new SearchKey.Sent(Days.on(date()));
            case "SENTSINCE" -> new SearchKey.Sent(Days.since(date()));
            case "SINCE" -> new SearchKey.Arrived(Days.since(date()));
            case "SMALLER" -> new SearchKey.Smaller(number());
            case "TEXT" -> new SearchKey.Text(text());
            case "UID" -> uids();
            case "UNANSWERED" -> not(new SearchKey.HasFlag(Flags.ANSWERED));
            case "UNDELETED" -> not(new SearchKey.HasFlag(Flags.DELETED));
            case "UNDRAFT" -> not(new SearchKey.HasFlag(Flags.DRAFT));
            case "UNFLAGGED" -> not(new SearchKey.HasFlag(Flags.FLAGGED));
            case "UNKEYWORD" -> not(keyword());
            case "UNSEEN" -> not(new SearchKey.HasFlag(Flags.SEEN));
            default -> throw new SyntaxError("SEARCH knows no " + name);
        };
    }

    private static SearchKey not(SearchKey key) {
        return new SearchKey.Not(key);
    }

    /// `SP search-key`
    private SearchKey next() throws SyntaxError {
        in.sp();
        return key();
    }

    /// `SP astring`
    private Bytes text() throws SyntaxError {
        in.sp();
        return in.astring();
    }

    /// `SP date`
    private java.time.LocalDate date() throws SyntaxError {
        in.sp();
        return in.date();
    }

    /// `SP number`
    private long number() throws SyntaxError {
        in.sp();
        return in.number();
    }

    /// `SP flag-keyword`, `flag-keyword = atom`
    private SearchKey keyword() throws SyntaxError {
        in.sp();
        return new SearchKey.HasKeyword(in.atom());
    }

    /// `"UID" SP sequence-set`
    private SearchKey uids() throws SyntaxError {
        in.sp();
        return new SearchKey.Uids(in.sequenceSet());
    }
}
