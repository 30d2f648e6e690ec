package posthouse.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.net.Transcripts;

/// Random sessions, one after the other, on a maildrop of random messages: each answer is what a
/// plain list says, and after the last session exactly that is left which no QUIT has deleted.
class Pop3SessionSim {
    @Test
    void answersAsAPlainListWould() {
        Seeds.each(
                150,
                random -> {
                    try (var office = new PostOffice(PostOffice.settings())) {
                        var left = new ArrayList<String>();
                        for (int sessions = random.nextInt(4); sessions >= 0; sessions--) {
                            for (int arrive = random.nextInt(4); arrive > 0; arrive--) {
                                String message = message(random);
                                office.receive(Bytes.latin1(message));
                                left.add(message);
                            }
                            hold(new Model(left), office, random);
                        }
                    }
                });
    }

    private static void hold(Model model, PostOffice office, Random random) {
        var lines = new ArrayList<>(List.of("USER markh", "PASS secret"));
        var wanted = new StringBuilder("+OK POP3 server ready\r\n+OK markh\r\n");
        wanted.append("+OK markh's maildrop has ").append(model.summary()).append("\r\n");
        for (int commands = random.nextInt(12); commands > 0; commands--) {
            String line = command(random);
            lines.add(line);
            wanted.append(model.answer(line));
        }
        if (random.nextInt(3) > 0) {
            lines.add("QUIT");
            wanted.append(model.quit());
        }
        assertThat(Transcripts.converse(office.service(), lines.toArray(String[]::new)))
                .as("after %s", lines)
                .isEqualTo(wanted.toString());
    }

    private static String command(Random random) {
        int number = random.nextInt(7);
        return switch (random.nextInt(7)) {
            case 0 -> "STAT";
            case 1 -> "LIST";
            case 2 -> "LIST " + number;
            case 3 -> "RETR " + number;
            case 4 -> "TOP " + number + " " + random.nextInt(4);
            case 5 -> random.nextInt(4) == 0 ? "RSET" : "NOOP";
            default -> "DELE " + number;
        };
    }

    private static String message(Random random) {
        String[] pieces = {"a", ".", "\r\n", "..", "\r\n.", "Subject: x\r\n", "\r\n\r\n", "b c"};
        var message = new StringBuilder("From: me\r\n");
        for (int i = random.nextInt(20); i > 0; i--) {
            message.append(pieces[random.nextInt(pieces.length)]);
        }
        return message.toString();
    }

    /// What POP3 is, in the plainest way.
    private static final class Model {
        private final List<String> drop;
        private final List<String> there;
        private final List<Integer> deleted = new ArrayList<>();

        /// @param drop loses what a QUIT deletes
        Model(List<String> drop) {
            this.drop = drop;
            there = drop.stream().map(m -> m.endsWith("\r\n") ? m : m + "\r\n").toList();
        }

        String summary() {
            int count = there.size() - deleted.size();
            return (count == 1 ? "1 message" : count + " messages") + " (" + octets() + " octets)";
        }

        String answer(String line) {
            String[] words = line.split(" ");
            if (words.length == 1) {
                return answerAlone(line);
            }
            int number = Integer.parseInt(words[1]);
            if (number < 1 || number > there.size()) {
                String most = there.size() == 1 ? "1 message" : there.size() + " messages";
                return "-ERR no such message, only " + most + " in maildrop\r\n";
            }
            if (deleted.contains(number)) {
                return "-ERR message " + number + " already deleted\r\n";
            }
            String message = there.get(number - 1);
            return switch (words[0]) {
                case "LIST" -> "+OK " + number + " " + message.length() + "\r\n";
                case "RETR" -> "+OK " + message.length() + " octets\r\n" + stuffed(message);
                case "TOP" ->
                        "+OK top of message follows\r\n"
                                + stuffed(top(message, Integer.parseInt(words[2])));
                default -> {
                    deleted.add(number);
                    yield "+OK message " + number + " deleted\r\n";
                }
            };
        }

        private String answerAlone(String line) {
            switch (line) {
                case "STAT" -> {
                    return "+OK " + (there.size() - deleted.size()) + " " + octets() + "\r\n";
                }
                case "LIST" -> {
                    var listing = new StringBuilder("+OK " + summary() + "\r\n");
                    for (int n = 1; n <= there.size(); n++) {
                        if (!deleted.contains(n)) {
                            listing.append(n).append(' ').append(there.get(n - 1).length());
                            listing.append("\r\n");
                        }
                    }
                    return listing + ".\r\n";
                }
                case "RSET" -> {
                    deleted.clear();
                    return "+OK maildrop has " + summary() + "\r\n";
                }
                default -> {
                    return "+OK\r\n";
                }
            }
        }

        String quit() {
            deleted.stream().sorted((a, b) -> b - a).forEach(n -> drop.remove(n - 1));
            int count = drop.size();
            String rest = count == 1 ? "1 message left" : count + " messages left";
            return "+OK POP3 server signing off ("
                    + (count == 0 ? "maildrop empty" : rest)
                    + ")\r\n";
        }

        private long octets() {
            long octets = 0;
            for (int n = 1; n <= there.size(); n++) {
                octets += deleted.contains(n) ? 0 : there.get(n - 1).length();
            }
            return octets;
        }

        private static String top(String message, int lines) {
            int end = message.indexOf("\r\n\r\n");
            if (end < 0) {
                return message;
            }
            end += 4;
            for (int n = 0; n < lines && end < message.length(); n++) {
                end = message.indexOf("\r\n", end) + 2;
            }
            return message.substring(0, end);
        }

        private static String stuffed(String message) {
            return message.replaceAll("(?m)^\\.", "..") + ".\r\n";
        }
    }
}
