package posthouse.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.imap.SearchKey.Days;
import posthouse.mailbox.Flags;
import posthouse.mime.EnvelopeFields;

/// SEARCH: what it looks for, and what it is to answer (RFC 3501 §9 search-key, RFC 9051 §9).
final class SearchParser {
    private final Tokens in;
    private Charset charset = StandardCharsets.UTF_8;
    private boolean decodable = true;
    private int depth;

    SearchParser(Tokens in) {
        this.in = in;
    }

    /// `search = "SEARCH" [SP "RETURN" SP "(" [search-return-opts] ")"] SP search-program`,
    /// `search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)` (RFC 9051 §9)
    ImapCommand.Search search(boolean uid) throws SyntaxError {
        in.sp();
        Optional<SearchReturn> returns = Optional.empty();
        if (in.takeKeyword("RETURN")) {
            in.sp();
            returns = Optional.of(returns());
            in.sp();
        }
        boolean charset = in.takeKeyword("CHARSET");
        if (charset) {
            in.sp();
            charset(in.astring().latin1());
            in.sp();
        }
        return new ImapCommand.Search(uid, returns, charset, keys());
    }

    /// `search-return-opts = search-return-opt *(SP search-return-opt)`, `search-return-opt = "MIN"
    /// / "MAX" / "ALL" / "COUNT" / "SAVE" / "PARTIAL" SP partial-range` (RFC 9051 §9, RFC 9394 §4)
    private SearchReturn returns() throws SyntaxError {
        in.expect('(');
        if (in.take(')')) {
            return SearchReturn.ALL;
        }
        var names = new HashSet<String>();
        Optional<PartialRange> partial = Optional.empty();
        do {
            String name = in.keyword();
            switch (name) {
                case "MIN", "MAX", "ALL", "COUNT", "SAVE" -> names.add(name);
                case "PARTIAL" -> {
                    if (partial.isPresent()) {
                        throw new SyntaxError("PARTIAL can be asked for once");
                    }
                    in.sp();
                    partial = Optional.of(in.partialRange());
                }
                default -> throw new SyntaxError("RETURN knows no " + name);
            }
        } while (in.take(' '));
        in.expect(')');
        if (partial.isPresent() && names.contains("ALL")) {
            throw new SyntaxError("ALL and PARTIAL cannot both be asked for"); // RFC 9394 §3.1
        }
        return new SearchReturn(
                names.contains("MIN"),
                names.contains("MAX"),
                names.contains("ALL"),
                names.contains("COUNT"),
                names.contains("SAVE"),
                partial);
    }

    /// `sort = "SORT" SP sort-criteria SP search-criteria`, `sort-criteria = "(" sort-criterion
    /// *(SP sort-criterion) ")"` (RFC 5256 §5)
    ImapCommand.Sort sort(boolean uid) throws SyntaxError {
        in.sp();
        in.expect('(');
        var criteria = new ArrayList<SortCriterion>();
        do {
            criteria.add(criterion());
        } while (in.take(' '));
        in.expect(')');
        if (criteria.size() > ImapLimits.SORT_CRITERIA_MAX) {
            throw new SyntaxError(
                    "a sort has at most " + ImapLimits.SORT_CRITERIA_MAX + " criteria");
        }
        return new ImapCommand.Sort(uid, List.copyOf(criteria), criteria());
    }

    /// `sort-criterion = ["REVERSE" SP] sort-key`
    private SortCriterion criterion() throws SyntaxError {
        String name = in.keyword();
        boolean reverse = name.equals("REVERSE");
        if (reverse) {
            in.sp();
            name = in.keyword();
        }
        for (SortCriterion.Field field : SortCriterion.Field.values()) {
            if (field.name().equals(name)) {
                return new SortCriterion(field, reverse);
            }
        }
        throw new SyntaxError("SORT knows no " + name);
    }

    /// `thread = "THREAD" SP thread-alg SP search-criteria` (RFC 5256 §5)
    ImapCommand.ThreadMessages thread(boolean uid) throws SyntaxError {
        in.sp();
        String algorithm = in.keyword();
        if (!algorithm.equals("REFERENCES") && !algorithm.equals("ORDEREDSUBJECT")) {
            throw new SyntaxError("THREAD knows no " + algorithm);
        }
        return new ImapCommand.ThreadMessages(uid, algorithm.equals("REFERENCES"), criteria());
    }

    /// `SP search-criteria`, `search-criteria = charset 1*(SP search-key)`
    private SearchKey criteria() throws SyntaxError {
        in.sp();
        charset(in.astring().latin1());
        in.sp();
        return keys();
    }

