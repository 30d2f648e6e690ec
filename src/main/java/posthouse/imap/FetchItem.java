package posthouse.imap;

import java.util.List;
import java.util.Optional;

/// What FETCH asks of a message (RFC 3501 §6.4.5).
sealed interface FetchItem {
    record Uid() implements FetchItem {}

    record Flags() implements FetchItem {}

    /// RFC 7162 §3.1.4.2.
    record ModSeq() implements FetchItem {}

    record InternalDate() implements FetchItem {}

    record Size() implements FetchItem {}

    record Envelope() implements FetchItem {}

    /// @param extensible BODYSTRUCTURE rather than BODY
    record Structure(boolean extensible) implements FetchItem {}

    /// Octets of the message.
    ///
    /// @param name how the answer names it, without the partial's origin: `BODY[HEADER]`, `RFC822`
    /// @param peek leaves \Seen as it is
    record Body(String name, Section section, boolean peek, Optional<Partial> partial)
            implements FetchItem {}

    /// Which octets: of the whole message, or with a path of one of its parts.
    record Section(List<Integer> part, Text text) {
        static final Section WHOLE = new Section(List.of(), new Text.All());
        static final Section HEADER = new Section(List.of(), new Text.Header());
        static final Section TEXT = new Section(List.of(), new Text.Body());
    }

    /// What of the message or the part.
    sealed interface Text {
        record All() implements Text {}

        record Header() implements Text {}

        /// HEADER.FIELDS, or with `others` HEADER.FIELDS.NOT.
        record HeaderFields(List<String> names, boolean others) implements Text {}

        /// Without the header section: TEXT.
        record Body() implements Text {}

        /// A part's own header: MIME.
        record Mime() implements Text {}
    }

    /// `<origin.length>`
    record Partial(long origin, long length) {}
}
