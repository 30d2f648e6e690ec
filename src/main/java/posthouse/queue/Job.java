package posthouse.queue;

import java.util.Optional;

/// What a message still has to do at one next hop.
final class Job implements Comparable<Job> {
    enum State {
        /// Not yet due.
        WAITING,
        /// Due, and waiting for its turn.
        READY,
        RUNNING
    }

    private final String id;
    private final Hop hop;
    private final String sender;
    private final long number;
    private State state = State.WAITING;
    private long due;
    private boolean again;
    private Optional<Places> place = Optional.empty();
    private Optional<Answer> excuse = Optional.empty();

    Job(String id, Hop hop, String sender, long number) {
        this.id = id;
        this.hop = hop;
        this.sender = sender;
        this.number = number;
    }

    /// The message's.
    String id() {
        return id;
    }

    Hop hop() {
        return hop;
    }

    /// Who shares a turn with others.
    String sender() {
        return sender;
    }

    State state() {
        return state;
    }

    void state(State other) {
        state = other;
    }

    /// When it is due, as the schedule's time goes. Not to be changed while it is sorted by it.
    long due() {
        return due;
    }

    void due(long other) {
        due = other;
    }

    /// Whether, while it runs, more was found for it to do.
    boolean again() {
        return again;
    }

    void again(boolean other) {
        again = other;
    }

    /// Why this time it is not tried: what the next hop, which is left alone, has said or done
    /// last.
    Optional<Answer> excuse() {
        return excuse;
    }

    /// Runs from now on, and has a place of these until [#leavePlace].
    void begin(Places places, Optional<Answer> excuse) {
        state = State.RUNNING;
        place = Optional.of(places);
        this.excuse = excuse;
        places.take();
    }

    void leavePlace() {
        place.orElseThrow().leave();
        place = Optional.empty();
    }

    @Override
    public int compareTo(Job other) {
        int byDue = Long.compare(due, other.due);
        return byDue != 0 ? byDue : Long.compare(number, other.number);
    }
}
