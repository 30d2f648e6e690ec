package posthouse.imap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import posthouse.mailbox.UidSet;

/// Commands that one client sends in one piece, and what they name.
///
/// Sequence numbers are named only while no command was sent in whose answers messages may go (RFC
/// 9051 §5.5).
abstract sealed class Piece permits Deeds {
    static final int MESSAGES_MAX = 30;
    private static final List<String> FLAGS =
            List.of("\\Seen", "\\Flagged", "\\Deleted", "\\Answered", "$Junk", "later");

    /// @param text `uids` as UIDs or numbers, or `$`
    record Chosen(Set<Long> uids, boolean uid, String text) {
        String command(String name) {
            return (uid ? "UID " : "") + name + " " + text;
        }
    }

    record Key(String text, Predicate<Beliefs.Belief> test) {}

    final List<Asked> asked = new ArrayList<>();
    final Truths truths;
    final Believer client;
    final Collection<Believer> clients;
    final Random random;
    final Set<String> enabled;
    Truth at;
    boolean readOnly;

    /// Whether the mailbox was selected here, and what its client knows of it is not known yet.
    boolean opened;

    /// Whether the server has told here what there is.
    boolean told;

    boolean numbers = true;

    Piece(Truths truths, Believer client, Collection<Believer> clients, Random random) {
        this.truths = truths;
        this.client = client;
        this.clients = clients;
        this.random = random;
        enabled = new TreeSet<>(client.enabled);
        at = client.selected;
        readOnly = client.readOnly;
    }

    void add(Asked command, boolean mayExpunge) {
        asked.add(command);
        told = true;
        numbers &= !mayExpunge;
    }

    boolean utf8() {
        return enabled.contains("UTF8=ACCEPT") || enabled.contains("IMAP4rev2");
    }

    boolean condstore() {
        return enabled.contains("CONDSTORE") || enabled.contains("QRESYNC");
    }

    String written(String name) {
        return Truths.written(name, utf8());
    }

    boolean isSelected(Truth mailbox) {
        return at == mailbox && !readOnly
                || clients.stream()
                        .anyMatch(it -> it != client && it.selected == mailbox && !it.readOnly);
    }

    long put(Truth into, Set<String> flags) {
        return into.add(flags, isSelected(into));
    }

    Truth anyMailbox() {
        return any(truths.all());
    }

    <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    Optional<Truth> roomy() {
        var into = anyMailbox();
        return into.messages.size() < MESSAGES_MAX ? Optional.of(into) : Optional.empty();
    }

    Collection<Long> known() {
        return opened ? at.uids() : client.known();
    }

    Optional<Chosen> choose() {
        boolean uid = opened || !numbers || random.nextBoolean();
        if (!opened && client.savedKnown && asked.isEmpty() && random.nextInt(4) == 0) {
            var uids = new TreeSet<>(client.known());
            uids.retainAll(client.saved);
            return uids.isEmpty() ? Optional.empty() : Optional.of(new Chosen(uids, uid, "$"));
        }
        var uids = some(known());
        if (uids.isEmpty()) {
            return Optional.empty();
        }
        var named = uid ? uids : client.numbers(uids);
        return Optional.of(new Chosen(uids, uid, set(named)));
    }

    Set<Long> some(Collection<Long> uids) {
        int share = 1 + random.nextInt(6);
        return uids.stream()
                .filter(_ -> random.nextInt(share) == 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String set(Collection<Long> uids) {
        return UidSet.of(uids.stream().mapToLong(Long::longValue).toArray()).toString();
    }

    Set<String> flags() {
        return FLAGS.stream()
                .filter(_ -> random.nextInt(3) == 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String list(Set<String> flags) {
        return "(" + String.join(" ", flags) + ")";
    }

    OptionalLong since() {
        var modSeqs =
                at.uids().stream()
                        .mapToLong(at::modSeq)
                        .filter(it -> it > 0 && it < Long.MAX_VALUE)
                        .toArray();
        return modSeqs.length == 0
                ? OptionalLong.empty()
                : OptionalLong.of(modSeqs[random.nextInt(modSeqs.length)]);
    }

    Key key(int depth) {
        int kind = random.nextInt(depth == 0 ? 8 : 11);
        return switch (kind) {
            case 0 -> new Key("ALL", _ -> true);
            case 1 -> new Key("SEEN", it -> it.has("\\Seen"));
            case 2 -> new Key("UNDELETED", it -> !it.has("\\Deleted"));
            case 3 -> new Key("KEYWORD LATER", it -> it.has("later"));
            case 4 -> new Key("UNKEYWORD $junk", it -> !it.has("$Junk"));
            case 5 -> {
                var uids = some(known());
                yield uids.isEmpty()
                        ? new Key("FLAGGED", it -> it.has("\\Flagged"))
                        : new Key("UID " + set(uids), it -> uids.contains(it.uid));
            }
            case 6 -> {
                var since = condstore() ? since() : OptionalLong.empty();
                yield since.isEmpty()
                        ? new Key("UNANSWERED", it -> !it.has("\\Answered"))
                        : new Key(
                                "MODSEQ " + since.getAsLong(),
                                it -> it.modSeq >= since.getAsLong());
            }
            case 7 ->
                    client.savedKnown && !opened && asked.isEmpty()
                            ? saved(Set.copyOf(client.saved))
                            : new Key("ANSWERED", it -> it.has("\\Answered"));
            case 8 -> {
                var not = key(depth - 1);
                yield new Key("NOT " + not.text(), not.test().negate());
            }
            case 9 -> {
                var one = key(depth - 1);
                var other = key(depth - 1);
                yield new Key("OR " + one.text() + " " + other.text(), one.test().or(other.test()));
            }
            default -> {
                var one = key(depth - 1);
                var other = key(depth - 1);
                yield new Key(
                        "(" + one.text() + " " + other.text() + ")", one.test().and(other.test()));
            }
        };
    }

    static Key saved(Set<Long> uids) {
        return new Key("$", it -> uids.contains(it.uid));
    }

    /// Nobody expunges what the client was not told of.
    Set<Long> expungeable() {
        var may = at.deleted();
        if (!told) {
            may.removeIf(uid -> uid > client.lastKnown());
        }
        return may;
    }
}
