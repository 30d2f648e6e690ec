package posthouse.imap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Anything that a client may send is a command, a [SyntaxError] or a refusal.
class ImapParserFuzz {
    @FuzzTest
    void parsesOrRefuses(byte[] command) {
        parse(Bytes.wrap(command));
    }

    @FuzzTest
    void searchesOrRefuses(byte[] program) {
        parse(Bytes.latin1("a SEARCH ").plus(Bytes.wrap(program)));
    }

    @FuzzTest
    void fetchesOrRefuses(byte[] items) {
        parse(Bytes.latin1("a FETCH 1 ").plus(Bytes.wrap(items)));
    }

    /// A section's name in the answer is one that asks for the same section.
    @FuzzTest
    void sectionsAreNamedAsTheyAreRead(byte[] section) {
        Bytes asked = Bytes.latin1("BODY[").plus(Bytes.wrap(section));
        try {
            for (FetchItem item : new FetchParser(new Tokens(asked)).items()) {
                if (item instanceof FetchItem.Body body && isPrintable(section)) {
                    var again = new FetchParser(new Tokens(Bytes.latin1(body.name()))).items();
                    if (!(again.getFirst() instanceof FetchItem.Body it)
                            || !it.section().equals(body.section())) {
                        throw new AssertionError(body.name() + " is read as " + again);
                    }
                }
            }
        } catch (SyntaxError _) {
            // that is an answer, too
        }
    }

    private static boolean isPrintable(byte[] octets) {
        return Bytes.wrap(octets).latin1().chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static void parse(Bytes command) {
        var parser = new ImapParser(command);
        try {
            var _ = parser.tag();
            var _ = parser.command();
        } catch (SyntaxError _) {
            // that is an answer, too
        }
    }
}
