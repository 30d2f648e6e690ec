package posthouse.smtp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.address.Address;
import posthouse.delivery.Delivery;
import posthouse.delivery.Envelope;
import posthouse.delivery.Outcome;
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

    /// A sender that has not heard the answer comes again; one that has means another message.
    @Test
    void giveNobodyASecondCopyBeforeTheAnswer() throws Exception {
        try (var town = new Town("smtp", Town.settings(Map.of()))) {
            deliver(town);
            var again = deliver(town);
            assertThat(PEOPLE).allMatch(name -> town.messages(name).size() == 1);
            again.answered().run();
            deliver(town);
            assertThat(PEOPLE).allMatch(name -> town.messages(name).size() == 2);
        }
    }

    private static Delivery.Tried deliver(Town town) throws Exception {
        var envelope =
                new Envelope(
                        "id",
                        "<a@b.org>",
                        "b.org",
                        Optional.empty(),
                        "demo.test",
                        "SMTP",
                        Optional.empty());
        var octets = new ByteArrayInputStream("Subject: 1\r\n\r\n".getBytes(US_ASCII));
        var recipients =
                PEOPLE.stream()
                        .map(name -> Address.parse(name + "@demo.test").orElseThrow())
                        .map(address -> town.directory.find(address).orElseThrow())
                        .toList();
        try (var message = town.accounts.receive(octets, 1000)) {
            var tried = town.services.delivery().deliverToAll(envelope, message, recipients);
            assertThat(tried.outcomes()).allMatch(Outcome.Delivered.class::isInstance);
            return tried;
        }
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
