package posthouse.smtp.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.mime.HeaderField;
import posthouse.mime.Headers;

/// The header section of a submitted message, and what a submission server does to it (RFC 6409
/// §8): adds Date, Message-ID and From where they are missing; takes Bcc away, which is nobody's
/// business, and Return-Path, with which no message starts out (RFC 5321 §4.4).
final class SubmittedHeader {
    private static final Set<String> REMOVED = Set.of("bcc", "resent-bcc", "return-path");

    private final Bytes section;
    private final Headers headers;

    /// @param section with the empty line behind it, where there is one
    SubmittedHeader(Bytes section) {
        this.section = section;
        headers = Headers.parse(section);
    }

    /// The addresses of all From fields; empty where there are no such fields.
    ///
    /// @throws Unreadable where something in them cannot be read for certain
    List<Address> authors() throws Unreadable {
        var authors = new ArrayList<Address>();
        for (HeaderField from : headers.all("From")) {
            String value = Bytes.latin1(from.value()).utf8();
            authors.addAll(FromField.addresses(value).orElseThrow(Unreadable::new));
        }
        return authors;
    }

    /// The section as it is to be stored; the same object where nothing is to be changed.
    ///
    /// @param from for a message that does not say who wrote it
    /// @param date for one that does not say when, as RFC 5322 §3.3 has it
    /// @param messageId for one without, with angle brackets
    Bytes completed(String from, String date, String messageId) {
        var added = new BytesBuilder();
        add("Message-ID", messageId, added);
        add("Date", date, added);
        add("From", from, added);
        if (added.length() == 0 && headers.fields().stream().noneMatch(SubmittedHeader::goes)) {
            return section;
        }
        int fields = headers.fields().stream().mapToInt(field -> field.raw().length()).sum();
        added.append(headers.octets(field -> !goes(field)));
        return added.append(section.slice(fields)).build();
    }

    private void add(String name, String value, BytesBuilder to) {
        if (headers.all(name).isEmpty()) {
            to.latin1(name).latin1(": ").utf8(value).latin1("\r\n");
        }
    }

    private static boolean goes(HeaderField field) {
        return REMOVED.contains(field.name().toLowerCase(Locale.ROOT));
    }

    /// A From field that cannot be read.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super("a From field cannot be read", null, false, false);
        }
    }
}
