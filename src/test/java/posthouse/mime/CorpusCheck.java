package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

/// `bin/check-mime FOLDER`: real mail through the scanner. BODYSTRUCTURE must agree with what
/// fetching its parts gives; where mime4j or Angus Mail see other parts, or another ENVELOPE, there
/// must be a [PartReason] or a [FieldReason].
class CorpusCheck {
    private static final Pattern NO_MESSAGES =
            Pattern.compile("(README|MANIFEST|LICEN[CS]E|\\.).*|.*\\.expected(\\.\\d+)?");
    private static final Pattern MBOX = Pattern.compile("mailbox.*|.*\\.mbo?x");

    private final TreeMap<String, Integer> reasons = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int mails;

    @Test
    void everyDifferenceHasAReason() throws IOException {
        var folder = Path.of(System.getProperty("posthouse.corpus"));
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!NO_MESSAGES.matcher(file.getFileName().toString()).matches()) {
                    checkAll(folder.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        reasons.forEach((reason, count) -> System.out.printf("%7d  %s%n", count, reason));
        System.out.println(mails + " mails, " + wrong.size() + " differences without a reason");
        assertThat(mails).isPositive();
        assertThat(wrong).as("differences without a reason").isEmpty();
    }

    /// An mbox is split.
    private void checkAll(String name, byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        String base = Path.of(name).getFileName().toString();
        if (!text.startsWith("From ") || !MBOX.matcher(base).matches()) {
            check(name, mail(text));
            return;
        }
        String[] parts = text.split("\n\n(?=From )");
        IntStream.range(0, parts.length)
                .forEach(i -> check(name + "#" + (i + 1), mail(parts[i] + "\n")));
    }

    /// Without the line that mbox puts first, in CRLF.
    private static Bytes mail(String text) {
        String mail = text.startsWith("From ") ? text.substring(text.indexOf('\n') + 1) : text;
        return Bytes.latin1(mail.replace("\n", "\r\n"));
    }

    private void check(String name, Bytes mail) {
        mails++;
        try {
            for (Comparison.Finding found : Comparison.of(mail)) {
                count(name, found);
            }
        } catch (Exception | AssertionError | StackOverflowError failure) {
            wrong.add(name + ": " + failure);
        }
    }

    private void count(String name, Comparison.Finding found) {
        if (found.reason().isEmpty()) {
            wrong.add(
                    "%s: %s of %s\n    ours   %s\n    theirs %s"
                            .formatted(
                                    name,
                                    found.what(),
                                    found.reader(),
                                    found.ours(),
                                    found.theirs()));
        } else {
            String kind = found.what().equals("structure") ? "structure" : "envelope";
            reasons.merge(
                    "%-6s %-9s %s".formatted(found.reader(), kind, found.reason()),
                    1,
                    Integer::sum);
        }
    }
}
