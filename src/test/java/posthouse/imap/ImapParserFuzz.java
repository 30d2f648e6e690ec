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
