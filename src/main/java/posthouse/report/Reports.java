package posthouse.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import posthouse.bytes.Bytes;
import posthouse.mime.EncodedWords;
import posthouse.mime.Headers;
import posthouse.mime.MailDate;
import posthouse.queue.Mail;
import posthouse.queue.Reporter;

/// Writes delivery status notifications: multipart/report (RFC 6522) with a part for people, one
/// for programs (RFC 3464) and what comes back of the message. Beside parts in UTF-8 (RFC 6533) a
/// report is 7-bit, and no line of it is longer than mail allows. Any thread.
public final class Reports implements Reporter {
    /// Octets of a message that a report returns whole where nothing else is wanted.
    public static final long WHOLE_OCTETS_MAX = 1024 * 1024;

    /// A Message-ID that can be referred to (RFC 5322 §3.6.4), as far as it matters.
    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,900}>");

    private final String host;
    private final long wholeMost;
    private final RandomGenerator random;

    /// @param host the name of this server
    /// @param wholeMost octets of a message that is returned whole where its sender wants that
    ///   (RET=FULL); of a larger one its header
    public Reports(String host, long wholeMost) {
        this(host, wholeMost, new SecureRandom());
    }

    /// @param random makes boundaries that nobody can put into a message beforehand
    Reports(String host, long wholeMost, RandomGenerator random) {
        this.host = host;
        this.wholeMost = wholeMost;
        this.random = random;
    }

    @Override
    public Written write(
            Kind kind,
            String id,
            Mail about,
            List<Told> told,
            Instant now,
            Supplier<InputStream> octets,
            long headerLength) {
        try {
            Bytes header = header(octets, headerLength);
            boolean isWhole = kind == Kind.FAILED && about.full().orElse(false);
            Returned returned =
                    isWhole
                            ? Returned.whole(
                                    octets, wholeMost, header, (int) headerLength, about.smtpUtf8())
                            : Returned.header(header, about.smtpUtf8());
            String words = new Words(host).of(kind, about, Headers.parse(header), told, returned);
            boolean global = told.stream().anyMatch(Reports::needsUtf8);
            String status = new StatusFields(host, global).of(kind, about, told);
            String boundary = boundary();
            var report = new Report(words, status, global, returned);
            return new Written(
                    Bytes.utf8(fields(kind, id, about, told, now) + report.fields(boundary)),
                    report.content(boundary),
                    report.length(boundary),
                    messageId(id),
                    !Plain.isAscii(about.reversePath().toString()));
        } catch (IOException damage) {
            throw new UncheckedIOException(damage);
        }
    }

    /// The header section without its empty line, whole lines of it.
    private static Bytes header(Supplier<InputStream> octets, long length) throws IOException {
        int most = (int) Math.min(length, Returned.HEADER_OCTETS_MAX);
        try (var message = octets.get()) {
            Bytes read = Bytes.wrap(message.readNBytes(most));
            String text = read.latin1();
            int empty = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
            int end = empty >= 0 ? empty : text.lastIndexOf("\r\n");
            return read.slice(0, end > 0 ? end + 2 : 0);
        }
    }

    private static boolean needsUtf8(Told told) {
        return Recipients.last(told.to()).needsUtf8()
                || Recipients.original(told.to()).filter(Recipients.Typed::needsUtf8).isPresent();
    }

    /// Those of the report's own header that tell nothing of its parts.
    private String fields(Kind kind, String id, Mail about, List<Told> told, Instant now) {
        var fields = new StringBuilder();
        fields.append(Plain.field("From", "Mail Delivery System <postmaster@" + host + ">"));
        fields.append(Plain.field("To", about.reversePath().toString()));
        fields.append(Plain.field("Subject", EncodedWords.encode(subject(kind, told))));
        fields.append(Plain.field("Date", MailDate.format(now)));
        fields.append(Plain.field("Message-ID", messageId(id)));
        if (MESSAGE_ID.matcher(about.messageId()).matches()) {
            // RFC 3834 §3.1.6
            fields.append(Plain.field("In-Reply-To", about.messageId()));
            fields.append(Plain.field("References", about.messageId()));
        }
        fields.append(Plain.field("Auto-Submitted", "auto-replied")); // RFC 3834 §5
        fields.append(Plain.field("MIME-Version", "1.0"));
        return fields.toString();
    }

    private static String subject(Kind kind, List<Told> told) {
        String what =
                switch (kind) {
                    case FAILED -> "Not delivered: your message to ";
                    case DELAYED -> "Not delivered yet: your message to ";
                    case DELIVERED -> "Delivered: your message to ";
                };
        String first = Recipients.last(told.getFirst().to()).address();
        int more = told.size() - 1;
        return what
                + first
                + (more == 0 ? "" : " and " + more + (more == 1 ? " other" : " others"));
    }

    private String boundary() {
        return String.format(Locale.ROOT, "=_%016x%016x", random.nextLong(), random.nextLong());
    }

    private String messageId(String id) {
        return "<" + id + "@" + host + ">";
    }
}