    /// `search-key *(SP search-key)`
    private SearchKey keys() throws SyntaxError {
        SearchKey key = all();
        return decodable ? key : new SearchKey.Undecodable();
    }

    /// US-ASCII has no octets above 127; those who send them mean UTF-8.
    private void charset(String name) {
        try {
            var named = Charset.forName(name);
            charset = named.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : named;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            decodable = false; // to be refused once it is known what to do about SAVE
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
            case "BCC", "CC", "FROM", "TO" ->
                    new SearchKey.Addresses(EnvelopeFields.Field.valueOf(name), text());
            case "BEFORE" -> new SearchKey.Arrived(Days.before(date()));
            case "BODY" -> new SearchKey.Body(text());
            case "DELETED" -> new SearchKey.HasFlag(Flags.DELETED);
            case "DRAFT" -> new SearchKey.HasFlag(Flags.DRAFT);
            case "EMAILID" -> new SearchKey.EmailId(name());
            case "FLAGGED" -> new SearchKey.HasFlag(Flags.FLAGGED);
            case "HEADER" -> new SearchKey.Header(name(), text());
            case "KEYWORD" -> keyword();
            case "LARGER" -> new SearchKey.Larger(number());
            case "MODSEQ" -> modSeq();
            case "NEW" ->
                    new SearchKey.And(
                            List.of(
                                    new SearchKey.Recent(),
                                    not(new SearchKey.HasFlag(Flags.SEEN))));
            case "OLD" -> not(new SearchKey.Recent());
            case "OLDER" -> new SearchKey.Older(interval());
            case "ON" -> new SearchKey.Arrived(Days.on(date()));
            case "RECENT" -> new SearchKey.Recent();
            case "SAVEDATESUPPORTED" -> new SearchKey.And(List.of());
            case "SAVEDBEFORE" -> new SearchKey.Saved(Days.before(date()));
            case "SAVEDON" -> new SearchKey.Saved(Days.on(date()));
            case "SAVEDSINCE" -> new SearchKey.Saved(Days.since(date()));
            case "SEEN" -> new SearchKey.HasFlag(Flags.SEEN);
            case "SENTBEFORE" -> new SearchKey.Sent(Days.before(date()));
            case "SENTON" -> new SearchKey.Sent(Days.on(date()));
            case "SENTSINCE" -> new SearchKey.Sent(Days.since(date()));
            case "SINCE" -> new SearchKey.Arrived(Days.since(date()));
            case "SMALLER" -> new SearchKey.Smaller(number());
            case "SUBJECT" -> new SearchKey.Subject(text());
            case "TEXT" -> new SearchKey.Text(text());
            case "THREADID" -> new SearchKey.ThreadId(name());
            case "UID" -> uids();
            case "UNANSWERED" -> not(new SearchKey.HasFlag(Flags.ANSWERED));
            case "UNDELETED" -> not(new SearchKey.HasFlag(Flags.DELETED));
            case "UNDRAFT" -> not(new SearchKey.HasFlag(Flags.DRAFT));
            case "UNFLAGGED" -> not(new SearchKey.HasFlag(Flags.FLAGGED));
            case "UNKEYWORD" -> not(keyword());
            case "UNSEEN" -> not(new SearchKey.HasFlag(Flags.SEEN));
            case "YOUNGER" -> new SearchKey.Younger(interval());
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

    /// `SP astring`, in the charset of the command
    private String text() throws SyntaxError {
        in.sp();
        Bytes octets = in.astring();
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(octets.toArray())).toString();
        } catch (CharacterCodingException _) {
            throw new SyntaxError("a text is not " + charset.name()); // its message adds nothing
        }
    }

    /// `SP astring` that is a name of the protocol
    private String name() throws SyntaxError {
        in.sp();
        return in.astring().latin1();
    }

    /// `SP date`
    private java.time.LocalDate date() throws SyntaxError {
        in.sp();
        return in.date();
    }

    /// `SP number64`
    private long number() throws SyntaxError {
        in.sp();
        return in.number64();
    }

    /// `SP nz-number` (RFC 5032 §3)
    private long interval() throws SyntaxError {
        in.sp();
        return in.nzNumber();
    }

    /// `"MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer` (RFC 7162 §7). A message
    /// has one mod-sequence for all its flags, so the entry is passed over (§3.1.5).
    private SearchKey modSeq() throws SyntaxError {
        in.sp();
        if (in.isStringStart()) {
            var _ = in.string();
            in.sp();
            String type = in.keyword();
            if (!java.util.Set.of("PRIV", "SHARED", "ALL").contains(type)) {
                throw new SyntaxError("MODSEQ knows no " + type);
            }
            in.sp();
        }
        return new SearchKey.ModSeq(in.modSequence());
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
