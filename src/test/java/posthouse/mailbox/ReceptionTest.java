package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

class ReceptionTest {
    private final Mailroom room = new Mailroom();

    /// Gives its octets in pieces of random length.
    private static InputStream pieces(byte[] octets, java.util.Random random) {
        var whole = new ByteArrayInputStream(octets);
        return new InputStream() {
            @Override
            public int read() {
                return whole.read();
            }

            @Override
            public int read(byte[] into, int at, int length) {
                return whole.read(into, at, Math.min(length, 1 + random.nextInt(5)));
            }
        };
    }

    @Test
    void findsTheHeaderSectionHoweverTheOctetsCome() {
        var messages =
                List.of(
                        "",
                        "\r\n",
                        "\r\nbody",
                        "\nbody",
                        "A: b",
                        "A: b\r\n",
                        "A: b\r\n\r\n",
                        "A: b\n\nbody\n",
                        "A: b\r\n\r\nbody\r\n",
                        "A: b\r\n\nx",
                        "A: b\n\r\nx",
                        "A: b\r\r\n\r\nbody\r\n\r\n",
                        "A: b\r\nC: d\r\n e\r\n\r\nx\r\n\r\ny\r");
        var headers =
                List.of(
                        "",
                        "\r\n",
                        "\r\n",
                        "\n",
                        "A: b",
                        "A: b\r\n",
                        "A: b\r\n\r\n",
                        "A: b\n\n",
                        "A: b\r\n\r\n",
                        "A: b\r\n\n",
                        "A: b\n\r\n",
                        "A: b\r\r\n\r\n",
                        "A: b\r\nC: d\r\n e\r\n\r\n");
        Seeds.each(
                20,
                random -> {
                    for (int i = 0; i < messages.size(); i++) {
                        String text = messages.get(i);
                        var in = pieces(Bytes.latin1(text).toArray(), random);
                        try (var incoming = room.accounts.receive(in, 1000)) {
                            assertThat(incoming.header().latin1()).isEqualTo(headers.get(i));
                            assertThat(incoming.size()).isEqualTo(text.length());
                            assertThat(incoming.endsWithCrlf()).isEqualTo(text.endsWith("\r\n"));
                            check(text, incoming);
                        }
                    }
                });
    }

    private void check(String text, Incoming incoming) throws Exception {
        var appended =
                room.account.append(
                        new Addition(
                                incoming, FlagChange.set(0, List.of()), java.util.Optional.empty()),
                        room.inbox());
        assertThat(room.text(appended.messageId())).isEqualTo(text);
        var message = room.account.message(appended.messageId());
        for (int from = 0; from <= text.length(); from++) {
            for (int length = 0; length <= text.length() - from + 1; length++) {
                try (var part = message.open(from, length)) {
                    int end = Math.min(text.length(), from + length);
                    assertThat(Bytes.wrap(part.readAllBytes()).latin1())
                            .isEqualTo(text.substring(from, end));
                }
            }
        }
    }

    @Test
    void refusesWhatIsTooLargeAndKeepsNothing() throws Exception {
        String header = "A: " + "b".repeat(2_000_000);
        assertThatThrownBy(() -> receive(header, 10_000_000))
                .isInstanceOf(MailRefusal.TooLarge.class)
                .hasMessageContaining("header");
        assertThatThrownBy(() -> receive("A: b\r\n\r\n" + "c".repeat(100_000), 50_000))
                .isInstanceOf(MailRefusal.TooLarge.class);
        receive("A: b\r\n\r\n" + "c".repeat(49_992), 50_000).close();
        for (long body = 1; body < 10; body++) {
            assertThat(room.store.bodies().tags(body)).isEmpty();
        }
    }

    private Incoming receive(String text, long max) throws IOException, MailRefusal {
        return room.accounts.receive(new ByteArrayInputStream(Bytes.latin1(text).toArray()), max);
    }

    @Test
    void marksWhatLacksTheFinalLineEnd() throws Exception {
        room.append(room.inbox(), "A: b\r\n\r\nno end");
        room.append(room.inbox(), "A: b\r\n\r\n");
        var view = room.account.select(room.inbox(), true);
        assertThat(view.placement(1).bits()).isEqualTo(Placement.LACKS_FINAL_CRLF);
        assertThat(view.placement(2).bits()).isZero();
    }
}
