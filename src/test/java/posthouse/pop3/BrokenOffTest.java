package posthouse.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.net.Transcripts;

/// A message that cannot be read to its end must not look like a whole one.
class BrokenOffTest {
    private static final int SIZE = 400_000;

    private final PostOffice office = new PostOffice(PostOffice.settings());

    @AfterEach
    void close() {
        office.store().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR 1", "TOP 1 100000"})
    void endsTheLineWhereAMessageBreaksOff(String command) throws Exception {
        office.happen("on-retrieve is delete");
        office.receive(PostOffice.ofOctets(SIZE));
        office.store().breakOffAfter(200_000);
        String said = converse(command);
        String answer = said.substring(said.indexOf("maildrop has 1 message"));
        assertThat(answer).contains("+OK ", "Subject: " + SIZE, "xxxx");
        assertThat(answer).hasSizeBetween(1_000, SIZE - 1);
        assertThat(answer).doesNotContain("\r\n.\r\n", "-ERR", "signing off");
        office.happen("INBOX holds 1");
        office.happen("the maildrop holds 1");
    }

    @Test
    void givesTheWholeMessageWhereNothingBreaks() {
        office.receive(PostOffice.ofOctets(SIZE));
        assertThat(converse("RETR 1")).contains("\r\n.\r\n", "signing off");
    }

    private String converse(String command) {
        return Transcripts.converse(
                office.service(), "USER markh", "PASS secret", command, "NOOP", "QUIT");
    }
}
