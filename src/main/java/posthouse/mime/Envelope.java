package posthouse.mime;

import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// The ENVELOPE of a header section (RFC 9051 §7.5.2, RFC 3501 §7.4.2), as finished octets.
///
/// ```
/// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP
///            env-to SP env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"
/// ```
///
/// Texts stand as in the header: unfolded, not decoded. Of repeated fields the first holds, but the
/// addresses of all of them are told (RFC 7103 §7.5.1). An address without a domain has an empty
/// one, since NIL would begin a group; likewise the local part.
public final class Envelope {
    /// Octets of one list of addresses in the envelope of a message within a message; it ends with
    /// the address that goes beyond.
    static final int INNER_LIST_OCTETS_MAX = 4 * 1024;

    /// Octets of one text in the envelope of a message within a message.
    static final int INNER_TEXT_OCTETS_MAX = 2 * 1024;

    private final Headers headers;
    private final int listMax;
    private final int textMax;
    private final BytesBuilder out = new BytesBuilder(512);

    private Envelope(Headers headers, int listMax, int textMax) {
        this.headers = headers;
        this.listMax = listMax;
        this.textMax = textMax;
    }

    /// All of it.
    public static Bytes of(Headers headers) {
        return new Envelope(headers, Integer.MAX_VALUE, Integer.MAX_VALUE).write();
    }

    /// Shortened, for a message within a message.
    static Bytes inner(Headers headers) {
        return new Envelope(headers, INNER_LIST_OCTETS_MAX, INNER_TEXT_OCTETS_MAX).write();
    }

    private Bytes write() {
        out.octet('(');
        text("Date");
        out.octet(' ');
        text("Subject");
        var from = AddressList.of(headers, "From");
        var sender = AddressList.of(headers, "Sender");
        var replyTo = AddressList.of(headers, "Reply-To");
        addresses(from);
        addresses(sender.isEmpty() ? from : sender);
        addresses(replyTo.isEmpty() ? from : replyTo);
        addresses(AddressList.of(headers, "To"));
        addresses(AddressList.of(headers, "Cc"));
        addresses(AddressList.of(headers, "Bcc"));
        out.octet(' ');
        text("In-Reply-To");
        out.octet(' ');
        text("Message-ID");
        return out.octet(')').build();
    }

    /// NIL where the field is not there; an empty string where it is empty.
    private void text(String name) {
        Optional<String> value = headers.first(name);
        if (value.isEmpty()) {
            Quoting.nil(out);
        } else {
            Quoting.string(out, cut(value.get()));
        }
    }

    private String cut(String text) {
        return text.length() <= textMax ? text : text.substring(0, textMax);
    }

    /// `env-from = "(" 1*address ")" / nil`
    private void addresses(List<AddressItem> items) {
        out.octet(' ');
        if (items.isEmpty()) {
            Quoting.nil(out);
            return;
        }
        out.octet('(');
        int start = out.length();
        boolean inGroup = false;
        for (AddressItem item : items) {
            if (out.length() - start > listMax) {
                break;
            }
            address(item);
            inGroup =
                    item instanceof AddressItem.GroupStart
                            || inGroup && !(item instanceof AddressItem.GroupEnd);
        }
        if (inGroup) {
            address(new AddressItem.GroupEnd());
        }
        out.octet(')');
    }

    /// `address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"`
    private void address(AddressItem item) {
        switch (item) {
            case AddressItem.Mailbox(var name, var route, var local, var domain) -> {
                out.octet('(');
                Quoting.stringOrNil(out, cut(name));
                out.octet(' ');
                Quoting.stringOrNil(out, cut(route));
                out.octet(' ');
                Quoting.string(out, cut(local));
                out.octet(' ');
                Quoting.string(out, cut(domain));
                out.octet(')');
            }
            case AddressItem.GroupStart(var name) -> {
                out.latin1("(NIL NIL ");
                Quoting.string(out, cut(name));
                out.latin1(" NIL)");
            }
            case AddressItem.GroupEnd _ -> out.latin1("(NIL NIL NIL NIL)");
        }
    }
}
