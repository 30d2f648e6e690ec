package posthouse.store;

import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// Where [RocksStore] keeps what. Two ordered key spaces share one log.
///
/// `rows`:
/// - `!bodies`: fixed64, the end of the last block of body ids that was reserved
/// - `A/<id> NUL` (and each other letter of [Space]): the partition's revision, fixed64
/// - `A/<id> NUL <key>`: a row of it
/// - `b <body>`: varint, the body's length
/// - `t <body> <tag>`: one tag; empty
/// - `~ <body> <tag>`: one tag of this run, without its `~`; empty. With an empty tag: a body that
///   is still being put
///
/// `frames`: `<body> <fixed32 frame number>`: a [Frame].
///
/// A body in a key is a fixed64. Every value but a row's and a tag's starts with a format octet,
/// [#FORMAT]. Row keys hold no NUL (DESIGN rule 15), so a partition's keys lie together, in order,
/// its revision first.
final class Keys {
    static final int FORMAT = 1;
    static final Bytes RESERVED_BODIES = Bytes.latin1("!bodies");

    /// Every tag of this run, of all bodies.
    static final Range OWN_RUN = Range.prefix(Bytes.latin1("~"));

    private Keys() {}

    static Bytes revision(Partition partition) {
        return start(partition).octet(0).build();
    }

    static Bytes row(Partition partition, Bytes key) {
        return start(partition).octet(0).append(key).build();
    }

    /// The first key behind the partition's revision that the range holds.
    static Bytes from(Partition partition, Range range) {
        var key = start(partition).octet(0);
        return range.from().isEmpty() ? key.octet(1).build() : key.append(range.from()).build();
    }

    /// The first key behind the range.
    static Bytes to(Partition partition, Range range) {
        Bytes to = range.to();
        return to == null ? end(partition) : row(partition, to);
    }

    /// The first key behind the partition.
    static Bytes end(Partition partition) {
        return start(partition).octet(1).build();
    }

    static Bytes space(Space space) {
        return new BytesBuilder().octet(space.letter()).octet('/').build();
    }

    static Bytes spaceEnd(Space space) {
        return new BytesBuilder().octet(space.letter()).octet('/' + 1).build();
    }

    /// The row's own key, or empty for the revision.
    static Bytes rowOf(Bytes key) {
        return key.slice(key.indexOf(0, 0) + 1);
    }

    /// The partition that a key of a [Space] belongs to.
    static Partition partitionOf(Space space, Bytes key) {
        return new Partition(space, key.slice(2, key.indexOf(0, 0)).latin1());
    }

    static Bytes body(long body) {
        return new BytesBuilder(9).octet('b').fixed64(body).build();
    }

    static Bytes tag(long body, String tag) {
        return tag.startsWith("~")
                ? tags('~', body).latin1(tag.substring(1)).build()
                : tags('t', body).latin1(tag).build();
    }

    /// The body is being put: what there is of it goes at the next open.
    static Bytes unfinished(long body) {
        return tags('~', body).build();
    }

    static Range keptTags(long body) {
        return Range.prefix(tags('t', body).build());
    }

    static Range ownTags(long body) {
        return Range.prefix(tags('~', body).build());
    }

    static long bodyOf(Bytes tagKey) {
        long body = 0;
        for (int i = 1; i <= Long.BYTES; i++) {
            body = body << 8 | tagKey.at(i) & 0xff;
        }
        return body;
    }

    /// The tag in a key, empty for [#unfinished].
    static String tagOf(Bytes tagKey) {
        String tag = tagKey.slice(1 + Long.BYTES).latin1();
        return tagKey.at(0) == '~' && !tag.isEmpty() ? "~" + tag : tag;
    }

    static Bytes frame(long body, long number) {
        return new BytesBuilder(12).fixed64(body).fixed32(Math.toIntExact(number)).build();
    }

    private static BytesBuilder tags(char kind, long body) {
        return new BytesBuilder(64).octet(kind).fixed64(body);
    }

    private static BytesBuilder start(Partition partition) {
        return new BytesBuilder(64)
                .octet(partition.space().letter())
                .octet('/')
                .latin1(partition.id());
    }
}
