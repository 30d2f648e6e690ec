package posthouse.imap;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.mailbox.FlagChange;
import posthouse.mailbox.Flags;
import posthouse.mailbox.UidSet;

/// The words of the grammar (RFC 3501 §9), one method a rule, over the octets of one command in
/// which literals stand where they were sent. Each method takes what it names from the front or
/// throws.
final class Tokens {
    /// What a number of 32 bits can be.
    private static final long NUMBER_MAX = (1L << 32) - 1;

    private static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");

    private final Bytes octets;
    private int at;

    Tokens(Bytes octets) {
        this.octets = octets;
    }

    // Octets.

    boolean atEnd() {
        return at == octets.length();
    }

    /// The next octet, 0 to 255, which stays; -1 at the end.
    int peek() {
        return atEnd() ? -1 : octets.at(at) & 0xff;
    }

    /// Whether a digit comes behind so many octets, none of which is taken.
    boolean isDigitAfter(int count) {
        int index = at + count;
        return index < octets.length() && octets.at(index) >= '0' && octets.at(index) <= '9';
    }

    /// Takes the octet if it comes next.
    boolean take(char octet) {
        if (peek() != octet) {
            return false;
        }
        at++;
        return true;
    }

    /// Takes a space and a parenthesis if a list comes next that begins with the word, in any case.
    boolean takeListOf(String word) {
        int start = at;
        if (take(' ') && take('(') && takeKeyword(word)) {
            at = start + 2;
            return true;
        }
        at = start;
        return false;
    }

    void expect(char octet) throws SyntaxError {
        if (!take(octet)) {
            throw new SyntaxError("expected '" + octet + "' " + where());
        }
    }

    void sp() throws SyntaxError {
        if (!take(' ')) {
            throw new SyntaxError("expected a space " + where());
        }
    }

    /// The end of the command; spaces before it are let pass.
    void end() throws SyntaxError {
        while (take(' ')) {}
        if (!atEnd()) {
            throw new SyntaxError("expected the end of the command " + where());
        }
    }

    // Words.

    /// Takes the beginning of a command up to the name of the mailbox into which a message goes, if
    /// it is such a command: APPEND or REPLACE.
    boolean takesMessage() throws SyntaxError {
        var _ = tag();
        sp();
        if (takeKeyword("APPEND")) {
            return true;
        }
        if (takeKeyword("UID")) {
            sp();
        }
        boolean replace = takeKeyword("REPLACE");
        if (replace) {
            sp();
            var _ = seqNumber();
        }
        return replace;
    }

    /// `tag = 1*<any ASTRING-CHAR except "+">`
    String tag() throws SyntaxError {
        int start = at;
        while (isAstringChar(peek()) && peek() != '+') {
            at++;
        }
        if (at == start || at - start > ImapLimits.TAG_MAX) {
            throw new SyntaxError("a command begins with a tag");
        }
        return octets.slice(start, at).latin1();
    }

    /// `atom = 1*ATOM-CHAR`
    String atom() throws SyntaxError {
        int start = at;
        while (isAtomChar(peek())) {
            at++;
        }
        if (at == start) {
            throw new SyntaxError("expected a word " + where());
        }
        return octets.slice(start, at).latin1();
    }

    /// A word of the grammar, in upper case; it ends before a bracket too, as in `BODY[`.
    String keyword() throws SyntaxError {
        int start = at;
        while (isAtomChar(peek()) && peek() != '[') {
            at++;
        }
        if (at == start) {
            throw new SyntaxError("expected a word " + where());
        }
        return octets.slice(start, at).latin1().toUpperCase(Locale.ROOT);
    }

    /// Takes the word, in any case, if it comes next and ends there.
    boolean takeKeyword(String word) {
        int end = at + word.length();
        if (end > octets.length() || !octets.slice(at, end).latin1().equalsIgnoreCase(word)) {
            return false;
        }
        if (end < octets.length() && isAtomChar(octets.at(end) & 0xff)) {
            return false;
        }
        at = end;
        return true;
    }

    /// `astring = 1*ASTRING-CHAR / string`
    Bytes astring() throws SyntaxError {
        return isStringStart() ? string() : run("a string");
    }

    /// `list-mailbox = 1*list-char / string`, where list-char is an astring's character or a
    /// wildcard
    Bytes listMailbox() throws SyntaxError {
        if (isStringStart()) {
            return string();
        }
        int start = at;
        while (isAstringChar(peek()) || peek() == '%' || peek() == '*') {
            at++;
        }
        if (at == start) {
            throw new SyntaxError("expected a mailbox pattern " + where());
        }
        return octets.slice(start, at);
    }

    /// `string = quoted / literal`
    Bytes string() throws SyntaxError {
        return peek() == '"' ? quoted() : literal();
    }

    boolean isStringStart() {
        return peek() == '"' || peek() == '{';
    }

