package posthouse.mailbox;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A set of keywords as indices into the mailbox's keyword table. Immutable, of any length.
public final class Keywords {
    public static final Keywords NONE = new Keywords(new long[0]);

    private final long[] words;

    private Keywords(long[] words) {
        this.words = words;
    }

    public boolean isEmpty() {
        return words.length == 0;
    }

    public boolean has(int index) {
        int word = index >> 6;
        return word < words.length && (words[word] & 1L << index) != 0;
    }

    public Keywords with(int index) {
        if (has(index)) {
            return this;
        }
        long[] more = Arrays.copyOf(words, Math.max(words.length, (index >> 6) + 1));
        more[index >> 6] |= 1L << index;
        return new Keywords(more);
    }

    public Keywords without(int index) {
        if (!has(index)) {
            return this;
        }
        long[] less = words.clone();
        less[index >> 6] &= ~(1L << index);
        int length = less.length;
        while (length > 0 && less[length - 1] == 0) {
            length--;
        }
        return length == 0 ? NONE : new Keywords(Arrays.copyOf(less, length));
    }

    /// The indices, ascending.
    public IntStream indices() {
        return IntStream.range(0, words.length * 64).filter(this::has);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Keywords that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return Arrays.toString(indices().toArray());
    }
}
