package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import posthouse.mailbox.Account;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;

/// What must be in a mailbox: the small model that sessions are compared with.
final class Truth {
    /// A message as it must be.
    record Message(Set<String> flags, long modSeq) {}

    /// Of an account with no mailbox selected.
    static final Truth NOWHERE = new Truth("");

    String name;
    long uidNext = 1;

    /// 0 until the server was asked.
    long uidValidity;

    /// Who was told of each message that it is \Recent (RFC 3501 §2.3.2): one selection each.
    final Map<Long, Object> recent = new HashMap<>();

    /// Messages that came while the mailbox was selected by nobody.
    private final Set<Long> fresh = new TreeSet<>();

    final TreeMap<Long, Message> messages = new TreeMap<>();
    private final Set<Long> touched = new TreeSet<>();
    private long highest;
    private boolean changed;

    Truth(String name) {
        this.name = name;
    }

    /// @param selected whether a session has the mailbox selected
    long add(Set<String> flags, boolean selected) {
        if (!selected) {
            fresh.add(uidNext);
        }
        messages.put(uidNext, new Message(flags, 0));
        touched.add(uidNext);
        changed = true;
        return uidNext++;
    }

    void remove(Collection<Long> uids) {
        changed |= messages.keySet().removeAll(uids);
        touched.removeAll(uids);
        fresh.removeAll(uids);
    }

    /// Makes what nobody was told of \Recent for this selection.
    Set<Long> takeFresh(Object selection) {
        var taken = new TreeSet<>(fresh);
        taken.forEach(uid -> recent.put(uid, selection));
        fresh.clear();
        return taken;
    }

    int freshCount() {
        return fresh.size();
    }

    void flags(long uid, Set<String> flags) {
        Message before = messages.get(uid);
        if (before != null && !before.flags().equals(flags)) {
            messages.put(uid, new Message(flags, before.modSeq()));
            touched.add(uid);
            changed = true;
        }
    }

    /// Above all that was given out where it is not known yet.
    long modSeq(long uid) {
        Message message = messages.get(uid);
        return message == null || touched.contains(uid) ? Long.MAX_VALUE : message.modSeq();
    }

    /// The highest mod-sequence as of the last time that the server was asked.
    long highest() {
        return highest;
    }

    /// How many messages do not have the flag.
    long without(String flag) {
        return messages.values().stream().filter(it -> !it.flags().contains(flag)).count();
    }

    Set<Long> deleted() {
        var deleted = new TreeSet<Long>();
        messages.forEach((uid, message) -> {
            if (message.flags().contains("\\Deleted")) {
                deleted.add(uid);
            }
        });
        return deleted;
    }

    List<Long> uids() {
        return new ArrayList<>(messages.keySet());
    }

    /// Holds the server to this, and learns the mod-sequences that it has given: above all former
    /// ones where something changed, the old ones where nothing did (RFC 7162 §3.1).
    void hold(Account account) throws IOException, MailRefusal {
        var state = account.state().mailbox(MailboxName.of(name));
        assertThat(uidValidity).isIn(0L, state.uidValidity());
        uidValidity = state.uidValidity();
        assertThat(state.uidNext()).isEqualTo(uidNext);
        assertThat(state.messages()).isEqualTo(messages.size());
        if (!changed && state.highestModSeq() == highest) {
            return; // clients look at the rest
        }
        var there = new TreeMap<Long, Message>();
        try (var view = account.select(state.id(), false)) {
            var table = view.mailbox().keywords();
            view.forEach(
                    1,
                    view.size(),
                    (_, placement) -> {
                        var flags = names(placement.flags().system());
                        placement
                                .flags()
                                .keywords()
                                .indices()
                                .forEach(index -> flags.add(table.get(index)));
                        there.put(placement.uid(), new Message(flags, placement.modSeq()));
                    });
        }
        assertThat(there.keySet()).isEqualTo(messages.keySet());
        for (Map.Entry<Long, Message> message : messages.entrySet()) {
            long uid = message.getKey();
            Message now = there.getOrDefault(uid, message.getValue());
            assertThat(now.flags()).isEqualTo(message.getValue().flags());
            if (touched.contains(uid)) {
                assertThat(now.modSeq()).isGreaterThan(highest);
            } else {
                assertThat(now.modSeq()).isEqualTo(message.getValue().modSeq());
            }
            assertThat(now.modSeq()).isLessThanOrEqualTo(state.highestModSeq());
            message.setValue(now);
        }
        if (changed) {
            assertThat(state.highestModSeq()).isGreaterThan(highest);
        } else if (highest > 0) {
            assertThat(state.highestModSeq()).isEqualTo(highest);
        }
        highest = state.highestModSeq();
        touched.clear();
        changed = false;
    }

    private static Set<String> names(int system) {
        var names = new TreeSet<String>();
        var all = List.of("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft");
        for (int bit = 0; bit < all.size(); bit++) {
            if ((system & 1 << bit) != 0) {
                names.add(all.get(bit));
            }
        }
        return names;
    }
}
