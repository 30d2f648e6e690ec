package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesReader;
import posthouse.mime.EnvelopeFields.Field;

class EnvelopeFieldsTest {
    private static final Map<Field, String> TEXTS =
            Map.of(
                    Field.DATE, "Date",
                    Field.SUBJECT, "Subject",
                    Field.IN_REPLY_TO, "In-Reply-To",
                    Field.MESSAGE_ID, "Message-ID");
    private static final Map<Field, String> LISTS =
            Map.of(Field.FROM, "From", Field.TO, "To", Field.CC, "Cc", Field.BCC, "Bcc");
    private static final List<String> VALUES =
            List.of(
                    "",
                    "plain",
                    "\"a \\\"b\\\" \\\\c\" <d@e>",
                    "Gr\u00c3\u00bc\u00c3\u009fe <a@b>, c@d (e)",
                    "friends: a@b, \"c, d\" <e@f>;, g@h",
                    "nobody:;",
                    "<@r,@s:t@u>",
                    "x".repeat(1_200),
                    "=?utf-8?q?=C3=A4?= <\"q r\"@s>",
                    "{5}",
                    "NIL",
                    "(a) <b@c>",
                    "\\");

    @Test
    void readsWhatTheEnvelopeWasMadeOf() {
        Seeds.each(
                2_000,
                random -> {
                    var header = new StringBuilder();
                    for (String name : TEXTS.values()) {
                        field(header, name, random);
                    }
                    for (String name : LISTS.values()) {
                        field(header, name, random);
                    }
                    var headers = Headers.parse(Bytes.latin1(header + "\r\n"));
                    var fields = new EnvelopeFields(Envelope.of(headers));
                    TEXTS.forEach((field, name) ->
                            assertThat(fields.text(field)).isEqualTo(headers.first(name)));
                    LISTS.forEach((field, name) ->
                            assertThat(fields.addresses(field))
                                    .isEqualTo(AddressList.of(headers, name)));
                });
    }

    private static void field(StringBuilder header, String name, java.util.Random random) {
        if (random.nextInt(4) > 0) {
            String value = VALUES.get(random.nextInt(VALUES.size()));
            header.append(name).append(": ").append(value).append("\r\n");
        }
    }

    @Test
    void tellsWhatTheSenderIsWhereNoneIsNamed() {
        var fields = new EnvelopeFields(Envelope.of(Headers.parse(Bytes.latin1("From: a@b\r\n"))));
        assertThat(fields.addresses(Field.SENDER))
                .containsExactly(new AddressItem.Mailbox("", "", "a", "b"));
        assertThat(fields.text(Field.SUBJECT)).isEqualTo(Optional.empty());
    }

    @Test
    void noticesDamage() {
        Bytes whole = Envelope.of(Headers.parse(Bytes.latin1("From: a@b\r\nSubject: c\r\n")));
        for (int end = 0; end < whole.length() - 1; end++) {
            Bytes cut = whole.slice(0, end);
            assertThatThrownBy(() -> new EnvelopeFields(cut))
                    .isInstanceOf(BytesReader.Malformed.class);
        }
    }
}
