package posthouse.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import posthouse.bytes.Bytes;

/// Reports of a simulation: a line a recipient.
final class SimReports {
    private SimReports() {}

    static Reporter.Written write(
            Reporter.Kind kind,
            String id,
            Mail about,
            List<Reporter.Told> told,
            Instant now,
            Supplier<InputStream> octets,
            long headerLength) {
        var text = new StringBuilder();
        assertThat(told)
                .allMatch(it -> it.again().isPresent() == (kind == Reporter.Kind.DELAYED))
                .allMatch(it ->
                        it.place() == Result.Place.NOWHERE || kind == Reporter.Kind.DELIVERED);
        told.forEach(it ->
                text.append(kind)
                        .append(' ')
                        .append(about.id())
                        .append(it.to().path())
                        .append('\n'));
        Bytes content = Bytes.latin1(text.toString());
        return new Reporter.Written(
                Bytes.latin1("B: " + id + "\r\n\r\n"),
                new ByteArrayInputStream(content.toArray()),
                content.length(),
                "",
                false);
    }

    /// Whom a report gives up: each as the message's id and the path.
    static Stream<String> failed(String report) {
        return report.substring(report.indexOf("\r\n\r\n") + 4)
                .lines()
                .filter(line -> line.startsWith("FAILED "))
                .map(line -> line.substring(7));
    }
}
