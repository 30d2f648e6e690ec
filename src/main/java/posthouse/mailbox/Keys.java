package posthouse.mailbox;

import posthouse.bytes.Base32Hex;
import posthouse.bytes.Bytes;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Space;

/// Partitions and keys of an account's rows (DESIGN §5 has the table). Numbers are base32hex of a
/// fixed width: 7 characters for accounts, mailboxes and pages, 13 for mod-sequences, message ids
/// and seconds, 3 for parts of a row that is too long for one.
final class Keys {
    static final Bytes HEADER = Bytes.latin1("h");
    static final Bytes SENT = Bytes.latin1("c/sent");
    static final Range MAILBOXES = Range.prefix(Bytes.latin1("m/"));
    static final Range SETTINGS = Range.prefix(Bytes.latin1("o/"));
    static final Range LOG = Range.prefix(Bytes.latin1("l/"));
    static final Range GRACE = Range.prefix(Bytes.latin1("g/"));
    static final Range DELIVERIES = Range.prefix(Bytes.latin1("d/"));
    static final Range SUBSCRIBED_NAMES = Range.prefix(Bytes.latin1("n/"));
    static final Range INTENTS = Range.prefix(Bytes.latin1("q/"));

    /// Message ids whose meta rows share a partition: 2^36, some 19 hours of microseconds.
    private static final int META_SHIFT = 36;

    private Keys() {}

    static Partition account(long account) {
        return new Partition(Space.ACCOUNT, number(account));
    }

    static Partition meta(long account, long message) {
        return new Partition(
                Space.META, number(account) + "/" + Base32Hex.fixed(message >>> META_SHIFT, 7));
    }

    static Partition threads(long account) {
        return new Partition(Space.THREAD, number(account) + "/0");
    }

    static Bytes mailbox(int mailbox) {
        return Bytes.latin1("m/" + number(mailbox));
    }

    static Bytes subscribedName(int number) {
        return Bytes.latin1("n/" + number(number));
    }

    /// The number that the key of a subscribed name ends in.
    static int subscribedName(Bytes key) {
        return (int) Base32Hex.parse(key.slice(2).latin1());
    }

    static Bytes page(int mailbox, int page) {
        return Bytes.latin1("p/" + number(mailbox) + "/" + number(page));
    }

    /// The pages `first` to `last`, both inclusive.
    static Range pages(int mailbox, int first, int last) {
        return new Range(page(mailbox, first), page(mailbox, last + 1));
    }

    static Range pages(int mailbox) {
        return Range.prefix(Bytes.latin1("p/" + number(mailbox) + "/"));
    }

    /// The page number that a key of a page ends in.
    static int pageNumber(Bytes key) {
        return (int) Base32Hex.parse(key.slice(key.length() - 7).latin1());
    }

    /// The mailbox number that the key of a mailbox ends in.
    static int mailboxNumber(Bytes key) {
        return (int) Base32Hex.parse(key.slice(2).latin1());
    }

    static Bytes others(long message) {
        return Bytes.latin1("r/" + Base32Hex.ofLong(message));
    }

    static Bytes ownUidl(long message) {
        return Bytes.latin1("u/" + Base32Hex.ofLong(message));
    }

    static Bytes log(long modSeq, int part) {
        return Bytes.latin1("l/" + Base32Hex.ofLong(modSeq) + "/" + Base32Hex.fixed(part, 3));
    }

    /// The mod-sequence of a log row.
    static long modSeq(Bytes key) {
        return Base32Hex.parse(key.slice(2, 2 + Base32Hex.LONG_LENGTH).latin1());
    }

    /// The log from a mod-sequence on.
    static Range logFrom(long modSeq) {
        return new Range(Bytes.latin1("l/" + Base32Hex.ofLong(modSeq)), LOG.to());
    }

    /// The log below a mod-sequence.
    static Range logBelow(long modSeq) {
        return new Range(LOG.from(), Bytes.latin1("l/" + Base32Hex.ofLong(modSeq)));
    }

    static Bytes grace(long seconds, long modSeq, int part) {
        return Bytes.latin1(
                "g/"
                        + Base32Hex.ofLong(seconds)
                        + "/"
                        + Base32Hex.ofLong(modSeq)
                        + "/"
                        + Base32Hex.fixed(part, 3));
    }

    /// @param hash any octets
    static Bytes delivery(Bytes hash) {
        var hex = new StringBuilder("d/");
        for (int i = 0; i < hash.length(); i++) {
            hex.append(Character.forDigit(hash.at(i) >> 4 & 15, 16))
                    .append(Character.forDigit(hash.at(i) & 15, 16));
        }
        return Bytes.latin1(hex.toString());
    }

    static Bytes setting(String name) {
        return Bytes.latin1("o/" + name);
    }

    static Bytes intent(long modSeq, int part) {
        return Bytes.latin1("q/" + Base32Hex.ofLong(modSeq) + "/" + Base32Hex.fixed(part, 3));
    }

    /// Meta rows and thread rows by what they are about.
    static Bytes meta(long message) {
        return Bytes.latin1(Base32Hex.ofLong(message));
    }

    /// The tag that a message puts on its bodies.
    static String tag(long account, long message) {
        return number(account) + "/" + Base32Hex.ofLong(message);
    }

    static String number(long number) {
        return Base32Hex.fixed(number, 7);
    }
}
