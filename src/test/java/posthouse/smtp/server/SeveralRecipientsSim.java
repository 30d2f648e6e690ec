package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.net.Transcripts;

/// A sender that comes again until it hears 250, while accounts fail at random: everybody gets each
/// message once, and nobody anything else (DESIGN rule 13).
class SeveralRecipientsSim {
    private static final List<String> PEOPLE = List.of("ann", "ben");

    @Test
    void giveEverybodyEachMessageOnce() {
        Seeds.each(
                150,
                random -> {
                    try (var town = new Town("smtp", Town.settings(Map.of()))) {
                        var sent = new ArrayList<String>();
                        for (int i = random.nextInt(4); i >= 0; i--) {
                            // Honest copies of the same message, too.
                            String subject = "Subject: " + random.nextInt(2);
                            send(town, subject, random);
                            sent.add(subject);
                        }
                        for (String name : PEOPLE) {
                            assertThat(subjects(town, name)).isEqualTo(sent);
                        }
                    }
                });
    }

    private static void send(Town town, String subject, Random random) {
        int before = town.messages("ann").size();
        for (int tries = 0; ; tries++) {
            for (String name : PEOPLE) {
                boolean hasIt = town.messages(name).size() > before;
                town.happen(
                        "the store of "
                                + name
                                + works(!hasIt && tries < 3 && random.nextBoolean()));
            }
            String said =
                    Transcripts.converse(
                            town::serve,
                            "HELO b.org",
                            "MAIL FROM:<a@b.org>",
                            "RCPT TO:<ann@demo.test>",
                            "RCPT TO:<ben@demo.test>",
                            "DATA",
                            subject,
                            ".");
            if (said.contains("250 2.6.0 ")) {
                return;
            }
            assertThat(said).contains("451 4.3.0 ");
        }
    }

    private static String works(boolean fails) {
        return fails ? " fails" : " works";
    }

    private static List<String> subjects(Town town, String name) {
        return town.messages(name).stream()
                .map(it -> it.substring(it.indexOf("Subject: ")).strip())
                .toList();
    }
}
