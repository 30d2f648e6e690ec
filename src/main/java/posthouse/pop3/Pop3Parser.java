package posthouse.pop3;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import posthouse.bytes.Bytes;
import posthouse.pop3.Pop3Command.Auth;
import posthouse.pop3.Pop3Command.Capa;
import posthouse.pop3.Pop3Command.Dele;
import posthouse.pop3.Pop3Command.ListMechanisms;
import posthouse.pop3.Pop3Command.Noop;
import posthouse.pop3.Pop3Command.Pass;
import posthouse.pop3.Pop3Command.Quit;
import posthouse.pop3.Pop3Command.Retr;
import posthouse.pop3.Pop3Command.Rset;
import posthouse.pop3.Pop3Command.Stat;
import posthouse.pop3.Pop3Command.Stls;
import posthouse.pop3.Pop3Command.Top;
import posthouse.pop3.Pop3Command.Uidl;
import posthouse.pop3.Pop3Command.User;
import posthouse.pop3.Pop3Command.Utf8;

/// A line to a command (RFC 2449 §3). Pure.
///
/// Takes more than the RFCs allow where nobody can be misunderstood: spaces at the end and more
/// than one between arguments, which clients send.
final class Pop3Parser {
    /// Octets of a command without its CRLF. RFC 2449 §4 asks for 253; the rest is for the long
    /// names that UTF8 allows.
    static final int COMMAND_OCTETS_MAX = 400;

    /// Octets of an AUTH command, or of a response within AUTH, without CRLF. RFC 5034 §4 allows an
    /// initial response to fill no more than a common command; clients with tokens send more.
    static final int SASL_OCTETS_MAX = 12_288;

    private final String keyword;
    private final String rest;

    private Pop3Parser(String keyword, String rest) {
        this.keyword = keyword;
        this.rest = rest;
    }

    /// @param line without its end, at most [#SASL_OCTETS_MAX] octets
    static Pop3Command parse(Bytes line) throws SyntaxError {
        int space = line.indexOf(' ', 0);
        int end = space < 0 ? line.length() : space;
        String keyword = line.slice(0, end).latin1().toUpperCase(Locale.ROOT);
        if (line.length() > COMMAND_OCTETS_MAX && !keyword.equals("AUTH")) {
            throw new SyntaxError("line longer than " + COMMAND_OCTETS_MAX + " octets");
        }
        Bytes rest = line.slice(Math.min(end + 1, line.length()));
        return new Pop3Parser(keyword, text(rest)).command();
    }

    /// A response within AUTH (RFC 5034 §4): base64 to the letter, and padded.
    static Bytes base64(String text) throws SyntaxError {
        try {
            if (text.length() % 4 == 0) {
                return Bytes.wrap(Base64.getDecoder().decode(text));
            }
        } catch (IllegalArgumentException _) {
            // falls through to the same complaint
        }
        throw new SyntaxError("that is no base64");
    }

    private Pop3Command command() throws SyntaxError {
        return switch (keyword) {
            case "QUIT" -> alone(new Quit());
            case "CAPA" -> alone(new Capa());
            case "USER" -> new User(name());
            case "PASS" -> new Pass(password());
            case "AUTH" -> auth();
            case "STLS" -> alone(new Stls());
            case "UTF8" -> alone(new Utf8());
            case "STAT" -> alone(new Stat());
            case "LIST" -> new Pop3Command.List(optionalNumber());
            case "RETR" -> new Retr(number(arguments(1)[0]));
            case "DELE" -> new Dele(number(arguments(1)[0]));
            case "NOOP" -> alone(new Noop());
            case "RSET" -> alone(new Rset());
            case "TOP" -> top();
            case "UIDL" -> new Uidl(optionalNumber());
            default -> throw new SyntaxError("unknown command");
        };
    }

    private Pop3Command alone(Pop3Command command) throws SyntaxError {
        var _ = arguments(0);
        return command;
    }

    private String name() throws SyntaxError {
        String name = rest.strip();
        if (name.isEmpty()) {
            throw new SyntaxError("USER needs a name");
        }
        return name;
    }

    private String password() throws SyntaxError {
        if (rest.isEmpty()) {
            throw new SyntaxError("PASS needs a password");
        }
        return rest;
    }

    /// `"AUTH" SP sasl-mech [SP initial-response]`, where `=` is an empty response.
    private Pop3Command auth() throws SyntaxError {
        if (rest.isBlank()) {
            return new ListMechanisms();
        }
        String[] words = words();
        if (words.length > 2) {
            throw new SyntaxError("AUTH takes a mechanism and perhaps an initial response");
        }
        Optional<Bytes> initial =
                words.length == 1
                        ? Optional.empty()
                        : Optional.of(words[1].equals("=") ? Bytes.EMPTY : base64(words[1]));
        return new Auth(words[0].toUpperCase(Locale.ROOT), initial);
    }

    private Pop3Command top() throws SyntaxError {
        String[] words = arguments(2);
        return new Top(number(words[0]), number(words[1]));
    }

    private OptionalInt optionalNumber() throws SyntaxError {
        return rest.isBlank() ? OptionalInt.empty() : OptionalInt.of(number(arguments(1)[0]));
    }

    /// A number in decimal digits. One too large for an `int` is as good as the largest: it names
    /// no message, and counts more lines than there are.
    private int number(String word) throws SyntaxError {
        int number = 0;
        for (int i = 0; i < word.length(); i++) {
            int digit = word.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new SyntaxError(keyword + " needs a number");
            }
            number =
                    number > (Integer.MAX_VALUE - 9) / 10 ? Integer.MAX_VALUE : number * 10 + digit;
        }
        return number;
    }

    private String[] arguments(int count) throws SyntaxError {
        String[] words = words();
        if (words.length != count) {
            throw new SyntaxError(
                    switch (count) {
                        case 0 -> keyword + " takes no argument";
                        case 1 -> keyword + " takes one argument";
                        default -> keyword + " takes " + count + " arguments";
                    });
        }
        return words;
    }

    private String[] words() {
        return Arrays.stream(rest.split(" ")).filter(w -> !w.isEmpty()).toArray(String[]::new);
    }

    /// Names and passwords are UTF-8 and checked to be (RFC 6856 §2.2); all else is ASCII anyway.
    private static String text(Bytes octets) throws SyntaxError {
        String text =
                octets.strictUtf8().orElseThrow(() -> new SyntaxError("the line is no UTF-8"));
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new SyntaxError("the line holds control characters");
        }
        return text;
    }
}
