package posthouse.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import posthouse.queue.Handled;
import posthouse.queue.QueueDesk;
import posthouse.queue.Selection;
import posthouse.queue.Standing;

/// What can be asked about the mail that waits to go out. Only a running server has a queue.
public sealed interface QueueOperation extends Operation {
    @Override
    default boolean needsServer() {
        return true;
    }

    /// Which messages, and which recipients of theirs. What is left empty admits all.
    record Which(
            List<String> ids,
            Optional<String> from,
            Optional<String> to,
            Optional<String> domain,
            Optional<String> nextHop,
            Optional<Duration> olderThan,
            Optional<Standing.State> state) {
        Selection selection() throws Refused {
            return new Selection(
                    Set.copyOf(ids),
                    from.map(QueuedMessage::bare),
                    to.map(QueuedMessage::bare),
                    domain.isPresent() ? Optional.of(ascii(domain.get())) : Optional.empty(),
                    nextHop,
                    olderThan,
                    state);
        }

        private static String ascii(String domain) throws Refused {
            return domain.startsWith("[") ? domain : Office.newDomain(domain).name();
        }
    }

    /// `queue list`: the oldest first.
    ///
    /// @param limit how many
    record ListAll(Which which, int limit) implements QueueOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            if (limit < 1 || limit > QueueDesk.LIST_MAX) {
                throw new Refused("a list has 1 to " + QueueDesk.LIST_MAX + " messages");
            }
            var listing = office.server().queue().list(which.selection(), limit);
            if (listing.matching() > limit) {
                progress.report(
                        "the oldest %d of %d messages; --limit shows more, up to %d"
                                .formatted(limit, listing.matching(), QueueDesk.LIST_MAX));
            }
            return listing.oldest().stream().map(QueuedMessage.Row::of).toList();
        }
    }

    /// `queue show`.
    record Show(String id) implements QueueOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            return office.server()
                    .queue()
                    .show(id)
                    .map(QueuedMessage.Shown::of)
                    .orElseThrow(() -> missing(id));
        }
    }

    /// `queue hold`.
    record Hold(Which which) implements QueueOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            var done = office.server().queue().hold(found(office, which));
            return sentence(done.messages(), "held", "hold")
                    + trying(done, "that try goes on to its end");
        }
    }

    /// `queue release`.
    record Release(Which which) implements QueueOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            var done = office.server().queue().release(found(office, which));
            return sentence(done.messages(), "released", "release");
        }
    }

    /// `queue retry`.
    record Retry(Which which) implements QueueOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            var done = office.server().queue().retry(found(office, which));
            return sentence(done.messages(), "tried now", "try");
        }
    }

    /// `queue drop`.
    ///
    /// @param many whether it may be more than one message
    record Drop(Which which, boolean many) implements QueueOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            var done = office.server().queue().drop(found(office, which, many, "drop"));
            return ended(done, "dropped", "drop") + trying(done, "may still get it");
        }
    }

    /// `queue bounce`.
    ///
    /// @param many whether it may be more than one message
    record Bounce(Which which, boolean many) implements QueueOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            var done = office.server().queue().bounce(found(office, which, many, "bounce"));
            return ended(done, "bounced", "bounce") + trying(done, "is left alone");
        }
    }

    /// @throws Refused where there is nothing of the kind
    private static Selection found(Office office, Which which) throws Refused {
        Selection selection = which.selection();
        if (!office.server().queue().isAny(selection)) {
            throw which.ids().size() == 1
                    ? missing(which.ids().getFirst())
                    : new Refused("there is no such message in the queue");
        }
        return selection;
    }

    /// @throws Refused where there is nothing of the kind, or more than was thought of
    private static Selection found(Office office, Which which, boolean many, String verb)
            throws Refused {
        Selection selection = found(office, which);
        long matching = many ? 1 : office.server().queue().list(selection, 1).matching();
        if (matching > 1) {
            throw new Refused(
                    "these are %d messages; say --yes to %s them all".formatted(matching, verb));
        }
        return selection;
    }

    private static Refused missing(String id) {
        return new Refused("there is no message " + id + " in the queue");
    }

    private static String sentence(long messages, String done, String verb) {
        return messages == 0
                ? "there was nothing to " + verb
                : count(messages, "message") + (messages == 1 ? " is " : " are ") + done;
    }

    private static String ended(Handled done, String past, String verb) {
        return done.recipients() == 0
                ? "there was nothing to " + verb
                : "%s: %s of %s"
                        .formatted(
                                past,
                                count(done.recipients(), "recipient"),
                                count(done.messages(), "message"));
    }

    /// @param then what it means for them
    private static String trying(Handled done, String then) {
        return switch ((int) Math.min(done.trying(), 2)) {
            case 0 -> "";
            case 1 -> "; 1 recipient is being tried just now, and " + then;
            default ->
                    "; %d recipients are being tried just now, and %s"
                            .formatted(done.trying(), then);
        };
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
