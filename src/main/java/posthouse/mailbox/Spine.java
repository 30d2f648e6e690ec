package posthouse.mailbox;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// All placements of a mailbox: its pages in order, none of them empty, and how many placements lie
/// before each. Immutable.
final class Spine {
    static final Spine EMPTY = new Spine(new Page[0]);

    private final Page[] pages;
    private final int[] starts;

    private Spine(Page[] pages) {
        this(pages, new int[1], 0);
    }

    /// @param before counts that hold for the first `same` pages
    private Spine(Page[] pages, int[] before, int same) {
        this.pages = pages;
        starts = Arrays.copyOf(before, pages.length + 1);
        for (int i = same; i < pages.length; i++) {
            starts[i + 1] = starts[i] + pages[i].count();
        }
    }

    /// @param pages ascending; empty ones are left out
    static Spine of(List<Page> pages) {
        return new Spine(pages.stream().filter(page -> !page.isEmpty()).toArray(Page[]::new));
    }

    int size() {
        return starts[pages.length];
    }

    int pageCount() {
        return pages.length;
    }

    Page pageAt(int index) {
        return pages[index];
    }

    /// How many placements lie before the page at `index`.
    int start(int index) {
        return starts[index];
    }

    /// The index of the first page whose number is at least `number`.
    int indexAtOrAfter(int number) {
        int low = 0;
        int high = pages.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pages[middle].number() < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Nullable Page page(int number) {
        int index = indexAtOrAfter(number);
        return index < pages.length && pages[index].number() == number ? pages[index] : null;
    }

    /// The index of the page that holds the placement at `position`, counted from 0.
    int pageHolding(int position) {
        java.util.Objects.checkIndex(position, size());
        int index = Arrays.binarySearch(starts, 0, pages.length, position);
        return index >= 0 ? index : -index - 2;
    }

    long uid(int position) {
        int index = pageHolding(position);
        return pages[index].uid(position - starts[index]);
    }

    Placement placement(int position) {
        int index = pageHolding(position);
        return pages[index].placement(position - starts[index]);
    }

    /// How many placements have a UID below `uid`.
    int positionOf(long uid) {
        int index = indexAtOrAfter(Page.numberOf(uid));
        return index == pages.length ? size() : starts[index] + pages[index].firstAtOrAfter(uid);
    }

    /// All of them.
    UidSet uids() {
        var uids = new UidSet.Builder();
        for (Page page : pages) {
            for (int i = 0; i < page.count(); i++) {
                uids.add(page.uid(i));
            }
        }
        return uids.build();
    }

    boolean contains(long uid) {
        Page page = page(Page.numberOf(uid));
        return page != null && page.indexOf(uid) >= 0;
    }

    /// @param first position counted from 0
    /// @param end position behind the last
    void forEach(int first, int end, View.Sink sink) throws IOException {
        if (first >= end) {
            return;
        }
        int index = pageHolding(first);
        int inPage = first - starts[index];
        int number = first + 1;
        while (number <= end) {
            Page page = pages[index++];
            int stop = Math.min(page.count(), inPage + end - number + 1);
            for (int i = inPage; i < stop; i++) {
                sink.accept(number++, page.placement(i));
            }
            inPage = 0;
        }
    }

    /// The spine with some pages replaced, added or, where empty, taken out.
    Spine with(SortedMap<Integer, Page> changed) {
        if (changed.isEmpty()) {
            return this;
        }
        int same = indexAtOrAfter(changed.firstKey());
        var merged = Arrays.copyOf(pages, pages.length + changed.size());
        int count = same;
        int at = same;
        for (Page page : changed.values()) {
            while (at < pages.length && pages[at].number() < page.number()) {
                merged[count++] = pages[at++];
            }
            if (at < pages.length && pages[at].number() == page.number()) {
                at++;
            }
            if (!page.isEmpty()) {
                merged[count++] = page;
            }
        }
        System.arraycopy(pages, at, merged, count, pages.length - at);
        count += pages.length - at;
        return new Spine(
                count == merged.length ? merged : Arrays.copyOf(merged, count), starts, same);
    }

    /// How many pages at the front are the same objects in both.
    int samePages(Spine other) {
        int most = Math.min(pages.length, other.pages.length);
        int same = 0;
        while (same < most && pages[same] == other.pages[same]) {
            same++;
        }
        return same;
    }
}
