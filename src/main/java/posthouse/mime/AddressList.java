package posthouse.mime;

import java.util.ArrayList;
import java.util.List;

/// Reads address lists (RFC 5322 §3.4, with the obsolete forms of §4.4) as they are sent:
/// everything gives some list, by RFC 7103 §7.1 where it is wrong.
public final class AddressList {
    /// Items of one field; further ones are not read.
    static final int ITEMS_MAX = 10_000;

    private static final String WORD_ENDS = " \t(<>,;:@\"[";

    /// A piece of an item: a word, a dot, an at sign or a literal between brackets.
    ///
    /// @param joined no white space before it
    private record Piece(String text, boolean quoted, boolean joined) {
        boolean isAt() {
            return !quoted && text.equals("@");
        }

        boolean endsWithDot() {
            return !quoted && text.endsWith(".");
        }

        boolean startsWithDot() {
            return !quoted && text.startsWith(".");
        }
    }

    private final FieldReader in;
    private final List<AddressItem> items = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private String comment = "";
    private boolean hasAt;
    private boolean inGroup;

    private AddressList(String value) {
        in = new FieldReader(value);
    }

    /// The addresses of all fields of that name, in order (RFC 7103 §7.5.1).
    public static List<AddressItem> of(Headers headers, String name) {
        var all = new ArrayList<AddressItem>();
        for (HeaderField field : headers.fields()) {
            if (field.is(name)) {
                all.addAll(of(field.value()));
            }
        }
        return all;
    }

    /// The addresses of an unfolded value.
    public static List<AddressItem> of(String value) {
        return new AddressList(value).items();
    }

    private List<AddressItem> items() {
        boolean joined = false;
        while (!in.atEnd() && items.size() < ITEMS_MAX) {
            char character = in.peek();
            switch (character) {
                case ' ', '\t' -> in.skipBlanks();
                case '(' -> comment = in.comment();
                case '"' -> pieces.add(new Piece(in.quoted("<,;"), true, joined));
                case '<' -> angle();
                case ',', ';' -> separator();
                case ':' -> colon();
                case '@', '>' -> special(character, joined);
                case '[' -> literal(joined);
                default -> pieces.add(new Piece(in.word(WORD_ENDS), false, joined));
            }
            joined = !FieldReader.isBlank(character) && character != '(';
        }
        bare();
        endGroup();
        return items;
    }

    private void separator() {
        char separator = in.next();
        bare();
        if (separator == ';') {
            endGroup();
        }
    }

    /// Ends a group's name; within a group, or behind an at sign, it is stepped over.
    private void colon() {
        in.next();
        if (!inGroup && !hasAt) {
            items.add(new AddressItem.GroupStart(phrase(pieces.size())));
            clear();
            inGroup = true;
        }
    }

    private void endGroup() {
        if (inGroup) {
            items.add(new AddressItem.GroupEnd());
            inGroup = false;
        }
    }

    private void special(char character, boolean joined) {
        in.next();
        if (character == '@') {
            pieces.add(new Piece("@", false, joined));
            hasAt = true;
        }
    }

    private void literal(boolean joined) {
        String text = in.until("], \t<>;");
        pieces.add(new Piece(in.take(']') ? text + "]" : text, false, joined));
    }

