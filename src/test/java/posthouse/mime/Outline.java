package posthouse.mime;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;

/// What readers of messages can be asked to agree on: parts within parts, their types, and the
/// octets of those that hold none.
record Outline(String type, Bytes octets, List<Outline> parts) {
    static Outline leaf(String type, Bytes octets) {
        return new Outline(type, octets, List.of());
    }

    static Outline holding(String type, List<Outline> parts) {
        return new Outline(type, Bytes.EMPTY, List.copyOf(parts));
    }

    /// Ours.
    static Outline of(Bytes message, Part part) {
        return switch (part.kind()) {
            case TEXT, OTHER ->
                    leaf(part.type(), message.slice((int) part.bodyStart(), (int) part.bodyEnd()));
            case MULTIPART ->
                    holding("multipart", part.parts().stream().map(p -> of(message, p)).toList());
            case MESSAGE -> holding("message/rfc822", List.of(of(message, part.message())));
        };
    }

    static String address(@Nullable String name, @Nullable String local, @Nullable String domain) {
        return (name == null ? "" : name.strip().replaceAll("\\s+", " "))
                + " <"
                + (local == null ? "" : local)
                + (domain == null || domain.isEmpty() ? "" : "@" + domain)
                + ">";
    }

    static List<String> addresses(List<AddressItem> items) {
        return items.stream()
                .map(item ->
                        switch (item) {
                            case AddressItem.Mailbox(var name, var _, var local, var domain) ->
                                    address(EncodedWords.decode(name), local, domain);
                            case AddressItem.GroupStart(var name) ->
                                    EncodedWords.decode(name) + ":";
                            case AddressItem.GroupEnd _ -> ";";
                        })
                .toList();
    }

    /// Types and sizes.
    @Override
    public String toString() {
        return parts.isEmpty()
                ? type + " " + octets.length()
                : type
                        + parts.stream()
                                .map(Outline::toString)
                                .collect(Collectors.joining(", ", "(", ")"));
    }
}
