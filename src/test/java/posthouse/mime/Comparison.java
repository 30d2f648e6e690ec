package posthouse.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;

/// One message as we, mime4j and Angus Mail see it, and why they differ.
final class Comparison {
    /// The members of ENVELOPE, in order (RFC 9051 §7.5.2).
    static final List<String> ENVELOPE =
            List.of(
                    "Date",
                    "Subject",
                    "From",
                    "Sender",
                    "Reply-To",
                    "To",
                    "Cc",
                    "Bcc",
                    "In-Reply-To",
                    "Message-ID");

    private static final List<String> TEXTS =
            List.of("Date", "Subject", "In-Reply-To", "Message-ID");

    /// A difference.
    ///
    /// @param reason the name of it; empty where there is none
    record Finding(String reader, String what, String reason, String ours, String theirs) {}

    private final Bytes message;
    private final Headers headers;
    private final List<Finding> findings = new ArrayList<>();

    private Comparison(Bytes message) {
        this.message = message;
        headers = Headers.parse(message);
    }

    /// @throws Exception if another reader cannot read it at all
    static List<Finding> of(Bytes message) throws Exception {
        return of(message, Agreement.check(message), Envelope.of(Headers.parse(message)));
    }

    /// @param envelope what is said to be its ENVELOPE
    static List<Finding> of(Bytes message, Structure structure, Bytes envelope) throws Exception {
        var comparison = new Comparison(message);
        List<Part> whole = List.of(structure.message());
        comparison.parts("mime4j", whole, Mime4jView.outline(message));
        comparison.parts("angus", whole, AngusView.outline(message));
        comparison.envelope(ImapList.read(envelope));
        comparison.inner(ImapList.read(structure.bodyStructure()), structure.message());
        return comparison.findings;
    }

    /// The ENVELOPEs of messages within.
    private void inner(List<@Nullable Object> body, Part part) throws Exception {
        switch (part.kind()) {
            case TEXT, OTHER -> {}
            case MULTIPART -> {
                for (int i = 0; i < part.parts().size(); i++) {
                    inner(list(body.get(i)), part.parts().get(i));
                }
            }
            case MESSAGE -> {
                Part within = part.message();
                var comparison =
                        new Comparison(
                                message.slice((int) within.headerStart(), (int) within.bodyEnd()));
                comparison.envelope(list(body.get(7)));
                findings.addAll(comparison.findings);
                inner(list(body.get(8)), within);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(@Nullable Object item) {
        return (List<@Nullable Object>) Objects.requireNonNull(item);
    }

    private void parts(String reader, List<Part> around, Outline theirs) {
        Part part = around.getLast();
        Outline ours = Outline.of(message, part);
        if (ours.equals(theirs)) {
            return;
        }
        int count = ours.parts().size();
        if (count > 0 && ours.type().equals(theirs.type()) && theirs.parts().size() == count) {
            for (int i = 0; i < count; i++) {
                var inner = new ArrayList<>(around);
                inner.add(part.parts().get(i));
                parts(reader, inner, theirs.parts().get(i));
            }
            return;
        }
        var place = new PartReason.Place(message, around);
        Optional<PartReason> reason =
                Arrays.stream(PartReason.values()).filter(r -> r.explains(place)).findFirst();
        add(reader, "structure", reason, ours.toString(), theirs.toString());
    }

    private void envelope(List<@Nullable Object> ours) throws Exception {
        var theirs = Mime4jView.envelope(message);
        for (int i = 0; i < ENVELOPE.size(); i++) {
            String name = ENVELOPE.get(i);
            if (TEXTS.contains(name)) {
                text(name, (String) ours.get(i), theirs.text(name));
            } else {
                fields("mime4j", name, raw(name), addresses(ours.get(i)), theirs.addresses(name));
            }
        }
        angusAddresses();
    }

    private void text(String name, @Nullable String ours, Optional<String> theirs) {
        String our = ours == null ? "NIL" : '"' + ours + '"';
        String their = theirs.map(text -> '"' + text + '"').orElse("NIL");
        field("mime4j", name, raw(name), our, their);
    }

    private String raw(String name) {
        String value =
                headers.all(name).stream()
                        .map(field -> field.rawValue().latin1())
                        .collect(Collectors.joining(", "));
        boolean isFrom = AddressList.of(headers, name).isEmpty();
        return isFrom && List.of("Sender", "Reply-To").contains(name) ? raw("From") : value;
    }

    /// From ENVELOPE: the texts of [Outline#address].
    private static List<String> addresses(@Nullable Object list) {
        if (list == null) {
            return List.of();
        }
        var texts = new ArrayList<String>();
        for (Object item : (List<?>) list) {
            var members = (List<?>) item;
            String name = (String) members.get(0);
            String local = (String) members.get(2);
            String domain = (String) members.get(3);
            if (domain == null) {
                texts.add(local == null ? ";" : EncodedWords.decode(local) + ":");
            } else {
                String shown = name == null ? "" : EncodedWords.decode(name);
                texts.add(Outline.address(shown, utf8(local), utf8(domain)));
            }
        }
        return texts;
    }

    private static String utf8(@Nullable String octets) {
        return octets == null
                ? ""
                : new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void angusAddresses() {
        for (String name : ENVELOPE) {
            if (TEXTS.contains(name)) {
                continue;
            }
            for (HeaderField field : headers.all(name)) {
                var ours = Outline.addresses(AddressList.of(field.value()));
                fields(
                        "angus",
                        name,
                        field.rawValue().latin1(),
                        ours,
                        AngusView.addresses(field.value()));
            }
        }
    }

    /// Address by address where there are as many.
    private void fields(
            String reader, String name, String value, List<String> ours, List<String> theirs) {
        if (ours.size() != theirs.size()) {
            field(reader, name, value, ours.toString(), theirs.toString());
            return;
        }
        for (int i = 0; i < ours.size(); i++) {
            field(reader, name, value, ours.get(i), theirs.get(i));
        }
    }

    private void field(String reader, String name, String value, String ours, String theirs) {
        if (!ours.equals(theirs)) {
            Optional<FieldReason> reason =
                    Arrays.stream(FieldReason.values())
                            .filter(r -> r.explains(value, ours, theirs))
                            .findFirst();
            add(reader, name, reason, ours, theirs);
        }
    }

    private void add(
            String reader,
            String what,
            Optional<? extends Enum<?>> reason,
            String ours,
            String theirs) {
        findings.add(new Finding(reader, what, reason.map(Enum::name).orElse(""), ours, theirs));
    }
}
