package posthouse.mailbox;

import java.util.List;
import java.util.Optional;

/// Keeps `r/<message>`: which placements a message has, while it has several.
final class Sharing {
    private Sharing() {}

    /// How many of these may have a row `r/…`.
    static int count(List<Placement> placements) {
        int shared = 0;
        for (Placement placement : placements) {
            shared += (placement.bits() & Placement.HAS_OTHERS) != 0 ? 1 : 0;
        }
        return shared;
    }

    static Optional<Others> of(Draft draft, long message) {
        var key = Keys.others(message);
        return draft.row(key)
                .map(value ->
                        Format.reading(
                                draft.loader().partition(), key, () -> Others.decode(value)));
    }

    /// One placement or none left: the row goes.
    static void put(Draft draft, long message, Others others) {
        if (others.places().size() > 1) {
            draft.put(Keys.others(message), others.encode());
        } else {
            draft.delete(Keys.others(message));
        }
    }

    /// Notes another placement of a message that has one at `from` already.
    ///
    /// @throws MailRefusal.OverLimit if it has too many
    static void add(Draft draft, Placement from, int mailbox, int target, long uid)
            throws MailRefusal.OverLimit {
        Others before =
                shared(draft, from)
                        .orElseGet(() ->
                                new Others(List.of(new Others.Where(mailbox, from.uid(), false))));
        if (before.places().size() >= Others.PLACES_MAX) {
            throw new MailRefusal.OverLimit(
                    "a message can be in at most " + Others.PLACES_MAX + " places");
        }
        put(draft, from.messageId(), before.with(target, uid));
    }

    /// Notes that a placement is somewhere else now.
    static void move(Draft draft, Placement from, int mailbox, int target, long uid) {
        shared(draft, from)
                .ifPresent(others ->
                        put(
                                draft,
                                from.messageId(),
                                others.without(mailbox, from.uid()).with(target, uid)));
    }

    private static Optional<Others> shared(Draft draft, Placement placement) {
        return (placement.bits() & Placement.HAS_OTHERS) == 0
                ? Optional.empty()
                : of(draft, placement.messageId());
    }
}
