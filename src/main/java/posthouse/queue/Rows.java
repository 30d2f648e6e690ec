package posthouse.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Base32Hex;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.smtp.Notify;
import posthouse.smtp.Path;
import posthouse.store.Range;
import posthouse.store.StoreFailure;

/// What the queue keeps in the partitions `Q/<shard>`, all rows of a message in the same:
///
/// - `m/<id>`: an [Entry]. Format 1: id, reverse-path, account, ENVID, RET, SMTPUTF8, Message-ID,
///   arrived, release, the two bodies and their lengths, stopped
/// - `h/<id>`: its header section, unless that is large. Format 1: the octets
/// - `r/<id>/<number>`: a [Waiting]. Format 1: path, NOTIFY, ORCPT, tries, due, warned, answers
///
/// A message is there once its `m` row is, and with it its `h` row: its `r` rows come first. It
/// goes when it has no `r` rows any more: then its bodies are let go, and its `m` and `h` rows
/// last. So what a crash leaves behind is known for what it is when the queue is opened.
final class Rows {
    /// Characters of an id, so that keys stay short.
    static final int ID_MAX = 120;

    static final Range ALL_ENTRIES = Range.prefix(Bytes.latin1("m/"));
    static final Range ALL_WAITING = Range.prefix(Bytes.latin1("r/"));

    private static final int FORMAT = 1;

    private Rows() {}

    /// Whether a message could be named so.
    static boolean isId(String text) {
        return text.length() <= ID_MAX && text.matches("[!-~&&[^/]]+");
    }

    static Bytes entryKey(String id) {
        return Bytes.latin1("m/" + id);
    }

    static Bytes headerKey(String id) {
        return Bytes.latin1("h/" + id);
    }

    static Bytes waitingKey(String id, int number) {
        return Bytes.latin1("r/" + id + "/" + Base32Hex.ofInt(number));
    }

    static Range waitingOf(String id) {
        return Range.prefix(Bytes.latin1("r/" + id + "/"));
    }

    /// The message that a key of an `r` row belongs to.
    static String idOf(Bytes waitingKey) {
        String key = waitingKey.latin1();
        return key.substring(2, key.lastIndexOf('/'));
    }

    static Bytes write(Entry entry) {
        Mail mail = entry.mail();
        Held held = entry.held();
        var out = new BytesBuilder(256).octet(FORMAT).text(mail.id());
        write(out, mail.reversePath());
        out.varint(mail.account());
        write(out, mail.envelopeId());
        out.octet(mail.full().map(full -> full ? 2 : 1).orElse(0));
        out.octet(mail.smtpUtf8() ? 1 : 0).text(mail.messageId());
        write(out, mail.arrived());
        write(out, mail.release());
        out.varint(held.header()).varint(held.headerLength());
        out.varint(held.content()).varint(held.contentLength());
        return out.octet(entry.stopped() ? 1 : 0).build();
    }

    static Entry entry(Bytes row) {
        return reading(() -> {
            var in = new BytesReader(row);
            check(in);
            var mail =
                    new Mail(
                            in.text(),
                            path(in),
                            in.varint(),
                            text(in),
                            full(in.octet()),
                            in.octet() == 1,
                            in.text(),
                            instant(in),
                            instant(in));
            var held = new Held(in.varint(), in.varint(), in.varint(), in.varint());
            return new Entry(mail, held, in.octet() == 1);
        });
    }

    static Bytes writeHeader(Bytes octets) {
        return new BytesBuilder(octets.length() + 1).octet(FORMAT).append(octets).build();
    }

    static Bytes header(Bytes row) {
        return reading(() -> {
            var in = new BytesReader(row);
            check(in);
            return row.slice(1);
        });
    }

    private static Optional<Boolean> full(int said) {
        return said == 0 ? Optional.empty() : Optional.of(said == 2);
    }

    static Bytes write(Waiting waiting) {
        To to = waiting.to();
        var out = new BytesBuilder(128).octet(FORMAT);
        write(out, to.path());
        Notify notify = to.wants();
        out.octet(
                (notify.said() ? 8 : 0)
                        | (notify.success() ? 4 : 0)
                        | (notify.failure() ? 2 : 0)
                        | (notify.delay() ? 1 : 0));
        write(out, to.original());
        out.varint(waiting.tries());
        write(out, waiting.due());
        out.octet(waiting.warned() ? 1 : 0).varint(waiting.last().size());
        for (Answer answer : waiting.last()) {
            write(out, answer.at());
            out.text(answer.host()).text(answer.security()).varint(answer.code());
            out.text(answer.status()).text(answer.text());
        }
        return out.build();
    }

    static Waiting waiting(Bytes key, Bytes row) {
        return reading(() -> {
            var in = new BytesReader(row);
            check(in);
            String name = key.latin1();
            int number = (int) Base32Hex.parse(name.substring(name.lastIndexOf('/') + 1));
            var path = path(in);
            int bits = in.octet();
            var notify =
                    new Notify((bits & 8) != 0, (bits & 4) != 0, (bits & 2) != 0, (bits & 1) != 0);
            var to = new To(path, notify, text(in));
            int tries = in.smallVarint();
            Instant due = instant(in);
            boolean warned = in.octet() == 1;
            var last = new ArrayList<Answer>();
            for (int n = in.smallVarint(); n > 0; n--) {
                last.add(
                        new Answer(
                                instant(in),
                                in.text(),
                                in.text(),
                                in.smallVarint(),
                                in.text(),
                                in.text()));
            }
            return new Waiting(number, to, tries, due, warned, List.copyOf(last));
        });
    }

    private static void check(BytesReader in) {
        int found = in.octet();
        if (found != FORMAT) {
            throw new BytesReader.Malformed("format " + found + ", not " + FORMAT);
        }
    }

    private static <T> T reading(Supplier<T> decoder) {
        try {
            return decoder.get();
        } catch (BytesReader.Malformed | IllegalArgumentException damage) {
            throw new StoreFailure("a row of the queue is damaged: " + damage.getMessage());
        }
    }

    private static void write(BytesBuilder out, Path path) {
        switch (path) {
            case Path.Null _ -> out.octet(0);
            case Path.Mailbox(Address address) ->
                    out.octet(1).text(address.localPart()).text(address.domain().name());
            case Path.AtLiteral(String local, String literal) ->
                    out.octet(2).text(local).text(literal);
            case Path.Postmaster _ -> out.octet(3);
        }
    }

    private static Path path(BytesReader in) {
        int kind = in.octet();
        return switch (kind) {
            case 0 -> new Path.Null();
            case 1 -> new Path.Mailbox(new Address(in.text(), new Domain(in.text())));
            case 2 -> new Path.AtLiteral(in.text(), in.text());
            case 3 -> new Path.Postmaster();
            default -> throw new BytesReader.Malformed("a path of kind " + kind);
        };
    }

    private static void write(BytesBuilder out, Optional<String> text) {
        out.octet(text.isPresent() ? 1 : 0);
        text.ifPresent(out::text);
    }

    private static Optional<String> text(BytesReader in) {
        return in.octet() == 1 ? Optional.of(in.text()) : Optional.empty();
    }

    /// Milliseconds since 1970, which is finer than anything here.
    private static void write(BytesBuilder out, Instant instant) {
        out.signedVarint(instant.toEpochMilli());
    }

    private static Instant instant(BytesReader in) {
        return Instant.ofEpochMilli(in.signedVarint());
    }
}