    /// `quoted = DQUOTE *QUOTED-CHAR DQUOTE`, where QUOTED-CHAR may be UTF-8 (RFC 6855 §3, RFC 9051
    /// §9).
    private Bytes quoted() throws SyntaxError {
        expect('"');
        var text = new BytesBuilder(32);
        while (!take('"')) {
            var _ = take('\\');
            int octet = peek();
            if (octet <= 0 || octet == '\r' || octet == '\n') {
                throw new SyntaxError("a quoted string does not end");
            }
            text.octet(octet);
            at++;
        }
        Bytes quoted = text.build();
        if (quoted.strictUtf8().isEmpty()) {
            throw new SyntaxError("a quoted string is not UTF-8");
        }
        return quoted;
    }

    /// `literal = "{" number ["+"] "}" CRLF *CHAR8` (RFC 7888 §8)
    private Bytes literal() throws SyntaxError {
        long length = literalStart().octets();
        if (length > octets.length() - at) {
            throw new SyntaxError("a literal does not end");
        }
        Bytes content = octets.slice(at, at + (int) length);
        if (content.indexOf(0, 0) >= 0) {
            throw new SyntaxError("NUL in a literal");
        }
        at += content.length();
        return content;
    }

    /// The braces of a literal and the line end behind them, without its octets.
    LiteralSize literalStart() throws SyntaxError {
        expect('{');
        long length = number();
        boolean unasked = take('+');
        expect('}');
        expect('\r');
        expect('\n');
        return new LiteralSize(length, unasked);
    }

    /// Whether the octets end with the braces of a literal that did not come along.
    boolean endsWithLiteral() {
        return LiteralSize.at(octets.slice(0, lineEnd())).isPresent();
    }

    // Numbers.

    /// `number = 1*DIGIT`, of 32 bits without sign
    long number() throws SyntaxError {
        int start = at;
        long number = 0;
        while (peek() >= '0' && peek() <= '9') {
            number = number * 10 + (peek() - '0');
            if (number > NUMBER_MAX) {
                throw new SyntaxError("a number of more than 32 bits");
            }
            at++;
        }
        if (at == start) {
            throw new SyntaxError("expected a number " + where());
        }
        return number;
    }

