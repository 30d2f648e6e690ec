package posthouse.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import posthouse.bytes.Bytes;

/// The mails of the folder that `-Dposthouse.corpus` names.
final class RealMail {
    private static final Pattern NO_MESSAGES =
            Pattern.compile("(README|MANIFEST|LICEN[CS]E|\\.).*|.*\\.expected(\\.\\d+)?");
    private static final Pattern MBOX = Pattern.compile("mailbox.*|.*\\.mbo?x");

    private RealMail() {}

    /// @param check is given a name and the octets, in CRLF
    static void each(BiConsumer<String, Bytes> check) throws IOException {
        var folder = Path.of(System.getProperty("posthouse.corpus"));
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!NO_MESSAGES.matcher(file.getFileName().toString()).matches()) {
                    each(folder.relativize(file).toString(), Files.readAllBytes(file), check);
                }
            }
        }
    }

    /// An mbox is split.
    private static void each(String name, byte[] octets, BiConsumer<String, Bytes> check) {
        String text = new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        String base = Path.of(name).getFileName().toString();
        if (!text.startsWith("From ") || !MBOX.matcher(base).matches()) {
            check.accept(name, mail(text));
            return;
        }
        String[] parts = text.split("\n\n(?=From )");
        IntStream.range(0, parts.length)
                .forEach(i -> check.accept(name + "#" + (i + 1), mail(parts[i] + "\n")));
    }

    /// Without the line that mbox puts first, in CRLF.
    private static Bytes mail(String text) {
        String mail = text.startsWith("From ") ? text.substring(text.indexOf('\n') + 1) : text;
        return Bytes.latin1(mail.replace("\n", "\r\n"));
    }
}
