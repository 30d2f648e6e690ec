package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

/// `bin/check-mime FOLDER`: real mail through the scanner, held against what fetching its parts
/// gives. What mime4j and Angus Mail see otherwise is printed.
class CorpusCheck {
    private final TreeMap<String, List<String>> differences = new TreeMap<>();
    private int mails;

    @Test
    void agreesWithOtherReaders() throws IOException {
        var folder = Path.of(System.getProperty("posthouse.corpus"));
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                check(folder.relativize(file).toString(), mail(Files.readAllBytes(file)));
            }
        }
        differences.forEach((what, where) -> {
            System.out.println(where.size() + " x " + what);
            where.stream()
                    .limit(Integer.getInteger("posthouse.show", 5))
                    .forEach(w -> System.out.println("    " + w));
        });
        System.out.println(mails + " mails");
        assertThat(mails).isPositive();
    }

    /// Without the line that mbox puts first, in CRLF.
    private static Bytes mail(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        if (text.startsWith("From ")) {
            text = text.substring(text.indexOf('\n') + 1);
        }
        return Bytes.latin1(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    private void check(String name, Bytes mail) {
        mails++;
        Structure structure = Agreement.check(mail);
        Outline ours = Outline.of(mail, structure.message());
        compare(name, "mime4j structure", ours, () -> Mime4jView.outline(mail));
        compare(name, "angus structure", ours, () -> AngusView.outline(mail));
        Headers headers = Headers.parse(mail);
        for (String field : List.of("From", "Sender", "Reply-To", "To", "Cc", "Bcc")) {
            for (HeaderField one : headers.all(field)) {
                var items = Outline.addresses(AddressList.of(one.value()));
                compare(name, "mime4j addresses", items, () -> Mime4jView.addresses(one.value()));
                compare(name, "angus addresses", items, () -> AngusView.addresses(one.value()));
            }
        }
    }

    @FunctionalInterface
    private interface Reading {
        Object read() throws Exception;
    }

    private void compare(String name, String what, Object ours, Reading theirs) {
        Object read;
        try {
            read = theirs.read();
        } catch (Exception | StackOverflowError failure) {
            add(
                    what + " fails: " + failure.getClass().getSimpleName(),
                    name + ": " + ours + " / " + failure.getMessage());
            return;
        }
        if (!ours.equals(read)) {
            add(what, name + "\n        ours " + ours + "\n        " + read);
        }
    }

    private void add(String what, String where) {
        differences.computeIfAbsent(what, _ -> new ArrayList<>()).add(where);
    }
}
