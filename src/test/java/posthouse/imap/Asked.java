package posthouse.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A command of a [Believer]: what it does when the command's turn comes, and what it looks at when
/// the tagged answer is there.
final class Asked {
    private static final Pattern NUMBERED =
            Pattern.compile("(FETCH|STORE|SEARCH) .*|UID SEARCH .*\\$([ )].*)?");
    private static final Pattern FETCH = Pattern.compile("(UID )?FETCH .*");

    /// What is searched for.
    record Search(boolean uid, Predicate<Beliefs.Belief> key, boolean save, boolean ends) {}

    /// What was said before the tagged answer and in it.
    ///
    /// @param codes of status responses, without brackets
    /// @param data lines that are about no message
    record Answer(List<String> codes, List<String> data) {
        Answer() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        /// The lines of that kind, without quotation marks.
        List<String> data(String kind) {
            return data.stream()
                    .filter(line -> line.startsWith("* " + kind))
                    .map(Answer::quotesOff)
                    .toList();
        }

        static String quotesOff(String line) {
            return line.replace("\"", "");
        }

        /// What follows the name of the code; empty where it was not told.
        String code(String name) {
            return codes.stream()
                    .filter(code -> code.startsWith(name + " "))
                    .map(code -> code.substring(name.length() + 1))
                    .reduce("", (_, last) -> last);
        }
    }

    final String text;
    final Answer answer = new Answer();
    String outcome = "OK";
    Runnable begin = () -> {};
    Consumer<Answer> end = _ -> {};

    /// Whether a mailbox that is known comes back: what is told of it belongs together.
    boolean reopens;

    @org.jspecify.annotations.Nullable Search search;

    Asked(String text) {
        this.text = text;
    }

    Asked begin(Runnable does) {
        begin = does;
        return this;
    }

    Asked end(Consumer<Answer> looks) {
        end = looks;
        return this;
    }

    Asked answered(String kind) {
        outcome = kind;
        return this;
    }

    /// No message may go meanwhile (RFC 9051 §7.5.1).
    boolean isNumbered() {
        return NUMBERED.matcher(text).matches();
    }

    boolean isFetch() {
        return FETCH.matcher(text).matches();
    }
}
