package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.mime.Part;
import posthouse.mime.Scanner;
import posthouse.mime.Structure;
import posthouse.store.Change;
import posthouse.store.Range;

/// ENVELOPE and structure are kept with the message.
class ScannedTest {
    private static final String MAIL =
            """
            From: Ann <ann@demo.test>
            Subject: parts
            Content-Type: multipart/mixed; boundary=x

            --x

            one
            --x
            Content-Type: text/html

            two
            --x--
            """
                    .replace("\n", "\r\n");

    private final Mailroom room = new Mailroom();

    private Meta meta(long message) {
        var value = room.store.read(Keys.meta(room.account.id(), message), key(message)).value();
        return Meta.decode(value.orElseThrow());
    }

    private static Range key(long message) {
        return Range.of(Keys.meta(message));
    }

    private String octets(Message message, Part part) throws IOException {
        try (var in = message.open(part.bodyStart(), part.bodySize())) {
            return Bytes.wrap(in.readAllBytes()).utf8();
        }
    }

    @Test
    void givesPartsByTheirOffsets() throws IOException, MailRefusal {
        try (var incoming = room.incoming(MAIL)) {
            var trace = Bytes.latin1("Delivered-To: ann@demo.test\r\n");
            long id =
                    room.account
                            .deliver(incoming, trace, room.inbox(), java.util.Optional.empty())
                            .orElseThrow()
                            .messageId();
            Message message = room.account.message(id);
            Structure structure = message.structure();
            assertThat(octets(message, structure.part(List.of(1)).orElseThrow())).isEqualTo("one");
            assertThat(octets(message, structure.part(List.of(2)).orElseThrow())).isEqualTo("two");
            assertThat(structure.body().latin1()).endsWith(" \"mixed\")");
            assertThat(message.envelope().latin1())
                    .startsWith("(NIL \"parts\" ((\"Ann\" NIL \"ann\" \"demo.test\"))");
            assertThat(meta(id).isScanned()).isTrue();
            assertThat(meta(id).envelope()).isEqualTo(message.envelope());
        }
    }

    @Test
    void followsAnotherHeader() throws IOException, MailRefusal {
        try (var incoming = room.incoming(MAIL)) {
            incoming.replaceHeader(
                    Bytes.latin1(incoming.header().latin1().replace("parts", "more")));
            long id =
                    room.account
                            .append(
                                    new Addition(
                                            incoming,
                                            FlagChange.set(0, List.of()),
                                            java.util.Optional.empty()),
                                    room.inbox())
                            .messageId();
            assertThat(room.account.message(id).envelope().latin1()).startsWith("(NIL \"more\" ");
        }
    }

    @Test
    void scansAMessageOfTheOlderFormatOnce() throws Exception {
        long id = room.deliver(MAIL).messageId();
        Meta meta = meta(id);
        var partition = Keys.meta(room.account.id(), id);
        put(id, older(meta));
        assertThat(meta(id).isScanned()).isFalse();

        Message message = room.account.message(id);
        assertThat(message.envelope()).isEqualTo(meta.envelope());
        assertThat(message.structure().encoded()).isEqualTo(meta.structure());
        assertThat(meta(id)).isEqualTo(meta);
        assertThat(room.store.read(partition, key(id)).revision()).isEqualTo(2);

        assertThat(room.account.message(id).structure().encoded()).isEqualTo(meta.structure());
        assertThat(room.store.read(partition, key(id)).revision()).isEqualTo(2);
    }

    @Test
    void scansAgainWhatAnotherVersionFound() throws Exception {
        long id = room.deliver(MAIL).messageId();
        Meta meta = meta(id);
        var other = Bytes.wrap(new byte[] {(byte) (Structure.VERSION + 1), 1, 2, 3});
        put(id, meta.scanned(Bytes.latin1("(old)"), other).encode());
        assertThat(room.account.message(id).envelope()).isEqualTo(meta.envelope());
        assertThat(room.account.message(id).structure().encoded()).isEqualTo(meta.structure());
        assertThat(meta(id)).isEqualTo(meta);
    }

