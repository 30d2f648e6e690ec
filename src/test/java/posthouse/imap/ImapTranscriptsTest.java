package posthouse.imap;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import posthouse.net.Transcripts;

class ImapTranscriptsTest {
    @TestFactory
    Stream<DynamicNode> conversations() {
        return Transcripts.replay("imap", PostOffice::of);
    }
}
