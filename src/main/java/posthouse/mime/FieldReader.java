package posthouse.mime;

/// Walks through the unfolded value of a structured field (RFC 5322 §3.2.2, RFC 2045 §5.1), one
/// character an octet. Nothing is an error: what does not fit is stepped over by who reads.
final class FieldReader {
    private static final String TOKEN_ENDS = "()<>@,;:\\\"/[]?=";

    private final String value;
    private int at;
    private boolean quoteNeverEnds;
    private boolean commentNeverEnds;

    FieldReader(String value) {
        this.value = value;
    }

    boolean atEnd() {
        return at >= value.length();
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    /// The next character; NUL at the end.
    char peek() {
        return atEnd() ? '\0' : value.charAt(at);
    }

    char next() {
        return value.charAt(at++);
    }

    /// Steps over the character if it is the next.
    boolean take(char wanted) {
        if (!atEnd() && value.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    void skipBlanks() {
        while (!atEnd() && isBlank(value.charAt(at))) {
            at++;
        }
    }

    /// CFWS: white space and comments.
    void skipComments() {
        skipBlanks();
        while (!atEnd() && peek() == '(') {
            comment();
            skipBlanks();
        }
    }

    /// A token of RFC 2045 §5.1; empty where there is none. 8-bit characters may be in it.
    String token() {
        int start = at;
        while (!atEnd() && isTokenCharacter(value.charAt(at))) {
            at++;
        }
        return value.substring(start, at);
    }

    private static boolean isTokenCharacter(char character) {
        return character > ' ' && character != 0x7f && TOKEN_ENDS.indexOf(character) < 0;
    }

    /// What stands before the first of `ends`, without white space around it.
    String until(String ends) {
        int start = at;
        while (!atEnd() && ends.indexOf(value.charAt(at)) < 0) {
            at++;
        }
        return value.substring(start, at).strip();
    }

    /// Which of `wanted` comes first from here on; NUL where none does.
    char nextOf(String wanted) {
        for (int i = at; i < value.length(); i++) {
            if (wanted.indexOf(value.charAt(i)) >= 0) {
                return value.charAt(i);
            }
        }
        return '\0';
    }

    /// The next character and what follows it before the first of `ends`.
    String word(String ends) {
        int start = at++;
        while (!atEnd() && ends.indexOf(value.charAt(at)) < 0) {
            at++;
        }
        return value.substring(start, at);
    }

    /// A quoted string at the reader, without quotes and backslashes. One that does not end (RFC
    /// 7103 §7.1.6) ends before the first of `ends`, or with the field.
    String quoted(String ends) {
        int start = ++at;
        var text = new StringBuilder();
        while (!atEnd() && !quoteNeverEnds) {
            char character = next();
            if (character == '"') {
                return text.toString();
            }
            if (character == '\\' && !atEnd()) {
                character = next();
            }
            text.append(character);
        }
        // Looking for the end once a field keeps this linear.
        quoteNeverEnds = true;
        at = start;
        String rest = until(ends + '"');
        take('"');
        return rest;
    }

    /// A comment at the reader, without its brackets; comments within it keep theirs. One that does
    /// not end (RFC 7103 §7.1.4) ends before a `<` or a comma, or with the field.
    String comment() {
        int start = ++at;
        var text = new StringBuilder();
        int depth = 1;
        while (!atEnd() && !commentNeverEnds) {
            char character = next();
            if (character == ')' && --depth == 0) {
                return text.toString().strip();
            }
            if (character == '(') {
                depth++;
            } else if (character == '\\' && !atEnd()) {
                character = next();
            }
            text.append(character);
        }
        commentNeverEnds = true;
        at = start;
        String rest = until("<,)");
        take(')');
        return rest;
    }

    static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }
}
