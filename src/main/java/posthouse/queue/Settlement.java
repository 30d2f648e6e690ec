package posthouse.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import posthouse.smtp.Notify;

/// What a try has come to, recipient by recipient: who is done with, who waits on and until when,
/// and what the sender is to hear.
///
/// @param waiting recipients as they wait from now on
record Settlement(
        List<Told> delivered, List<Told> failed, List<Told> warned, List<Waiting> waiting) {
    /// A recipient and what is to be told of it.
    ///
    /// @param tries that there were, with the one that has just ended
    /// @param again what is still to come, of one that is delayed
    record Told(
            Waiting recipient,
            Answer answer,
            int tries,
            Result.Place place,
            Optional<Reporter.Again> again) {
        static Told failed(Waiting recipient, Answer answer, int tries) {
            return new Told(recipient, answer, tries, Result.Place.NOWHERE, Optional.empty());
        }

        Reporter.Told said() {
            return new Reporter.Told(recipient.to(), answer, tries, place, again);
        }
    }

    static Settlement of(
            Mail mail, List<Waiting> tried, List<Result> results, Lives lives, Instant now) {
        var settlement =
                new Settlement(
                        new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < tried.size(); i++) {
            settlement.add(mail, tried.get(i), results.get(i), lives, now);
        }
        return settlement;
    }

    private void add(Mail mail, Waiting before, Result result, Lives lives, Instant now) {
        int tries = before.tries() + 1;
        switch (result) {
            case Result.Delivered(var answer, Result.Place place, boolean reports) ->
                    delivered.add(
                            new Told(
                                    reports ? quiet(before) : before,
                                    answer,
                                    tries,
                                    place,
                                    Optional.empty()));
            case Result.Failed(var answer) -> failed.add(Told.failed(before, answer, tries));
            case Result.Delayed(var answer) -> {
                if (lives.isOver(mail, tries, now)) {
                    failed.add(Told.failed(before, answer, tries));
                } else {
                    waitOn(mail, before, answer, lives, now);
                }
            }
        }
    }

    /// Success is told by the server that has it now.
    private static Waiting quiet(Waiting recipient) {
        Notify said = recipient.to().wants();
        var notify = new Notify(said.said(), false, said.failure(), said.delay());
        return recipient.with(new To(recipient.to().path(), notify, recipient.to().original()));
    }

    private void waitOn(Mail mail, Waiting before, Answer answer, Lives lives, Instant now) {
        boolean warns =
                !before.warned() && before.to().wants().delay() && lives.isWarning(mail, now);
        Waiting after = before.after(answer, lives.next(mail, now), before.warned() || warns);
        waiting.add(after);
        if (warns) {
            var again = new Reporter.Again(after.due(), lives.end(mail));
            warned.add(
                    new Told(
                            after,
                            answer,
                            after.tries(),
                            Result.Place.NOWHERE,
                            Optional.of(again)));
        }
    }

    /// The operator gives recipients up.
    static Settlement failed(List<Waiting> recipients, Answer answer) {
        var failed = recipients.stream().map(it -> Told.failed(it, answer, it.tries())).toList();
        return new Settlement(List.of(), failed, List.of(), List.of());
    }

    /// As far as it is about these recipients, by their numbers.
    Settlement of(Set<Integer> numbers) {
        return new Settlement(
                of(numbers, delivered),
                of(numbers, failed),
                of(numbers, warned),
                waiting.stream().filter(it -> numbers.contains(it.number())).toList());
    }

    private static List<Told> of(Set<Integer> numbers, List<Told> told) {
        return told.stream().filter(it -> numbers.contains(it.recipient().number())).toList();
    }

    boolean isEmpty() {
        return delivered.isEmpty() && failed.isEmpty() && waiting.isEmpty();
    }

    /// Recipients that need nothing any more.
    List<Waiting> done() {
        return Stream.concat(delivered.stream(), failed.stream()).map(Told::recipient).toList();
    }
}
