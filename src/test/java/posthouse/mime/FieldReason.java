package posthouse.mime;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Why another reader may see a header field otherwise than our ENVELOPE tells it. Each reason is
/// recognised by the field's own form, and where it can be, by what the difference consists of.
enum FieldReason {
    /// A carriage return alone ends no line (RFC 5322 §2.2): what follows is of the same field.
    BARE_CR((value, ours, theirs) -> has("\\r(?!\\n|$)", value)),

    /// The ENVELOPE of a message within is shortened, so that what is known of a message stays
    /// small.
    SHORTENED((value, ours, theirs) ->
            value.length() > Envelope.INNER_TEXT_OCTETS_MAX
                    && theirs.startsWith(ours.substring(0, ours.length() - 1))),

    /// A comment beside a bare address is the name in the way of old mail, `fran@x (Fran)`; who
    /// leaves it out shows no name at all.
    NAME_IN_COMMENT((value, ours, theirs) ->
            value.contains("(") && theirs.startsWith(" <") && ours.endsWith(theirs)),

    /// Quotes within a comment are text (RFC 5322 §3.2.2), and stay in the name made of it.
    QUOTES_IN_COMMENT((value, ours, theirs) ->
            has("\\(\\s*\"", value) && ours.replace("\"", "").equals(theirs)),

    /// 8-bit octets that name no charset, or in a word that names the wrong one, are read as UTF-8
    /// where they are that, else as windows-1252 (RFC 7103 §7.6), so that people see letters.
    CHARSET((value, ours, theirs) ->
            has("[\\x80-\\xff]|=\\?", value) && ascii(ours).equals(ascii(theirs))),

    /// Base64 without its last `=` is decoded to its last octet.
    UNPADDED_BASE64((value, ours, theirs) ->
            has("=\\?[^?]+\\?[Bb]\\?(?:[^?=]{4})*[^?=]{2,3}\\?=", value)
                    && address(ours).equals(address(theirs))),

    /// White space within an encoded word, and between one and what only looks like one, is
    /// forbidden (RFC 2047 §5) but sent: the word is decoded, and what is none keeps its white
    /// space.
    BLANK_IN_WORD((value, ours, theirs) ->
            has("=\\?[^?]*(?:\\?[BQbq])?\\?[^?]*[ \\t][^?]*\\?", value)
                    && address(ours).equals(address(theirs))),

    /// An address as the name before another one in angle brackets is a name: where the mail goes
    /// is what the brackets say.
    ADDRESS_AS_NAME(
            (value, ours, theirs) -> has("@[^,<>()]*<", value) && isInBrackets(value, ours)),

    /// Of words before a bare address those without an at sign, and addresses before the last one,
    /// are its name: only the last can be answered.
    WORDS_BEFORE_ADDRESS((value, ours, theirs) ->
            has("(?:^|,)[^,<(:]*[^\\s,<(:][ \\t]+[^,<(:]*@", value)
                    && addresses(ours).allMatch(solid(value)::contains)),

    /// A colon behind an address in brackets begins no group, and another address may follow it.
    COLON_BEHIND_BRACKET(
            (value, ours, theirs) -> has(">\\s*:", value) && isInBrackets(value, ours)),

    /// A group within angle brackets is no group; what is in the brackets is the address.
    GROUP_IN_BRACKETS(
            (value, ours, theirs) -> has("<[^>@]*:[^>]*>", value) && isInBrackets(value, ours)),

    /// A backslash makes the next character part of a quoted string, whichever it is, and is none
    /// itself (RFC 5322 §3.2.4).
    BACKSLASH((value, ours, theirs) ->
            has("\"[^\"]*\\\\[^\"\\\\]", value) && letters(ours).equals(letters(theirs))),

    /// A quoted string within quotes: the quotes that are closed at once are nothing, and the words
    /// between the strings are part of the name.
    QUOTES_IN_QUOTES((value, ours, theirs) ->
            has("\"\"\\s*\\w", value) && letters(ours).equals(letters(theirs))),

    /// Comments are not part of names, addresses or groups where those are there (RFC 5322 §3.2.2).
    COMMENT_DROPPED((value, ours, theirs) ->
            value.contains("(") && solid(withoutComments(theirs)).equals(solid(ours))),

    /// The hops before an address, and the white space around its dots, are obsolete (RFC 5322
    /// §4.4): the hops have a member of their own in ENVELOPE.
    OBSOLETE_ADDRESS((value, ours, theirs) ->
            has("<@[^>:]*:|\\s\\.|\\.\\s", value)
                    && solid(theirs).replaceAll("@[^:<>]*:", "").equals(solid(ours))),

    /// A bracket that is never closed ends with the field (RFC 7103 §7.1.2), and is not part of the
    /// address.
    OPEN_BRACKET(
            (value, ours, theirs) -> has("<[^>]*$", value.strip()) && isInBrackets(value, ours)),

    /// Two addresses without a comma between them are two addresses.
    NO_COMMA((value, ours, theirs) -> has(">[^,;<>]*<", value) && isInBrackets(value, ours));

    /// Whether that is why.
    @FunctionalInterface
    interface Form {
        /// @param value of the field, or of all of that name, with folds; one character an octet
        boolean explains(String value, String ours, String theirs);
    }

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Form form;

    FieldReason(Form form) {
        this.form = form;
    }

    boolean explains(String value, String ours, String theirs) {
        return form.explains(value, ours, theirs);
    }

    private static boolean has(String pattern, String value) {
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(value).find();
    }

    private static String ascii(String text) {
        return text.replaceAll("[^\\x00-\\x7f]", "");
    }

    private static String solid(String text) {
        return text.replaceAll("\\s", "");
    }

    private static String letters(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}@]", "");
    }

    /// What is in angle brackets.
    private static Stream<String> addresses(String ours) {
        return Pattern.compile("<([^<>]*)>")
                .matcher(ours)
                .results()
                .map(found -> solid(found.group(1)));
    }

    private static String address(String text) {
        return addresses(text).collect(Collectors.joining(", "));
    }

    /// Whether each of the addresses is one in the field, where its bracket may be open.
    private static boolean isInBrackets(String value, String ours) {
        return addresses(ours).allMatch(address -> solid(value).contains("<" + address));
    }

    private static String withoutComments(String text) {
        String all = text.replaceAll("\\\\.", "");
        String less = all.replaceAll("\\([^()]*\\)", "");
        return less.equals(all) ? all : withoutComments(less);
    }
}
