package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

class ListParserTest {
    @Test
    void aPatternAndAllOfThemHaveALimit() throws SyntaxError {
        String longest = "x".repeat(ImapLimits.PATTERN_MAX);
        int count = ImapLimits.PATTERNS_MAX / ImapLimits.PATTERN_MAX;
        String rest = "x".repeat(ImapLimits.PATTERNS_MAX % ImapLimits.PATTERN_MAX);
        String all = (longest + " ").repeat(count) + (rest.isEmpty() ? "\"\"" : rest);

        assertThat(list("\"\" " + longest).patterns()).hasSize(1);
        assertThatThrownBy(() -> list("\"\" " + longest + "x"))
                .isInstanceOf(SyntaxError.class)
                .hasMessage("a pattern has at most " + ImapLimits.PATTERN_MAX + " characters");
        assertThat(list("\"\" (" + all + ")").patterns()).hasSize(count + 1);
        assertThatThrownBy(() -> list("\"\" (" + all + " x)"))
                .isInstanceOf(SyntaxError.class)
                .hasMessage(
                        "the patterns have at most "
                                + ImapLimits.PATTERNS_MAX
                                + " characters together");
    }

    private static ImapCommand.ListMailboxes list(String arguments) throws SyntaxError {
        var parser = new ImapParser(Bytes.latin1("t LIST " + arguments));
        assertThat(parser.tag()).isEqualTo("t");
        return (ImapCommand.ListMailboxes) parser.command();
    }
}
