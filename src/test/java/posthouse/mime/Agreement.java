package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;

/// Holds BODYSTRUCTURE against the parts that it tells of: it obeys the grammar (RFC 9051 §9), and
/// sizes and line counts are those of the octets that fetching the part gives.
final class Agreement {
    private final Bytes message;
    private final Structure structure;

    private Agreement(Bytes message, Structure structure) {
        this.message = message;
        this.structure = structure;
    }

    static Structure check(Bytes message) {
        return check(message, Structure.decode(scan(message), headerSize(message)));
    }

    static Structure check(Bytes message, Structure structure) {
        var agreement = new Agreement(message, structure);
        Part whole = structure.message();
        assertThat(whole.headerStart()).isZero();
        assertThat(whole.bodyStart()).isEqualTo(headerSize(message));
        assertThat(whole.bodyEnd()).isEqualTo(message.length());
        inside(whole);
        agreement.entity(ImapList.read(structure.bodyStructure()), List.of(), whole, true);
        agreement.entity(ImapList.read(structure.body()), List.of(), whole, false);
        return structure;
    }

    static Bytes scan(Bytes message) {
        int size = headerSize(message);
        return Scanner.scan(message, size).encoded();
    }

    /// Up to and with the first empty line.
    static int headerSize(Bytes message) {
        int at = 0;
        while (at < message.length()) {
            int end = message.indexOf('\n', at);
            end = end < 0 ? message.length() : end + 1;
            String line = message.slice(at, end).latin1();
            at = end;
            if (line.equals("\n") || line.equals("\r\n")) {
                break;
            }
        }
        return at;
    }

    private static void inside(Part part) {
        assertThat(part.headerStart()).isLessThanOrEqualTo(part.bodyStart());
        assertThat(part.bodyStart()).isLessThanOrEqualTo(part.bodyEnd());
        long from = part.bodyStart();
        for (Part inner : part.parts()) {
            assertThat(inner.headerStart()).isGreaterThanOrEqualTo(from);
            assertThat(inner.bodyEnd()).isLessThanOrEqualTo(part.bodyEnd());
            from = inner.bodyEnd();
            inside(inner);
        }
        switch (part.kind()) {
            case TEXT, OTHER -> assertThat(part.parts()).isEmpty();
            case MULTIPART -> assertThat(part.parts()).isNotEmpty();
            case MESSAGE -> {
                assertThat(part.parts()).hasSize(1);
                assertThat(part.message().headerStart()).isEqualTo(part.bodyStart());
                assertThat(part.message().bodyEnd()).isEqualTo(part.bodyEnd());
            }
        }
    }

    /// The message, or one within: of a multipart the numbers go on, else its body is part 1.
    private void entity(
            List<@Nullable Object> list, List<Integer> path, Part found, boolean extended) {
        if (list.getFirst() instanceof List) {
            multipart(list, path, found, extended);
        } else {
            var one = new ArrayList<>(path);
            one.add(1);
            body(list, one, extended);
        }
    }

    private void multipart(
            List<@Nullable Object> list, List<Integer> path, Part found, boolean extended) {
        assertThat(found.kind()).isEqualTo(Part.Kind.MULTIPART);
        int count = 0;
        while (list.get(count) instanceof List) {
            count++;
        }
        assertThat(found.parts()).hasSize(count);
        assertThat("multipart/" + list.get(count)).isEqualTo(found.type());
        assertThat(list).hasSize(count + (extended ? 5 : 1));
        for (int i = 0; i < count; i++) {
            var inner = new ArrayList<>(path);
            inner.add(i + 1);
            body(list(list.get(i)), inner, extended);
        }
        var beyond = new ArrayList<>(path);
        beyond.add(count + 1);
        assertThat(structure.part(beyond)).isEmpty();
    }

    private void body(List<@Nullable Object> list, List<Integer> path, boolean extended) {
        Optional<Part> part = structure.part(path);
        assertThat(part).as("part " + path).isPresent();
        Part found = part.orElseThrow();
        if (list.getFirst() instanceof List) {
            multipart(list, path, found, extended);
            return;
        }
        assertThat(list.get(0) + "/" + list.get(1)).isEqualTo(found.type());
        Bytes octets = message.slice((int) found.bodyStart(), (int) found.bodyEnd());
        assertThat(list.get(6)).as("size of " + path).isEqualTo((long) octets.length());
        assertThat(found.lines()).as("lines of " + path).isEqualTo(lineFeeds(octets));
        int basic =
                switch (found.kind()) {
                    case TEXT -> {
                        assertThat(list.get(7)).isEqualTo(found.lines());
                        yield 8;
                    }
                    case MESSAGE -> {
                        assertThat(list(list.get(7))).hasSize(10);
                        assertThat(list.get(9)).isEqualTo(found.lines());
                        entity(list(list.get(8)), path, found.message(), extended);
                        yield 10;
                    }
                    case OTHER -> 7;
                    case MULTIPART -> throw new AssertionError("a multipart without parts");
                };
        assertThat(list).hasSize(extended ? basic + 4 : basic);
        assertThat(found.type().startsWith("text/")).isEqualTo(found.kind() == Part.Kind.TEXT);
    }

    private static long lineFeeds(Bytes octets) {
        return octets.latin1().chars().filter(c -> c == '\n').count();
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(@Nullable Object item) {
        if (item == null) {
            throw new AssertionError("NIL where a list should be");
        }
        assertThat(item).isInstanceOf(List.class);
        return (List<@Nullable Object>) item;
    }
}