    /// `[display-name] angle-addr`, at the `<`. What stands before it is the name, also where it
    /// looks like an address.
    private void angle() {
        while (in.take('<')) {
            in.skipBlanks();
        }
        String name = phrase(pieces.size());
        String before = comment;
        clear();
        comment = before;
        String route = route();
        // A semicolon ends a group whose address lacks its `>`; else it belongs to the address.
        String ends = in.nextOf(",<>") == '>' ? ",><" : ",>;<";
        boolean joined = false;
        while (!in.atEnd() && ends.indexOf(in.peek()) < 0) {
            char character = in.peek();
            switch (character) {
                case ' ', '\t' -> in.skipBlanks();
                case '(' -> comment = in.comment();
                case '"' -> pieces.add(new Piece(in.quoted(">,"), true, joined));
                case '@' -> special(character, joined);
                case ':' -> pieces.add(new Piece(in.word(WORD_ENDS), false, joined));
                case '[' -> literal(joined);
                default -> pieces.add(new Piece(in.word(WORD_ENDS), false, joined));
            }
            joined = !FieldReader.isBlank(character) && character != '(';
        }
        while (in.take('>')) {
            in.skipBlanks();
        }
        int at = lastAt();
        String local = text(0, at < 0 ? pieces.size() : at);
        String domain = at < 0 ? "" : text(at + 1, pieces.size());
        in.skipBlanks();
        if (name.isEmpty() && !in.atEnd() && in.peek() == '(') {
            comment = in.comment();
        }
        add(name, route, local, domain);
        skipTail();
    }

    /// Until the next separator only a comment may follow. Where another address does, without a
    /// comma between them, the words before it are its name.
    private void skipTail() {
        int words = in.position();
        while (!in.atEnd() && ",;".indexOf(in.peek()) < 0) {
            switch (in.peek()) {
                case '<', '"' -> {
                    in.moveTo(words);
                    return;
                }
                case '(' -> in.comment();
                case ':' -> {
                    in.next();
                    words = in.position();
                }
                default -> in.next();
            }
        }
    }

    /// `@a,@b:` before the address (RFC 7103 §7.1.1).
    private String route() {
        if (in.peek() != '@') {
            return "";
        }
        int start = in.position();
        String route = in.until(":><;");
        if (in.take(':')) {
            in.skipBlanks();
            return route;
        }
        in.moveTo(start);
        return "";
    }

    /// An item without angle brackets: the address is the last at sign with the words at its sides,
    /// and the words before it are a name. Without an at sign it is all local part (RFC 7103
    /// §7.1.7).
    private void bare() {
        if (!pieces.isEmpty()) {
            int at = lastAt();
            if (at < 0) {
                add("", "", phrase(pieces.size()), "");
            } else {
                int from = localStart(at);
                add(phrase(from), "", text(from, at), text(at + 1, domainEnd(at)));
            }
        }
        clear();
    }

    private int lastAt() {
        for (int i = pieces.size() - 1; i >= 0; i--) {
            if (pieces.get(i).isAt()) {
                return i;
            }
        }
        return -1;
    }

    private int localStart(int at) {
        int from = Math.max(at - 1, 0);
        while (from > 0 && belongTogether(pieces.get(from - 1), pieces.get(from))) {
            from--;
        }
        return from;
    }

    private int domainEnd(int at) {
        int end = Math.min(at + 2, pieces.size());
        while (end < pieces.size() && belongTogether(pieces.get(end - 1), pieces.get(end))) {
            end++;
        }
        return end;
    }

    private static boolean belongTogether(Piece left, Piece right) {
        return right.joined() || left.endsWithDot() || right.startsWithDot();
    }

    /// Pieces as one word; as several only where nothing but white space is between them.
    private String text(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (i > from && !belongTogether(pieces.get(i - 1), pieces.get(i))) {
                text.append(' ');
            }
            text.append(pieces.get(i).text());
        }
        return text.toString();
    }

    /// The first pieces as words with single spaces.
    private String phrase(int to) {
        var text = new StringBuilder();
        for (Piece piece : pieces.subList(0, to)) {
            if (text.length() > 0 && !piece.joined()) {
                text.append(' ');
            }
            text.append(piece.text());
        }
        return text.toString();
    }

    /// Where there is no display name, the comment is one: `fran@example.com (Fran)`.
    private void add(String name, String route, String local, String domain) {
        items.add(new AddressItem.Mailbox(name.isEmpty() ? comment : name, route, local, domain));
        clear();
    }

    private void clear() {
        pieces.clear();
        hasAt = false;
        comment = "";
    }
}
