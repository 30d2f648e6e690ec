package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthouse.bytes.Bytes;

class SequenceSetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|5|1",
                "*|5|5",
                "1:*|5|1:5",
                "*:1|5|1:5",
                "7:*|5|5:7",
                "4:2,3,1|5|1:4",
                "2,4:7,9,12:*|15|2,4:7,9,12:15",
                "1:1000000000|3|1:1000000000",
                "4294967295|3|4294967295",
                "*|0|''",
                "1:*|0|''",
                "*:*|0|''",
                "1:2|0|1:2",
            })
    void isResolved(String set, long max, String meant) throws SyntaxError {
        assertThat(new Tokens(Bytes.latin1(set)).sequenceSet().resolve(max)).hasToString(meant);
    }
}
