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

    /// RFC 8474 §5.1.
    record EmailId() implements FetchItem {}

    /// RFC 8474 §5.2.
    record ThreadId() implements FetchItem {}

    /// RFC 8514 §4.2.
    record SaveDate() implements FetchItem {}

    /// RFC 8970. What LAZY asks for is told at once, since little is read for it.
    record Preview() implements FetchItem {}

    record Envelope() implements FetchItem {}

    /// @param extensible BODYSTRUCTURE rather than BODY
    record Structure(boolean extensible) implements FetchItem {}

    /// Octets of the message.
    ///
    /// @param name how the answer names it, without the partial's origin: `BODY[HEADER]`, `RFC822`
    /// @param peek leaves \Seen as it is
    record Body(String name, Section section, boolean peek, Optional<Partial> partial)
            implements FetchItem {}

    /// The content of a part without its transfer encoding (RFC 3516 §4.2).
    ///
    /// @param part its path; empty: the whole message, as it is
    /// @param partial counts decoded octets
    record Binary(List<Integer> part, boolean peek, Optional<Partial> partial)
            implements FetchItem {}

    /// How many octets [Binary] has.
    record BinarySize(List<Integer> part) implements FetchItem {}

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

    /// Whether telling it marks the message as read.
    default boolean setsSeen() {
        return switch (this) {
            case Body body -> !body.peek();
            case Binary binary -> !binary.peek();
            case Uid _,
                    Flags _,
                    ModSeq _,
                    InternalDate _,
                    Size _,
                    EmailId _,
                    ThreadId _,
                    SaveDate _,
                    Preview _,
                    Envelope _,
                    Structure _,
                    BinarySize _ ->
                    false;
        };
    }
}
