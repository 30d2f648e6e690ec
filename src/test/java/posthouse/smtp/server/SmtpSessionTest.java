package posthouse.smtp.server;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import posthouse.net.Transcripts;

class SmtpSessionTest {
    @TestFactory
    Stream<DynamicNode> receivesFromOtherServers() {
        return conversations("smtp");
    }

    @TestFactory
    Stream<DynamicNode> takesMailOfUsers() {
        return conversations("submission");
    }

    @TestFactory
    Stream<DynamicNode> speaksLmtp() {
        return conversations("lmtp");
    }

    @TestFactory
    Stream<DynamicNode> takesMailOfPrograms() {
        return conversations("local");
    }

    private static Stream<DynamicNode> conversations(String role) {
        return Transcripts.replay(role, transcript -> new Town(role, Town.settings(transcript)));
    }
}
