package posthouse.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A recipient that waits.
///
/// @param number its place among the message's recipients, from 0
/// @param tries that were begun and ended
/// @param due when it is to be tried next
/// @param warned whether the sender was told of the delay
/// @param last the last answers, newest at the end; see [Answer]
record Waiting(int number, To to, int tries, Instant due, boolean warned, List<Answer> last) {
    /// Answers that are kept.
    static final int ANSWERS_MAX = 3;

    Waiting with(To other) {
        return new Waiting(number, other, tries, due, warned, last);
    }

    Waiting dueAt(Instant other) {
        return new Waiting(number, to, tries, other, warned, last);
    }

    /// After one more try that came to nothing.
    Waiting after(Answer answer, Instant next, boolean nowWarned) {
        var answers = new ArrayList<>(last);
        answers.add(answer);
        var kept = answers.subList(Math.max(0, answers.size() - ANSWERS_MAX), answers.size());
        return new Waiting(number, to, tries + 1, next, nowWarned, List.copyOf(kept));
    }
}
