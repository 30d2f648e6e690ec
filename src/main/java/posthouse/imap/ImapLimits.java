package posthouse.imap;

import posthouse.mime.Scanner;

/// What a client may ask at most. What depends on the site is in [ImapConfig].
final class ImapLimits {
    /// Octets of one line of a command. RFC 7162 §4 asks for 8,192; clients name thousands of UIDs
    /// in one line.
    static final int LINE_OCTETS_MAX = 64 * 1024;

    /// Octets of a literal in a command other than APPEND's message.
    static final int LITERAL_OCTETS_MAX = 64 * 1024;

    /// Octets of a whole command, literals included but for APPEND's message.
    static final int COMMAND_OCTETS_MAX = 256 * 1024;

    /// A literal that is too large and comes unasked is read and thrown away up to this size (RFC
    /// 7888 §4); beyond, the connection is closed.
    static final long DISCARDED_OCTETS_MAX = 256L * 1024 * 1024;

    /// Characters of a tag.
    static final int TAG_MAX = 128;

    /// Levels of parentheses, NOT and OR in a search.
    static final int SEARCH_DEPTH_MAX = 200;

    /// What a SORT may sort by at once.
    static final int SORT_CRITERIA_MAX = 20;

    /// Characters of a pattern of LIST or LSUB.
    static final int PATTERN_MAX = 1_000;

    /// Messages that one APPEND takes.
    static final int APPENDED_MAX = 1_000;

    /// Octets of their header sections, which stay in memory until all have come.
    static final long APPENDED_HEADERS_MAX = 8 << 20;

    /// Items that one FETCH asks for.
    static final int FETCH_ITEMS_MAX = 1_000;

    /// Numbers in the path of a part; no message has parts deeper than the scanner follows them.
    static final int PART_DEPTH_MAX = 2 * Scanner.DEPTH_MAX;

    /// Octets of an enclosed message's header that are looked at for fields. A longer one can be
    /// fetched whole.
    static final int PART_HEADER_OCTETS_MAX = 1024 * 1024;

    /// Characters of all patterns of one LIST together: each is compared with each name.
    static final int PATTERNS_MAX = 4_000;

    /// Limits that a SETQUOTA names.
    static final int QUOTA_RESOURCES_MAX = 30;

    /// Parameters of ID (RFC 2971 §3.3).
    static final int ID_PARAMETERS_MAX = 30;

    /// Commands that broke the grammar, one after the other, before the connection is closed.
    static final int BAD_COMMANDS_MAX = 20;

    /// Octets of a response in an AUTHENTICATE exchange, in base64.
    static final int SASL_OCTETS_MAX = 16 * 1024;

    private ImapLimits() {}
}
