package posthouse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthouse.bytes.Bytes;

/// One message of the demonstration, as `demo-mails.txt` has it.
///
/// @param from `ann`, `ben` or a mailbox of somebody outside
/// @param to `ann`, `ben` or both
/// @param references ids of what it answers, the first message of the thread first
record DemoMail(
        String id,
        String from,
        List<String> to,
        int days,
        List<String> references,
        String subject,
        Letter letter) {
    static final String DOMAIN = "demo.test";
    private static final String SOURCE = "demo-mails.txt";
    private static final String HTML = "--- html";

    /// All of them, the oldest first.
    ///
    /// @param now what their age counts from
    static List<DemoMail> all(Instant now) {
        var mails = new ArrayList<DemoMail>();
        String[] blocks = source().split("(?m)^=\n");
        for (String block : Arrays.asList(blocks).subList(1, blocks.length)) {
            mails.add(read(block, mails, now));
        }
        return mails;
    }

    /// Whether one of the two has written it, who log in to send.
    boolean isOurs() {
        return from.equals("ann") || from.equals("ben");
    }

    /// The envelope's sender.
    String sender() {
        return isOurs() ? address(from) : from.replaceFirst("^.*<(.*)>$", "$1");
    }

    List<String> recipients() {
        return to.stream().map(DemoMail::address).toList();
    }

    static String address(String who) {
        return who + "@" + DOMAIN;
    }

    private static DemoMail read(String block, List<DemoMail> before, Instant now) {
        int end = block.indexOf("\n\n");
        List<Letter.Field> settings =
                block.substring(0, end).lines().map(DemoMail::setting).toList();
        String from = setting(settings, "from").orElseThrow();
        String to = setting(settings, "to").orElseThrow();
        String subject = setting(settings, "subject").orElseThrow();
        String id = setting(settings, "id").orElseThrow();
        int days = Integer.parseInt(setting(settings, "days").orElseThrow());
        List<String> references =
                setting(settings, "re").map(re -> references(re, before)).orElse(List.of());
        List<String> recipients = to.equals("both") ? List.of("ann", "ben") : List.of(to);
        var fields = fields(id, from, recipients, subject, references);
        fields.addFirst(date(now.minusSeconds(days * 86_400L + id.hashCode() % 20_000L)));
        String[] texts = block.substring(end + 2).split("(?m)^" + HTML + "\n", 2);
        var letter =
                new Letter(
                        fields,
                        texts[0],
                        texts.length == 2 ? Optional.of(texts[1]) : Optional.empty(),
                        files(settings),
                        Charset.forName(setting(settings, "charset").orElse("UTF-8")),
                        encoding(settings, block));
        return new DemoMail(id, from, recipients, days, references, subject, letter);
    }

    private static List<Letter.Field> fields(
            String id, String from, List<String> to, String subject, List<String> references) {
        var fields = new ArrayList<Letter.Field>();
        fields.add(new Letter.Field("From", mailbox(from)));
        fields.add(
                new Letter.Field(
                        "To", String.join(", ", to.stream().map(DemoMail::mailbox).toList())));
        fields.add(new Letter.Field("Subject", subject));
        fields.add(new Letter.Field("Message-ID", messageId(id)));
        if (!references.isEmpty()) {
            fields.add(new Letter.Field("In-Reply-To", messageId(references.getLast())));
            fields.add(
                    new Letter.Field(
                            "References",
                            String.join(
                                    " ", references.stream().map(DemoMail::messageId).toList())));
        }
        return fields;
    }

    private static Letter.Field date(Instant time) {
        return new Letter.Field(
                "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
    }

    private static List<String> references(String answered, List<DemoMail> before) {
        DemoMail parent =
                before.stream()
                        .filter(mail -> mail.id().equals(answered))
                        .findFirst()
                        .orElseThrow();
        var references = new ArrayList<>(parent.references());
        references.add(answered);
        return List.copyOf(references);
    }

    private static List<Letter.Part> files(List<Letter.Field> settings) {
        var files = new ArrayList<Letter.Part>();
        for (Letter.Field setting : settings) {
            String value = setting.value();
            if (setting.name().equals("file")) {
                int blank = value.lastIndexOf(' ');
                files.add(DemoFiles.make(value.substring(0, blank), value.substring(blank + 1)));
            } else if (setting.name().equals("image")) {
                Letter.Part image = DemoFiles.make(value, "png");
                files.add(
                        new Letter.Part(
                                image.name(),
                                image.type(),
                                image.content(),
                                Optional.of(value.replace(".png", ""))));
            }
        }
        return files;
    }

    private static Letter.Encoding encoding(List<Letter.Field> settings, String block) {
        boolean isAscii = block.chars().allMatch(c -> c < 0x80);
        return setting(settings, "encoding")
                .map(word -> word.toUpperCase(Locale.ROOT).replace('-', '_'))
                .map(Letter.Encoding::valueOf)
                .orElse(isAscii ? Letter.Encoding.SEVEN_BIT : Letter.Encoding.QUOTED_PRINTABLE);
    }

    private static String mailbox(String who) {
        return switch (who) {
            case "ann" -> "Ann Arbor <" + address(who) + ">";
            case "ben" -> "Ben Nevis <" + address(who) + ">";
            default -> who;
        };
    }

    private static String messageId(String id) {
        return "<" + id + "@letters." + DOMAIN + ">";
    }

    private static Letter.Field setting(String line) {
        int colon = line.indexOf(": ");
        return new Letter.Field(line.substring(0, colon), line.substring(colon + 2));
    }

    private static Optional<String> setting(List<Letter.Field> settings, String name) {
        return settings.stream()
                .filter(setting -> setting.name().equals(name))
                .map(Letter.Field::value)
                .findFirst();
    }

    private static String source() {
        try (InputStream in = DemoMail.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IllegalStateException(SOURCE + " is missing");
            }
            return Bytes.wrap(in.readAllBytes()).strictUtf8().orElseThrow();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