    /// `mod-sequence-valzer = "0" / mod-sequence-value`, of 63 bits (RFC 7162 §7)
    long modSequence() throws SyntaxError {
        int start = at;
        long number = 0;
        while (peek() >= '0' && peek() <= '9') {
            int digit = peek() - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                throw new SyntaxError("a mod-sequence of more than 63 bits");
            }
            number = number * 10 + digit;
            at++;
        }
        if (at == start) {
            throw new SyntaxError("expected a mod-sequence " + where());
        }
        return number;
    }

    /// `number64 = 1*DIGIT`, of 63 bits (RFC 9051 §9)
    long number64() throws SyntaxError {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        try {
            return Long.parseLong(octets.slice(start, at).latin1());
        } catch (NumberFormatException _) {
            throw new SyntaxError("expected a number of at most 63 bits " + where());
        }
    }

    /// `nz-number64 = digit-nz *DIGIT` (RFC 9051 §9)
    long nzNumber64() throws SyntaxError {
        return positive(number64());
    }

    /// `nz-number = digit-nz *DIGIT`
    long nzNumber() throws SyntaxError {
        return positive(number());
    }

    private static long positive(long number) throws SyntaxError {
        if (number == 0) {
            throw new SyntaxError("a number here cannot be 0");
        }
        return number;
    }

    /// `sequence-set = (seq-number / seq-range / seq-last-command) ["," sequence-set]`,
    /// `seq-last-command = "$"` (RFC 9051 §9)
    SequenceSet sequenceSet() throws SyntaxError {
        var ranges = new ArrayList<UidSet.Range>();
        boolean saved = false;
        do {
            if (take('$')) {
                saved = true;
                continue;
            }
            long first = seqNumber();
            long last = take(':') ? seqNumber() : first;
            ranges.add(new UidSet.Range(first, last));
        } while (take(','));
        return new SequenceSet(List.copyOf(ranges), saved);
    }

    /// `seq-number`, alone.
    SequenceSet seqNumberOnly() throws SyntaxError {
        long number = seqNumber();
        return new SequenceSet(List.of(new UidSet.Range(number, number)), false);
    }

    /// `partial-range = nz-number ":" nz-number / "-" nz-number ":" "-" nz-number` (RFC 9394 §4)
    PartialRange partialRange() throws SyntaxError {
        boolean fromEnd = take('-');
        long one = nzNumber();
        expect(':');
        if (fromEnd) {
            expect('-');
        }
        return new PartialRange(fromEnd, one, nzNumber());
    }

    /// `seq-number = nz-number / "*"`
    private long seqNumber() throws SyntaxError {
        return take('*') ? SequenceSet.STAR : nzNumber();
    }

    /// Whether a sequence-set comes next.
    boolean isSequenceSetStart() {
        return peek() == '*' || peek() == '$' || peek() >= '0' && peek() <= '9';
    }

    // Flags.

    /// `flag-list = "(" [flag *(SP flag)] ")"`, or the flags without parentheses
    FlagChange flags(FlagChange.Mode mode) throws SyntaxError {
        int system = 0;
        var keywords = new ArrayList<String>();
        boolean list = take('(');
        if (!list || !take(')')) {
            do {
                boolean isSystem = take('\\');
                String name = atom();
                if (isSystem) {
                    system |= systemFlag(name);
                } else {
                    keywords.add(name);
                }
            } while (take(' '));
            if (list) {
                expect(')');
            }
        }
        return new FlagChange(mode, system, List.copyOf(keywords));
    }

    /// `flag = "\Answered" / "\Flagged" / "\Deleted" / "\Seen" / "\Draft" / flag-keyword /
    /// flag-extension`
    private static int systemFlag(String name) throws SyntaxError {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "SEEN" -> Flags.SEEN;
            case "ANSWERED" -> Flags.ANSWERED;
            case "FLAGGED" -> Flags.FLAGGED;
            case "DELETED" -> Flags.DELETED;
            case "DRAFT" -> Flags.DRAFT;
            // A client cannot alter \Recent (§2.3.2); some send back what they were told.
            case "RECENT" -> 0;
            default -> throw new SyntaxError("there is no flag \\" + name);
        };
    }

    // Dates.

    /// `date = date-text / DQUOTE date-text DQUOTE`, `date-text = 1*2DIGIT "-" date-month "-"
    /// 4DIGIT`
    LocalDate date() throws SyntaxError {
        boolean quoted = take('"');
        long day = number();
        LocalDate date = monthAndYear(day);
        if (quoted) {
            expect('"');
        }
        return date;
    }

    /// `date-time = DQUOTE (SP DIGIT / 2DIGIT) "-" date-month "-" 4DIGIT SP time SP zone DQUOTE`
    OffsetDateTime dateTime() throws SyntaxError {
        expect('"');
        while (take(' ')) {}
        LocalDate date = monthAndYear(number());
        sp();
        long hour = number();
        expect(':');
        long minute = number();
        expect(':');
        long second = number();
        sp();
        try {
            LocalDateTime time = date.atTime((int) hour, (int) minute, (int) Math.min(second, 59));
            ZoneOffset zone = zone();
            expect('"');
            return time.atOffset(zone);
        } catch (DateTimeException impossible) {
            throw new SyntaxError("no such time: " + impossible.getMessage());
        }
    }

    private LocalDate monthAndYear(long day) throws SyntaxError {
        expect('-');
        int month = MONTHS.indexOf(keywordUpTo('-')) + 1;
        expect('-');
        int start = at;
        long year = number();
        if (month == 0 || at - start != 4) {
            throw new SyntaxError("a date is written as 1-Feb-2026");
        }
        try {
            return LocalDate.of((int) year, month, (int) Math.min(day, 99));
        } catch (DateTimeException _) {
            throw new SyntaxError("there is no such day"); // its text adds nothing
        }
    }

    private String keywordUpTo(char end) {
        int start = at;
        while (!atEnd() && peek() != end && at - start < 3) {
            at++;
        }
        return octets.slice(start, at).latin1().toUpperCase(Locale.ROOT);
    }

    /// `zone = ("+" / "-") 4DIGIT`
    private ZoneOffset zone() throws SyntaxError {
        boolean west = take('-');
        if (!west) {
            expect('+');
        }
        int start = at;
        int zone = (int) number();
        if (at - start != 4) {
            throw new SyntaxError("a zone has four digits");
        }
        int minutes = zone / 100 * 60 + zone % 100;
        return ZoneOffset.ofTotalSeconds((west ? -minutes : minutes) * 60);
    }

    // Characters.

    /// `ATOM-CHAR = <any CHAR except atom-specials>`
    private static boolean isAtomChar(int octet) {
        return octet > ' ' && octet < 0x7f && "(){%*\"\\]".indexOf(octet) < 0;
    }

    /// `ASTRING-CHAR = ATOM-CHAR / resp-specials`
    private static boolean isAstringChar(int octet) {
        return isAtomChar(octet) || octet == ']';
    }

    private Bytes run(String what) throws SyntaxError {
        int start = at;
        // Octets above 127 are refused later, where it is known what they would name.
        while (isAstringChar(peek()) || peek() > 0x7f) {
            at++;
        }
        if (at == start) {
            throw new SyntaxError("expected " + what + " " + where());
        }
        return octets.slice(start, at);
    }

    private int lineEnd() {
        return octets.endsWith(Bytes.latin1("\r\n")) ? octets.length() - 2 : octets.length();
    }

    private String where() {
        return atEnd() ? "at the end" : "at octet " + (at + 1);
    }
}
