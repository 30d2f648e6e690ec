package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

class ImapSessionTest {
    private static final List<String> PIECES =
            List.of(
                    "x FETCH 1:* (FLAGS BODY[])\r\n",
                    "x UID FETCH 2 (RFC822.SIZE BODY.PEEK[TEXT]<3.9>)\r\n",
                    "x STORE 1:2 +FLAGS (\\Deleted k)\r\n",
                    "x UID EXPUNGE 1:2\r\n",
                    "x EXPUNGE\r\n",
                    "x SEARCH OR BODY text NOT 2\r\n",
                    "x COPY 1 Trash\r\n",
                    "x UID MOVE 1:* INBOX\r\n",
                    "x APPEND INBOX {4}\r\nabc\n\r\n",
                    "x APPEND INBOX (\\Seen) {4+}\r\na\0c\n\r\n",
                    "x APPEND nowhere {9+}\r\n123456789\r\n",
                    "x APPEND INBOX {3}\r\nabc {2}\r\nab\r\n",
                    "x IDLE\r\n",
                    "DONE\r\n",
                    "x SELECT Trash\r\n",
                    "x SELECT INBOX\r\n",
                    "x EXAMINE INBOX\r\n",
                    "x CLOSE\r\n",
                    "x CREATE {3}\r\nfoo\r\n",
                    "x DELETE foo\r\n",
                    "x DELETE Trash\r\n",
                    "x RENAME foo bar/baz\r\n",
                    "x LIST \"\" %\r\n",
                    "x STATUS INBOX (MESSAGES RECENT)\r\n",
                    "x AUTHENTICATE PLAIN\r\n",
                    "x LOGIN {1+}\r\n",
                    "x",
                    " ",
                    "{7}\r\n",
                    "\r\n",
                    "\"",
                    "(",
                    "\0",
                    "\u00ff",
                    "*");

    @Test
    void anythingIsAnsweredAndNothingFails() {
        Seeds.each(
                40,
                random -> {
                    var said = new BytesBuilder();
                    for (int i = random.nextInt(40); i >= 0; i--) {
                        said.latin1(PIECES.get(random.nextInt(PIECES.size())));
                    }
                    String before = random.nextBoolean() ? Babble.SELECT : "";
                    var _ = Babble.check(Babble.LOGIN + before, said.build());
                });
    }

    @Test
    void aLineTooLongIsThrownAwayAndTheSessionGoesOn() {
        String answer =
                Babble.check(
                        "", Bytes.latin1("a CREATE " + "x".repeat(200_000) + "\r\nb NOOP\r\n"));
        assertThat(answer.lines().skip(1))
                .containsExactly("a BAD line longer than 65536 octets", "b OK done");
    }

    @Test
    void aLineTooLongWithoutATagIsAnsweredAsWell() {
        String answer = Babble.check("", Bytes.latin1("x".repeat(200_000) + "\r\nb NOOP\r\n"));
        assertThat(answer.lines().skip(1))
                .containsExactly("* BAD line longer than 65536 octets", "b OK done");
    }

    @Test
    void aCommandOfManyLiteralsHasALimit() {
        String command = "a LOGIN" + " {60000+}\r\n".concat("x".repeat(60_000)).repeat(9);
        String answer = Babble.check("", Bytes.latin1(command + "\r\nb NOOP\r\n"));
        assertThat(answer.lines().skip(1))
                .containsExactly("a BAD too long a command or literal", "b OK done");
    }
}
