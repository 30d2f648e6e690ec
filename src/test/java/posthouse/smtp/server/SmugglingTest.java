package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.bytes.Bytes;
import posthouse.net.Transcripts;

/// No octets within a message are taken for its end and for further commands, whatever line ends
/// and dots are among them (RFC 5321 §4.1.1.4, §4.5.2). All sequences of CR, LF and dots up to a
/// length are tried, where a second message follows that only a server that ends too early would
/// see.
class SmugglingTest {
    /// So long is "\r\n.\r\n" with one more octet anywhere.
    private static final int LENGTH_MAX = 6;

    /// The same where each is cut at each place.
    private static final int LENGTH_MAX_CUT = 4;

    private static final String TO_ANN =
            "EHLO b.org\r\nMAIL FROM:<a@b.org>\r\nRCPT TO:<ann@demo.test>\r\n";
    private static final String SMUGGLED =
            "MAIL FROM:<evil@b.org>\r\nRCPT TO:<ben@demo.test>\r\nDATA\r\nSubject: Evil\r\n";
    private static final String TRUE_END = "\r\n.\r\n";

    private Town town = build();

    @AfterEach
    void close() {
        town.close();
    }

    /// What was accepted of a conversation, and how many replies there were behind the greeting,
    /// EHLO, MAIL and RCPT.
    private record Taken(List<String> byAnn, List<String> byBen, List<String> replies) {}

    @ParameterizedTest
    @ValueSource(strings = {"Subject: Hi\r\n\r\ntext", "Subject: Hi\r\n\r\ntext\r\n", ""})
    void endsAMessageOnlyWhereItEnds(String beginning) {
        for (String octets : sequences(LENGTH_MAX)) {
            String message = beginning + octets + SMUGGLED;
            if (!("\r\n" + message).contains(TRUE_END)) {
                var taken = converse(TO_ANN + "DATA\r\n" + message + ".\r\nQUIT\r\n");
                assertThat(taken.byBen()).as(shown(octets)).isEmpty();
                assertThat(taken.replies()).as(shown(octets)).hasSize(3);
                assertTaken(octets, withoutDots(message), taken.byAnn(), taken.replies().get(1));
            }
        }
    }

    @Test
    void endsAMessageInChunksOnlyWhereTheyEnd() {
        String beginning = "Subject: Hi\r\n\r\ntext";
        for (String octets : sequences(LENGTH_MAX)) {
            String message = beginning + octets + SMUGGLED;
            var taken = converse(TO_ANN + chunk(message, true) + "QUIT\r\n");
            assertThat(taken.byBen()).as(shown(octets)).isEmpty();
            assertThat(taken.replies()).as(shown(octets)).hasSize(2);
            assertTaken(octets, message, taken.byAnn(), taken.replies().getFirst());
        }
    }

    @Test
    void doesNotCareWhereChunksAreCut() {
        String beginning = "Subject: Hi\r\n\r\ntext";
        for (String octets : sequences(LENGTH_MAX_CUT)) {
            for (int cut = 0; cut <= octets.length(); cut++) {
                String message = beginning + octets + SMUGGLED;
                int at = beginning.length() + cut;
                var taken =
                        converse(
                                TO_ANN
                                        + chunk(message.substring(0, at), false)
                                        + chunk(message.substring(at), true)
                                        + "QUIT\r\n");
                assertThat(taken.byBen()).as(shown(octets)).isEmpty();
                assertThat(taken.replies()).as(shown(octets)).hasSize(3);
                String answer =
                        taken.replies().stream()
                                .filter(reply -> !reply.startsWith("250 2.0.0 "))
                                .findFirst()
                                .orElseThrow();
                assertTaken(octets, message, taken.byAnn(), answer);
            }
        }
    }

    /// What is accepted is one message with all of it, and nothing in it that another server could
    /// take for more; all else is refused.
    private static void assertTaken(
            String octets, String message, List<String> byAnn, String reply) {
        if (isBroken(message)) {
            assertThat(reply).as(shown(octets)).startsWith("550 5.6.0 ");
            assertThat(byAnn).as(shown(octets)).isEmpty();
        } else {
            assertThat(reply).as(shown(octets)).startsWith("250 2.6.0 ");
            assertThat(byAnn).as(shown(octets)).hasSize(1);
            assertThat(byAnn.getFirst()).endsWith(message).matches(it -> !isBroken(it));
        }
    }

    private static boolean isBroken(String message) {
        String rest = message.replace("\r\n", "");
        return rest.contains("\r") || rest.contains("\n");
    }

    private static String withoutDots(String message) {
        return ("\r\n" + message).replace("\r\n.", "\r\n").substring(2);
    }

    private static String chunk(String octets, boolean last) {
        return "BDAT " + octets.length() + (last ? " LAST" : "") + "\r\n" + octets;
    }

    private static List<String> sequences(int lengthMax) {
        var all = new ArrayList<>(List.of(""));
        for (int from = 0, length = 1; length <= lengthMax; length++) {
            int to = all.size();
            for (String shorter : List.copyOf(all.subList(from, to))) {
                for (String octet : List.of("\r", "\n", ".")) {
                    all.add(shorter + octet);
                }
            }
            from = to;
        }
        return all;
    }

    private Taken converse(String said) {
        var replies =
                Transcripts.converse(town::serve, Bytes.latin1(said))
                        .lines()
                        .filter(line -> line.charAt(3) == ' ')
                        .skip(4)
                        .toList();
        var taken = new Taken(town.messages("ann"), town.messages("ben"), replies);
        if (!taken.byAnn().isEmpty() || !taken.byBen().isEmpty()) {
            town.close();
            town = build();
        }
        return taken;
    }

    private static Town build() {
        return new Town("smtp", Town.settings(Map.of()));
    }

    private static String shown(String octets) {
        return Bytes.latin1(octets).toString();
    }
}
