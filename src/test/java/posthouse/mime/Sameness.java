package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import posthouse.bytes.Bytes;

/// Holds a message that was converted to 7-bit against what it was: everybody can carry it, its
/// parts are the same, and each leaf decodes to the same octets.
final class Sameness {
    private Sameness() {}

    /// @return why it was not converted; empty where it was, and is as it should be
    static Optional<SevenBit.Obstacle> check(Bytes mail) {
        try {
            int header = Agreement.headerSize(mail);
            var converted = SevenBit.of(() -> new ByteArrayInputStream(mail.toArray()), header);
            if (converted.obstacle().isEmpty()) {
                Bytes after = read(converted);
                assertThat(converted.length()).isEqualTo(after.length());
                check(mail, after);
            }
            return converted.obstacle();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Bytes read(SevenBit converted) throws IOException {
        try (var in = converted.open()) {
            return Bytes.wrap(in.readAllBytes());
        }
    }

    private static void check(Bytes before, Bytes after) throws IOException {
        assertThat(needs(after).isSevenBit()).isTrue();
        Part old = Agreement.check(before).message();
        Part now = Agreement.check(after).message();
        check(before, old, after, now);
        if (needs(before).isSevenBit() && !before.latin1().matches("(?is).*(8.?bit|binary).*")) {
            assertThat(after).isEqualTo(before);
        }
    }

    private static void check(Bytes before, Part old, Bytes after, Part now) throws IOException {
        assertThat(now.type()).isEqualTo(old.type());
        assertThat(now.charset()).isEqualTo(old.charset());
        // A message/global is encoded as a whole.
        if (old.parts().isEmpty() || old.type().equals("message/global")) {
            assertThat(decoded(after, now)).isEqualTo(decoded(before, old));
            return;
        }
        assertThat(now.parts()).hasSameSizeAs(old.parts());
        for (int i = 0; i < old.parts().size(); i++) {
            check(before, old.parts().get(i), after, now.parts().get(i));
        }
    }

    private static Bytes decoded(Bytes mail, Part part) {
        return Bytes.wrap(part.encoding().decode(body(mail, part).toArray()));
    }

    private static Bytes body(Bytes mail, Part part) {
        return mail.slice((int) part.bodyStart(), (int) part.bodyEnd());
    }

    static TransportNeeds needs(Bytes mail) throws IOException {
        return TransportNeeds.of(new ByteArrayInputStream(mail.toArray()));
    }
}
