package posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TranscriptsTest {
    @TestFactory
    Stream<DynamicNode> replaysConversations() {
        return Transcripts.replay("net", _ -> new Echo(true));
    }

    @Test
    void namesTheLineThatDiffers() {
        assertFails("S: ready …\nC: a\nS: b", "f:4", "wanted  S: b", "got     S: a");
    }

    @Test
    void wantsNothingMoreThanIsWritten() {
        assertFails("S: ready …\nC: a\nC: b\nS: a", "f:5", "nothing more", "S: b");
    }

    @Test
    void wantsAllThatIsWritten() {
        assertFails("S: ready …\nC: a\nS: a\nS: b", "f:5", "got     nothing");
    }

    @Test
    void failsWhenTheServerEndsTooEarly() {
        assertFails("S: ready …\nC: bye\nS: bye\nC: more", "f:5", "the server has ended");
    }

    @Test
    void failsWhenTheServerReadsOnButMustNot() {
        assertFails("S: ready …\nC: a\nS: a\nE: the server closes", "f:5", "it reads on");
    }

    @Test
    void failsWhenAnEventFails() {
        assertFails("S: ready …\nE: unheard of", "unheard of");
    }

    @Test
    void matchesNothingButItselfAndTheWildcard() {
        assertThat(Notation.matches("a…c", "abc")).isTrue();
        assertThat(Notation.matches("a…c", "ac")).isTrue();
        assertThat(Notation.matches("a.c", "abc")).isFalse();
        assertThat(Notation.matches("…", "anything (RFC 1939) \\Seen")).isTrue();
        assertThat(Notation.matches("\\x41\\Seen", "A\\Seen")).isTrue();
        assertThat(Notation.matches("grün", "grün")).isTrue();
        assertThat(Notation.matches("a", "a\\")).isFalse();
    }

    @Test
    void holdsASecondConversation() {
        assertThat(Transcripts.converse(new Echo(false)::serve, "one", "bye"))
                .isEqualTo("ready t1\r\none\r\nbye\r\n");
    }

    private static void assertFails(String lines, String... texts) {
        assumeFalse(Transcripts.UPDATING, "what is wrong on purpose is not to be mended");
        var transcript = Transcript.parse(Path.of("f"), "# A claim\n" + lines);
        assertThatThrownBy(() -> Transcripts.replay(transcript, _ -> new Echo(false), Cuts.whole()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(texts);
    }
}
