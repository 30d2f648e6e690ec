package posthouse.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.address.Address;
import org.apache.james.mime4j.dom.address.Group;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;
import posthouse.bytes.Bytes;

/// A message as Apache mime4j sees it.
final class Mime4jView {
    private static final int OF_ANY_SIZE = -1;

    private Mime4jView() {}

    static Outline outline(Bytes message) throws IOException, MimeException {
        var config =
                new MimeConfig.Builder()
                        .setMaxLineLen(OF_ANY_SIZE)
                        .setMaxHeaderLen(OF_ANY_SIZE)
                        .setMaxHeaderCount(OF_ANY_SIZE)
                        .setMaxContentLen(OF_ANY_SIZE)
                        .build();
        var stream = new MimeTokenStream(config);
        stream.parse(new ByteArrayInputStream(message.toArray()));
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

    /// `name <local@domain>` for each address; groups with their names.
    static List<String> addresses(String value) {
        ByteSequence octets =
                ContentUtil.encode(java.nio.charset.StandardCharsets.ISO_8859_1, value);
        var list =
                LenientAddressParser.DEFAULT.parseAddressList(
                        octets,
                        new org.apache.james.mime4j.stream.ParserCursor(0, octets.length()));
        var texts = new ArrayList<String>();
        for (Address address : list) {
            if (address instanceof Group group) {
                texts.add(group.getName() + ":");
                group.getMailboxes().forEach(mailbox -> texts.add(text(mailbox)));
                texts.add(";");
            } else if (address instanceof Mailbox mailbox) {
                texts.add(text(mailbox));
            }
        }
        return texts;
    }

    private static String text(Mailbox mailbox) {
        return Outline.address(mailbox.getName(), mailbox.getLocalPart(), mailbox.getDomain());
    }
}
