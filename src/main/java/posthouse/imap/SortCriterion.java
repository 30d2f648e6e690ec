package posthouse.imap;

/// What messages are sorted by (RFC 5256 §3, RFC 5957 §3).
///
/// @param reverse the largest first
record SortCriterion(Field field, boolean reverse) {
    enum Field {
        ARRIVAL,
        CC,
        DATE,
        DISPLAYFROM,
        DISPLAYTO,
        FROM,
        SIZE,
        SUBJECT,
        TO
    }
}
