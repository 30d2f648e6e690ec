package posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import posthouse.bytes.Bytes;

/// What a store was told and what it promised, to be held against what it has. Looks both ways:
/// nothing promised is lost, nothing is there that was never written.
///
/// There is one log, so what survives is what was submitted up to some moment: no earlier one than
/// the newest promise, and all of it.
final class StoreLedger {
    /// All that a store has.
    static final class Content {
        final Map<Partition, Long> revisions =
                new TreeMap<>(Comparator.comparing(Partition::toString));
        final Map<Partition, TreeMap<Bytes, Bytes>> rows =
                new TreeMap<>(Comparator.comparing(Partition::toString));
        final TreeMap<Long, NavigableSet<String>> tags = new TreeMap<>();

        Content copy() {
            var copy = new Content();
            copy.revisions.putAll(revisions);
            rows.forEach((partition, map) -> copy.rows.put(partition, new TreeMap<>(map)));
            tags.forEach((body, set) -> copy.tags.put(body, new TreeSet<>(set)));
            return copy;
        }

        TreeMap<Bytes, Bytes> rows(Partition partition) {
            return rows.computeIfAbsent(partition, _ -> new TreeMap<>());
        }

        NavigableSet<String> tags(long body) {
            return Objects.requireNonNull(tags.get(body), "no body " + body);
        }

        /// As it is after a start: tags of the earlier run are gone, and bodies with no others.
        Content restarted() {
            var copy = copy();
            copy.tags.values().forEach(set -> set.removeIf(tag -> tag.startsWith("~")));
            copy.tags.values().removeIf(NavigableSet::isEmpty);
            copy.rows.values().removeIf(TreeMap::isEmpty);
            return copy;
        }

        @Override
        public String toString() {
            return revisions + " " + rows + " " + tags;
        }
    }

    private Content start = new Content();
    private Content newest = new Content();
    private final List<Consumer<Content>> submitted = new ArrayList<>();
    private final TreeMap<Long, Bytes> bodies = new TreeMap<>();
    private int promised;

    /// @return the moment, for [#promise]
    int submit(Consumer<Content> operation) {
        submitted.add(operation);
        operation.accept(newest);
        return submitted.size();
    }

    int commit(Partition partition, long revision, List<Change> changes, List<SideWrite> side) {
        return submit(content -> {
            var rows = content.rows(partition);
            changes.forEach(change -> apply(rows, change));
            content.revisions.put(partition, revision);
            side.forEach(write -> apply(content, write));
        });
    }

    int put(long body, Bytes octets, String tag) {
        assertThat(body)
                .as("a new body's id")
                .isGreaterThan(bodies.isEmpty() ? 0 : bodies.lastKey());
        bodies.put(body, octets);
        return submit(content -> content.tags.put(body, new TreeSet<>(List.of(tag))));
    }

    int link(long body, String tag) {
        return submit(content -> content.tags(body).add(tag));
    }

    int unlink(long body, String tag) {
        return submit(content -> {
            content.tags(body).remove(tag);
            if (content.tags(body).isEmpty()) {
                content.tags.remove(body);
            }
        });
    }

    /// Whoever submitted at that moment was told that it is durable.
    void promise(int moment) {
        promised = Math.max(promised, moment);
    }

    /// All that was submitted.
    Content newest() {
        return newest;
    }

    Bytes octets(long body) {
        return Objects.requireNonNull(bodies.get(body));
    }

    /// Holds what was read of a partition against the ledger. What was seen must stay.
    void checkRead(Partition partition, View view) {
        Content content = after(promised);
        for (int moment = promised; ; moment++) {
            if (content.revisions.getOrDefault(partition, 0L) == view.revision()
                    && rows(content.rows(partition)).equals(view.rows().getFirst())) {
                promise(moment);
                return;
            }
            assertThat(moment)
                    .as("%s was never %s after %s", partition, view, after(promised))
                    .isLessThan(submitted.size());
            submitted.get(moment).accept(content);
        }
    }

    /// Holds a store that was just opened against the ledger, and goes on from what it has.
    void checkRestarted(Store store) throws IOException {
        Content actual = contentOf(store);
        Content content = after(promised);
        for (int moment = promised; ; moment++) {
            if (content.restarted().toString().equals(actual.toString())) {
                break;
            }
            assertThat(moment)
                    .as("%s is no moment after %s", actual, after(promised).restarted())
                    .isLessThan(submitted.size());
            submitted.get(moment).accept(content);
        }
        start = content.restarted();
        newest = start.copy();
        submitted.clear();
        promised = 0;
    }

    private Content contentOf(Store store) throws IOException {
        var actual = new Content();
        for (Space space : Space.values()) {
            store.partitions(space).forEach(partition -> actual.rows(partition));
        }
        newest().revisions.keySet().forEach(actual::rows);
        for (Partition partition : actual.rows.keySet()) {
            View view = store.read(partition, Range.ALL);
            if (view.revision() > 0) {
                actual.revisions.put(partition, view.revision());
            }
            for (Row row : view.rows().getFirst()) {
                actual.rows(partition).put(row.key(), row.value());
            }
        }
        for (long body : bodies.keySet()) {
            var tags = store.bodies().tags(body);
            if (!tags.isEmpty()) {
                actual.tags.put(body, new TreeSet<>(tags));
                checkBody(store, body);
            }
        }
        actual.rows.values().removeIf(TreeMap::isEmpty);
        return actual;
    }

    void checkBody(Store store, long body) throws IOException {
        Bytes octets = octets(body);
        assertThat(Bytes.wrap(store.bodies().open(body, 0, Long.MAX_VALUE).readAllBytes()))
                .as("the body %d", body)
                .isEqualTo(octets);
    }

    private Content after(int moment) {
        Content content = start.copy();
        submitted.subList(0, moment).forEach(operation -> operation.accept(content));
        return content;
    }

    private static void apply(Content content, SideWrite write) {
        switch (write) {
            case SideWrite.PutRow(var partition, var row) ->
                    content.rows(partition).put(row.key(), row.value());
            case SideWrite.LinkBody(var body, var tag) -> content.tags(body).add(tag);
        }
    }

    private static void apply(TreeMap<Bytes, Bytes> rows, Change change) {
        switch (change) {
            case Change.Put(var row) -> rows.put(row.key(), row.value());
            case Change.Delete(var key) -> rows.remove(key);
            case Change.DeleteRange(var range) -> rows.keySet().removeIf(range::contains);
        }
    }

    private static List<Row> rows(TreeMap<Bytes, Bytes> map) {
        return map.entrySet().stream().map(e -> new Row(e.getKey(), e.getValue())).toList();
    }
}
