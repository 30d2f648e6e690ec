package posthouse.mailbox;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// Names that were subscribed when their mailboxes went or took other names. A server must not take
/// them from the list by itself (RFC 3501 §6.3.6, §6.3.9), so they stay until somebody
/// unsubscribes; a mailbox that has one of these names is subscribed.
///
/// The rows `n/<number>`: format 1, and the name (text). The number only keeps the key short.
///
/// @param numbers of the rows, by name
record SubscribedNames(SortedMap<MailboxName, Integer> numbers) {
    static final SubscribedNames NONE = new SubscribedNames(new TreeMap<>());

    private static final int FORMAT = 1;

    SubscribedNames {
        numbers = Collections.unmodifiableSortedMap(numbers);
    }

    static MailboxName decode(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        var name = new MailboxName(in.text());
        Format.checkEnd(in);
        return name;
    }

    private static Bytes encode(MailboxName name) {
        return new BytesBuilder(64).octet(FORMAT).text(name.name()).build();
    }

    boolean has(MailboxName name) {
        return numbers.containsKey(name);
    }

    /// Puts those of the names that are not there yet into a draft, as many as fit a commit.
    ///
    /// @return whether all are there now
    boolean keep(List<MailboxName> names, Draft draft) {
        var more = new TreeMap<>(numbers);
        int next = numbers.values().stream().mapToInt(number -> number + 1).max().orElse(0);
        for (MailboxName name : names) {
            if (Slices.full(draft)) {
                break;
            }
            if (more.putIfAbsent(name, next) == null) {
                draft.put(Keys.subscribedName(next++), encode(name));
            }
        }
        draft.put(new SubscribedNames(more));
        return more.keySet().containsAll(names);
    }

    void forget(MailboxName name, Draft draft) {
        var rest = new TreeMap<>(numbers);
        Integer number = rest.remove(name);
        if (number != null) {
            draft.delete(Keys.subscribedName(number));
            draft.put(new SubscribedNames(rest));
        }
    }
}
