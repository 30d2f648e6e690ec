package posthouse.smtp.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import posthouse.queue.NextHop;
import posthouse.time.Timers;

/// Conversations that wait for the next message to the same next hop. Any thread.
final class Pool implements AutoCloseable {
    /// How long one waits.
    static final Duration IDLE = Duration.ofSeconds(5);

    /// How many wait, of all next hops.
    static final int IDLE_MAX = 200;

    private final Timers timers;
    private final Map<NextHop, ArrayDeque<Waiting>> waiting = new HashMap<>();
    private int count;
    private boolean closed;

    private record Waiting(Conversation conversation, Timers.Timer timer) {}

    Pool(Timers timers) {
        this.timers = timers;
    }

    /// The one that has waited least: it is the likeliest to be alive.
    Optional<Conversation> take(NextHop hop) {
        while (true) {
            Waiting found;
            synchronized (this) {
                var of = waiting.get(hop);
                if (of == null) {
                    return Optional.empty();
                }
                found = of.removeLast();
                count--;
                if (of.isEmpty()) {
                    waiting.remove(hop);
                }
            }
            found.timer().cancel();
            if (found.conversation().goesOn()) {
                return Optional.of(found.conversation());
            }
            end(found.conversation());
        }
    }

    /// Takes a conversation back, or ends it.
    void give(NextHop hop, Conversation conversation) {
        boolean kept = false;
        if (conversation.goesOn()) {
            synchronized (this) {
                if (!closed && count < IDLE_MAX) {
                    count++;
                    kept = true;
                    var timer = timers.after(IDLE, () -> expire(hop, conversation));
                    waiting.computeIfAbsent(hop, _ -> new ArrayDeque<>())
                            .addLast(new Waiting(conversation, timer));
                }
            }
        }
        if (!kept) {
            end(conversation);
        }
    }

    private void expire(NextHop hop, Conversation conversation) {
        boolean mine = false;
        synchronized (this) {
            var of = waiting.get(hop);
            if (of != null && of.removeIf(it -> it.conversation() == conversation)) {
                count--;
                mine = true;
                if (of.isEmpty()) {
                    waiting.remove(hop);
                }
            }
        }
        if (mine) {
            end(conversation);
        }
    }

    /// Saying goodbye may block.
    private static void end(Conversation conversation) {
        Thread.ofVirtual().name("goodbye").start(conversation::close);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.values().forEach(of -> of.forEach(it -> it.conversation().wire().close()));
            waiting.clear();
            count = 0;
        }
    }
}
