package posthouse.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.net.ManualTime;
import posthouse.store.RocksStore;
import posthouse.time.Clock;

/// How long it takes to find an address among the events of fourteen days. Not run by itself:
/// `-Dtest=LookupSpeed`.
class LookupSpeed {
    private static final Logger LOG = LoggerFactory.getLogger(LookupSpeed.class);
    private static final int DAYS = 14;
    private static final int MESSAGES = Integer.getInteger("posthouse.journal.messages", 350_000);

    /// Of each message: accepted, queued, sent.
    @Test
    void ofAMillionEvents(@TempDir Path folder) {
        var time = new ManualTime();
        try (var store = RocksStore.open(folder);
                var journal =
                        new Journal(store, time, time, Runnable::run, Duration.ofDays(DAYS))) {
            var clock = Clock.system();
            long begun = clock.nanos();
            for (int i = 0; i < MESSAGES; i++) {
                noteMessage(journal, i);
                if (i % 200 == 199) {
                    time.pass(Duration.ofDays(DAYS).multipliedBy(200).dividedBy(MESSAGES));
                }
            }
            journal.write();
            LOG.warn("{} events noted in {} ms", 3 * MESSAGES, millis(clock, begun));
            var lookup = new Lookup(store);
            for (String asked :
                    List.of("u77@s5.test", "u77@s5.test", "@s5.test", "none@one.test", "m1-c9-1")) {
                long asking = clock.nanos();
                long cpu = cpuMillis();
                var found = lookup.find(Query.parse(asked).orElseThrow(), Instant.EPOCH);
                LOG.warn(
                        "{}: {} messages in {} ms, {} ms of CPU",
                        asked,
                        found.messages().size(),
                        millis(clock, asking),
                        cpuMillis() - cpu);
                assertThat(found.messages()).hasSizeLessThanOrEqualTo(Lookup.MESSAGES_MAX);
            }
        }
    }

    private static void noteMessage(Journal journal, int i) {
        var event =
                Event.of(Kind.RECEIVED, "m" + i + "-c9-1")
                        .messageId("<20260101120000.GA" + i + "@mail.one.test>")
                        .from("u" + i % 9973 + "@s" + i % 97 + ".test")
                        .to(List.of("r" + i % 7919 + "@r" + i % 193 + ".test"));
        journal.note(
                event.by("client.s" + i % 97 + ".test [192.0.2.17]", "TLSv1.3 TLS_AES_128_GCM")
                        .saying("ESMTPS, 12345 octets"));
        journal.note(
                new Event(
                        Kind.QUEUED,
                        event.id(),
                        event.messageId(),
                        event.from(),
                        event.recipients(),
                        "",
                        "",
                        ""));
        journal.note(
                new Event(
                        Kind.SENT,
                        event.id(),
                        event.messageId(),
                        event.from(),
                        event.recipients(),
                        "mx.r.test [198.51.100.9]",
                        "TLSv1.3 TLS_AES_128_GCM",
                        "250 2.0.0 queued as 4Y8x1z3s5vz9rs7"));
    }

    private static long cpuMillis() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    }

    private static long millis(Clock clock, long since) {
        return (clock.nanos() - since) / 1_000_000;
    }
}
