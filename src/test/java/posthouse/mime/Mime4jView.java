package posthouse.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.address.Address;
import org.apache.james.mime4j.dom.address.Group;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.util.ByteSequence;
import posthouse.bytes.Bytes;

/// A message as Apache mime4j sees it.
final class Mime4jView {
    private static final int OF_ANY_SIZE = -1;

    private Mime4jView() {}

    private static MimeTokenStream stream(Bytes message) throws IOException, MimeException {
        var config =
                new MimeConfig.Builder()
                        .setMaxLineLen(OF_ANY_SIZE)
                        .setMaxHeaderLen(OF_ANY_SIZE)
                        .setMaxHeaderCount(OF_ANY_SIZE)
                        .setMaxContentLen(OF_ANY_SIZE)
                        .build();
        var stream = new MimeTokenStream(config);
        stream.parse(new ByteArrayInputStream(message.toArray()));
        return stream;
    }

    static Outline outline(Bytes message) throws IOException, MimeException {
        var stream = stream(message);
        var open = new ArrayList<List<Outline>>();
        open.add(new ArrayList<>());
        for (EntityState state = stream.getState();
                state != EntityState.T_END_OF_STREAM;
                state = stream.next()) {
            switch (state) {
                case T_START_MULTIPART, T_START_MESSAGE -> open.add(new ArrayList<>());
                case T_END_MULTIPART -> {
                    var parts = open.removeLast();
                    open.getLast().add(Outline.holding("multipart", parts));
                }
                case T_END_MESSAGE -> {
                    var parts = open.removeLast();
                    open.getLast().add(Outline.holding("message/rfc822", parts));
                }
                case T_BODY -> {
                    byte[] body = stream.getInputStream().readAllBytes();
                    String type = stream.getBodyDescriptor().getMimeType();
                    open.getLast()
                            .add(Outline.leaf(type.toLowerCase(Locale.ROOT), Bytes.wrap(body)));
                }
                default -> {}
            }
        }
        return open.getFirst().getFirst().parts().getFirst();
    }

    /// The header fields that ENVELOPE tells of, as mime4j finds and unfolds them.
    record Fields(Map<String, List<Field>> byName) {
        /// The first.
        Optional<String> text(String name) {
            return all(name).stream().findFirst().map(field -> field.getBody().strip());
        }

        /// `name <local@domain>` for each address of all fields of that name; groups with their
        /// names; From where there is no Sender or Reply-To.
        List<String> addresses(String name) {
            var texts = new ArrayList<String>();
            all(name).forEach(field -> add(field, texts));
            boolean mayBeFrom = name.equals("Sender") || name.equals("Reply-To");
            return texts.isEmpty() && mayBeFrom ? addresses("From") : texts;
        }

        private List<Field> all(String name) {
            return byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }
    }

    static Fields envelope(Bytes message) throws IOException, MimeException {
        var stream = stream(message);
        var fields = new HashMap<String, List<Field>>();
        for (EntityState state = stream.getState();
                state != EntityState.T_END_HEADER && state != EntityState.T_END_OF_STREAM;
                state = stream.next()) {
            if (state == EntityState.T_FIELD) {
                Field field = stream.getField();
                fields.computeIfAbsent(field.getNameLowerCase(), _ -> new ArrayList<>()).add(field);
            }
        }
        return new Fields(fields);
    }

    private static void add(Field field, List<String> texts) {
        ByteSequence octets = field.getRaw();
        int start = 0;
        while (octets.byteAt(start) != ':') {
            start++;
        }
        var cursor = new ParserCursor(start + 1, octets.length());
        for (Address address : LenientAddressParser.DEFAULT.parseAddressList(octets, cursor)) {
            if (address instanceof Group group) {
                texts.add(group.getName() + ":");
                group.getMailboxes().forEach(mailbox -> texts.add(text(mailbox)));
                texts.add(";");
            } else if (address instanceof Mailbox mailbox) {
                texts.add(text(mailbox));
            }
        }
    }

    private static String text(Mailbox mailbox) {
        return Outline.address(mailbox.getName(), mailbox.getLocalPart(), mailbox.getDomain());
    }
}
