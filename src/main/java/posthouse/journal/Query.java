package posthouse.journal;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;

/// Which messages are asked for: those with an id, a Message-ID, or a sender or recipient. What
/// looks like several of them is any of them.
public final class Query {
    private final String root;
    private final String messageId;
    private final Optional<Party> party;

    /// What a row must hold, whatever the case of ASCII letters, if its event is to match.
    private final List<Needle> needles;

    /// A sender or recipient.
    ///
    /// @param domain with the `@` in front
    /// @param local empty for anybody there
    private record Party(String domain, Optional<String> local) {
        static Party of(Address address) {
            String written = address.toString();
            int at = written.lastIndexOf('@');
            return new Party(written.substring(at), Optional.of(key(written.substring(0, at))));
        }

        boolean is(String written) {
            int at = written.length() - domain.length();
            return at >= 0
                    && written.regionMatches(true, at, domain, 0, domain.length())
                    && (local.isEmpty() || isLocal(written.substring(0, at)));
        }

        /// `ann` is asked for, and `ann+list` is hers too (RFC 5233 §1).
        private boolean isLocal(String written) {
            String key = key(written);
            int plus = key.indexOf('+');
            return local.orElseThrow().equals(key)
                    || plus > 0 && local.orElseThrow().equals(key.substring(0, plus));
        }

        /// What is in every row of this party, and in one with `text` for a Message-ID.
        List<Needle> needles(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            return Stream.of(domain, local.orElse(""))
                    .filter(part -> part.chars().allMatch(c -> c < 0x80) && lower.contains(part))
                    .map(Needle::new)
                    .toList();
        }

        private static String key(String localPart) {
            return Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        }
    }

    private Query(String text, Optional<Party> party) {
        root = Event.rootOf(text);
        messageId = Event.of(Kind.RECEIVED, "").messageId(text).messageId(); // cut as those kept
        this.party = party;
        String begin = root.substring(0, Math.min(root.length(), Event.ID_CHARACTERS_MAX / 2));
        needles = party.map(it -> it.needles(text)).orElse(List.of(new Needle(begin)));
    }

    /// @param asked an id; a Message-ID or an address, with or without angle brackets; or `@` and a
    ///   domain
    /// @return empty where it can be none of these
    public static Optional<Query> parse(String asked) {
        String text = Event.withoutBrackets(asked.strip());
        if (text.startsWith("@")) {
            return Domain.parse(text.substring(1))
                    .map(domain -> new Party("@" + domain, Optional.empty()))
                    .map(party -> new Query(text, Optional.of(party)));
        }
        Optional<Party> party = Address.parse(text).map(Party::of);
        boolean isWord = !text.isEmpty() && text.chars().allMatch(c -> c > ' ');
        return isWord || party.isPresent() ? Optional.of(new Query(text, party)) : Optional.empty();
    }

    /// Whether the row's event may be one that [#matches]; quicker than to read it.
    boolean mayMatch(Bytes row) {
        for (Needle needle : needles) {
            if (!needle.isIn(row)) {
                return false;
            }
        }
        return true;
    }

    /// Whether an event is of such a message.
    boolean matches(Event event) {
        return party.isEmpty() && event.root().equals(root)
                || event.messageId().equals(messageId)
                || party.isPresent() && isParty(party.get(), event);
    }

    private static boolean isParty(Party party, Event event) {
        return party.is(event.from()) || event.recipients().stream().anyMatch(party::is);
    }
}