    @Test
    void keepsNothingOfAMessageThatIsBeingPurged() throws Exception {
        long id = room.deliver(MAIL).messageId();
        put(id, older(meta(id)));
        Message message = room.account.message(id);
        var partition = Keys.meta(room.account.id(), id);
        var delete = new Change.Delete(Keys.meta(id));
        room.store.commit(partition, 1, List.of(delete), List.of()).await();
        assertThat(message.structure().message().parts()).hasSize(2);
        assertThat(room.store.read(partition, key(id)).value()).isEmpty();
    }

    @Test
    void makesALargeEnvelopeAnewEachTime() throws IOException, MailRefusal {
        String to = "To: " + "ann@demo.test,\r\n ".repeat(1_000) + "x@y\r\n";
        long id = room.deliver(to + MAIL).messageId();
        assertThat(meta(id).envelope()).isEqualTo(Bytes.EMPTY);
        assertThat(room.account.message(id).envelope().length()).isGreaterThan(20_000);
    }

    @Test
    void fitsARowWhateverTheMessageSays() throws IOException, MailRefusal {
        var mail = new StringBuilder("Message-ID: <" + "é".repeat(200) + ">\r\nReferences:");
        for (int i = 0; i < 30; i++) {
            mail.append("\r\n <").append(i).append("é".repeat(240)).append('>');
        }
        mail.append("\r\nTo: ").append("ann@demo.test, ".repeat(150)).append("x@y\r\n");
        mail.append("Content-Type: multipart/mixed; boundary=x\r\n\r\n");
        for (int i = 0; i < Scanner.PARTS_MAX; i++) {
            mail.append("--x\r\nContent-Description: ").append("long ".repeat(i % 300));
            mail.append("\r\n\r\nbody\r\n");
        }
        long id = room.deliver(mail.toString()).messageId();
        assertThat(room.account.message(id).structure().message().parts()).hasSizeGreaterThan(100);
    }

    @Test
    void scansAMessageOfVeryManyPartsEachTime() throws IOException, MailRefusal {
        var digest = new StringBuilder("Content-Type: multipart/digest; boundary=x\r\n\r\n");
        for (int i = 0; i < 400; i++) {
            digest.append("--x\r\n\r\nSubject: letter ").append(i).append("\r\nFrom: a@demo.test");
            digest.append("\r\n\r\nThis is letter ").append(i).append("\r\n");
        }
        long id = room.deliver(digest.append("--x--\r\n").toString()).messageId();
        assertThat(meta(id).structure()).isEqualTo(Structure.NOT_KEPT);
        assertThat(meta(id).isScanned()).isTrue();

        Message message = room.account.message(id);
        Structure structure = message.structure();
        assertThat(structure.encoded().length()).isGreaterThan(Meta.STRUCTURE_OCTETS_MAX);
        assertThat(structure.message().parts()).hasSize(400);
        assertThat(octets(message, structure.part(List.of(400, 1)).orElseThrow()))
                .isEqualTo("This is letter 399");
        assertThat(meta(id).structure()).isEqualTo(Structure.NOT_KEPT);
    }

    /// As format 1 had it.
    private static Bytes older(Meta meta) {
        var out =
                new BytesBuilder()
                        .octet(1)
                        .varint(meta.headerBody())
                        .varint(meta.contentBody())
                        .varint(meta.headerSize())
                        .varint(meta.contentSize())
                        .append(meta.hash())
                        .text(meta.messageId())
                        .varint(meta.references().size());
        meta.references().forEach(out::text);
        return out.build();
    }

    private void put(long id, Bytes row) throws Exception {
        var partition = Keys.meta(room.account.id(), id);
        long revision = room.store.read(partition, key(id)).revision();
        room.store
                .commit(partition, revision, List.of(new Change.Put(Keys.meta(id), row)), List.of())
                .await();
    }
}
