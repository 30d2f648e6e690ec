package posthouse.mailbox;

/// The flags of a placement: the system flags (RFC 9051 §2.3.2) as bits, and keywords.
public record Flags(int system, Keywords keywords) {
    public static final int SEEN = 1;
    public static final int ANSWERED = 2;
    public static final int FLAGGED = 4;
    public static final int DELETED = 8;
    public static final int DRAFT = 16;
    public static final int ALL_SYSTEM = 31;

    public static final Flags NONE = new Flags(0, Keywords.NONE);

    public boolean has(int systemFlag) {
        return (system & systemFlag) != 0;
    }
}
