package posthouse.mime;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import posthouse.bytes.Bytes;

/// The first words of a message, to be shown in a list of messages (RFC 8970): of its first part
/// that says something, plain text before HTML, without white space that only lays it out, without
/// what the message quotes and without attached texts.
public final class Preview {
    /// Characters (code points) of a preview (RFC 8970 §3.3).
    public static final int CHARACTERS_MAX = 200;

    /// Characters of a part that are read for it. HTML may begin with pages of style.
    static final int READ_MAX = 32 * 1024;

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}\u034f]+");

    private final Octets octets;

    /// Opens octets of the message.
    @FunctionalInterface
    public interface Octets {
        InputStream open(long from, long length) throws IOException;
    }

    private Preview(Octets octets) {
        this.octets = octets;
    }

    /// The preview; empty where there is nothing to say, as of an encrypted message.
    public static String of(Part message, Octets octets) throws IOException {
        return new Preview(octets).find(message).orElse("");
    }

    private Optional<String> find(Part part) throws IOException {
        return switch (part.kind()) {
            case TEXT -> words(part);
            case OTHER -> Optional.empty();
            case MESSAGE -> find(part.message());
            case MULTIPART -> ofParts(part);
        };
    }

    private Optional<String> ofParts(Part whole) throws IOException {
        if (whole.type().equals("multipart/encrypted")) {
            return Optional.empty();
        }
        var plainFirst = whole.parts().stream().sorted(comparing(Preview::isLater)).toList();
        for (Part part : plainFirst) {
            var found = isAttached(part) ? Optional.<String>empty() : find(part);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean isLater(Part part) {
        return !part.type().equals("text/plain") && part.kind() != Part.Kind.MULTIPART;
    }

    /// A text that was sent along, such as a log, is not what the message says.
    private boolean isAttached(Part part) throws IOException {
        if (part.kind() != Part.Kind.TEXT) {
            return false;
        }
        long size = Math.min(part.headerSize(), Scanner.PART_HEADER_OCTETS_MAX);
        try (InputStream header = octets.open(part.headerStart(), size)) {
            var headers = Headers.parse(Bytes.wrap(header.readAllBytes()));
            return headers.first("Content-Disposition")
                    .map(Disposition::parse)
                    .filter(disposition -> disposition.type().equals("attachment"))
                    .isPresent();
        }
    }

    private Optional<String> words(Part part) throws IOException {
        String text =
                switch (part.type()) {
                    case "text/plain" -> withoutQuotes(beginning(part));
                    case "text/html" -> Jsoup.parse(beginning(part)).body().text();
                    default -> "";
                };
        String words = SPACE.matcher(text).replaceAll(" ").strip();
        return words.isEmpty() ? Optional.empty() : Optional.of(shortened(words));
    }

    private static String withoutQuotes(String text) {
        String said =
                text.lines()
                        .filter(line -> !line.startsWith(">"))
                        .collect(Collectors.joining("\n"));
        return said.isBlank() ? text : said;
    }

    private static String shortened(String words) {
        int most = Math.min(CHARACTERS_MAX, words.codePointCount(0, words.length()));
        return words.substring(0, words.offsetByCodePoints(0, most)).strip();
    }

    private String beginning(Part part) throws IOException {
        var characters = new char[READ_MAX];
        int length = 0;
        try (Reader text = part.text(octets.open(part.bodyStart(), part.bodySize()))) {
            int count = 0;
            while (count >= 0 && length < READ_MAX) {
                length += count;
                count = text.read(characters, length, READ_MAX - length);
            }
        }
        return new String(characters, 0, length);
    }
}
