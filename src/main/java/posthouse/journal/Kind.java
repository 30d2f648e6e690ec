package posthouse.journal;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What has happened to a message.
public enum Kind {
    /// A client has handed it over; what comes next says whether this server has taken it on.
    RECEIVED(1),
    /// This server has not taken it on, for some recipients or for all.
    REFUSED(2),
    /// It is in a mailbox here.
    DELIVERED(3),
    /// It waits to go to other servers.
    QUEUED(4),
    /// Another server has taken it on.
    SENT(5),
    /// A try came to nothing; there will be others.
    DELAYED(6),
    /// It will not get there: another server has refused it, or it has waited too long.
    FAILED(7),
    /// Its sender is written a report.
    REPORTED(8),
    /// The operator holds it back.
    HELD(9),
    /// It may be tried again, now.
    RELEASED(10),
    /// The operator has removed it.
    DROPPED(11),
    /// Of no message: events came faster than they could be written, and are not here.
    LEFT_OUT(12);

    private static final Map<Integer, Kind> BY_NUMBER =
            Stream.of(values()).collect(Collectors.toMap(Kind::number, Function.identity()));

    private final int number;

    Kind(int number) {
        this.number = number;
    }

    /// Stands for it in the store, and never changes.
    int number() {
        return number;
    }

    /// @throws IllegalArgumentException if it stands for none
    static Kind of(int number) {
        Kind kind = BY_NUMBER.get(number);
        if (kind == null) {
            throw new IllegalArgumentException("an event of kind " + number);
        }
        return kind;
    }
}
