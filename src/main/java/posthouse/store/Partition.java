package posthouse.store;

/// The name of a partition.
///
/// @param id printable ASCII without NUL, 1 to 200 characters; `/` separates its parts
public record Partition(Space space, String id) {
    public Partition {
        if (id.isEmpty() || id.length() > 200 || !id.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("not a partition's id: " + id);
        }
    }

    @Override
    public String toString() {
        return space.letter() + "/" + id;
    }
}
