package posthouse.pop3;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import posthouse.config.Settings;
import posthouse.net.Transcript;
import posthouse.net.Transcripts;

class ConversationsTest {
    @TestFactory
    Stream<DynamicNode> holdsConversations() {
        return Transcripts.replay("pop3", transcript -> new PostOffice(settings(transcript)));
    }

    /// `#! expire 30` and `#! login-delay 60`.
    private static Settings.Pop3 settings(Transcript transcript) {
        String seconds = transcript.option("login-delay").orElse("0");
        return PostOffice.settings(
                transcript.option("expire").orElse("never"),
                Duration.ofSeconds(Long.parseLong(seconds)));
    }
}
