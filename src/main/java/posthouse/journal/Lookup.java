package posthouse.journal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import posthouse.store.Range;
import posthouse.store.Row;
import posthouse.store.Store;

/// Finds messages in the journal. There is no index: days are read from their first event to their
/// last, first the newest ones for which messages are meant, then all for what happened to those. A
/// million events take about a second of one core each time.
///
/// Any thread.
public final class Lookup {
    /// Messages that are told of: the latest.
    public static final int MESSAGES_MAX = 100;

    /// Events that are told of one message: the first and the last.
    public static final int EVENTS_MAX = 500;

    /// Gaps in the journal that are told of: the latest.
    static final int GAPS_MAX = 20;

    private final Days days;
    private final int messagesMax;
    private final int eventsMax;

    public Lookup(Store store) {
        this(store, MESSAGES_MAX, EVENTS_MAX);
    }

    Lookup(Store store, int messagesMax, int eventsMax) {
        days = new Days(store);
        this.messagesMax = messagesMax;
        this.eventsMax = eventsMax;
    }

    /// What was found.
    ///
    /// @param messages in the order of their first events
    /// @param all whether there are no more of them
    /// @param gaps where events are missing, which may have been of such messages
    public record Found(List<Life> messages, boolean all, List<Noted> gaps) {}

    /// The latest messages that are meant.
    ///
    /// @param since something must have happened to them at this time or later; of these all is
    ///   told
    public Found find(Query query, Instant since) {
        var meant = new Meant(query, since);
        meant.lookAtDays();
        var lives = new LinkedHashMap<String, Events>();
        if (!meant.ids.isEmpty()) {
            days.all().forEach(day -> gather(day, meant.ids, lives));
        }
        var messages = new ArrayList<Life>();
        lives.forEach((id, events) -> messages.add(events.toLife(id)));
        return new Found(messages, meant.all, List.copyOf(meant.gaps));
    }

    /// Which messages are meant.
    private final class Meant {
        private final Query query;
        private final Instant since;
        private final SequencedSet<String> ids = new LinkedHashSet<>();
        private final List<Noted> gaps = new ArrayList<>();
        private boolean all = true;

        Meant(Query query, Instant since) {
            this.query = query;
            this.since = since;
        }

        void lookAtDays() {
            for (LocalDate day : days.all().reversed()) {
                if (day.isBefore(Days.of(since))) {
                    return;
                }
                if (ids.size() == messagesMax) {
                    all = false;
                    return;
                }
                lookAt(day);
            }
        }

        /// Of a day, too, it is the latest that count.
        private void lookAt(LocalDate day) {
            var found = new LinkedHashSet<String>();
            var missing = new ArrayDeque<Noted>();
            days.scan(
                    day,
                    new Range(Rows.from(since), null),
                    row -> {
                        if (Rows.idOf(row).equals(Event.NO_MESSAGE)) {
                            missing.add(Rows.read(row));
                        } else if (query.mayMatch(row.value())) {
                            add(Rows.read(row).event(), found);
                        }
                        if (ids.size() + found.size() > messagesMax) {
                            found.removeFirst();
                            all = false;
                        }
                        if (gaps.size() + missing.size() > GAPS_MAX) {
                            missing.remove();
                        }
                        return true;
                    });
            ids.addAll(found);
            gaps.addAll(0, missing);
        }

        private void add(Event event, SequencedSet<String> found) {
            if (query.matches(event) && !ids.contains(event.root())) {
                found.remove(event.root());
                found.add(event.root());
            }
        }
    }

    private void gather(LocalDate day, SequencedSet<String> ids, Map<String, Events> lives) {
        days.scan(
                day,
                Range.ALL,
                row -> {
                    String id = Event.rootOf(Rows.idOf(row));
                    if (ids.contains(id)) {
                        lives.computeIfAbsent(id, _ -> new Events()).add(row);
                    }
                    return true;
                });
    }

    /// The events of one message: the first ones and the last ones of many.
    private final class Events {
        private final List<Noted> first = new ArrayList<>();
        private final ArrayDeque<Row> last = new ArrayDeque<>();
        private int leftOut;

        void add(Row row) {
            if (first.size() < eventsMax / 2) {
                first.add(Rows.read(row));
                return;
            }
            last.add(row);
            if (first.size() + last.size() > eventsMax) {
                last.remove();
                leftOut++;
            }
        }

        Life toLife(String id) {
            var events = new ArrayList<>(first);
            last.forEach(row -> events.add(Rows.read(row)));
            return new Life(id, events, leftOut);
        }
    }
}
