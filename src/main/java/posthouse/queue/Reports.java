package posthouse.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import posthouse.smtp.Notify;
import posthouse.smtp.Path;
import posthouse.store.Bodies;
import posthouse.time.Clock;

/// Makes the reports that a settlement calls for, as messages for the queue.
record Reports(Bodies bodies, Clock clock, Reporter reporter) {
    /// Ready to be committed with the settlement. None of a notice.
    List<Filing.Prepared> of(Shard shard, Entry entry, Settlement settlement) {
        if (entry.mail().isNotice()) {
            return List.of();
        }
        var reports = new ArrayList<Filing.Prepared>();
        for (Reporter.Kind kind : Reporter.Kind.values()) {
            var told =
                    switch (kind) {
                        case FAILED -> wanted(settlement.failed(), Notify::failure);
                        case DELAYED -> settlement.warned();
                        case DELIVERED -> wanted(settlement.delivered(), Notify::success);
                    };
            if (!told.isEmpty()) {
                // Of each recipient there is at most one report of a kind.
                int first = told.getFirst().recipient().number();
                String id = entry.mail().id() + "." + kind.letter() + first;
                reports.add(report(id, shard, entry, kind, told));
            }
        }
        return reports;
    }

    private static List<Settlement.Told> wanted(
            List<Settlement.Told> told, Predicate<Notify> which) {
        return told.stream().filter(it -> which.test(it.recipient().to().wants())).toList();
    }

    private Filing.Prepared report(
            String id, Shard shard, Entry entry, Reporter.Kind kind, List<Settlement.Told> told) {
        Instant now = clock.now();
        Mail about = entry.mail();
        var written =
                reporter.write(
                        kind,
                        id,
                        about,
                        told.stream().map(Settlement.Told::said).toList(),
                        now,
                        () -> shard.open(entry),
                        entry.held().headerLength());
        try (InputStream content = written.content()) {
            long body = bodies.put(content, Filing.FIRST_TAG);
            var mail =
                    new Mail(
                            id,
                            new Path.Null(),
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            written.smtpUtf8(),
                            written.messageId(),
                            now,
                            now);
            var to = new To(about.reversePath(), Notify.NEVER, Optional.empty());
            var waiting = List.of(new Waiting(0, to, 0, now, false, List.of()));
            var octets = new Octets(written.header(), body, written.contentLength());
            return new Filing(bodies).prepare(mail, waiting, octets, true);
        } catch (IOException damage) {
            throw new UncheckedIOException(damage);
        }
    }
}
