package posthouse.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posthouse.control.QueueOperation;
import posthouse.queue.Standing;

/// Which messages a command is about. Options that are about recipients mean those recipients, not
/// others of the same message.
@Command
final class QueueFilter {
    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Messages, as 'queue list' names them.")
    private List<String> ids = List.of();

    @Option(names = "--from", paramLabel = "ADDRESS", description = "Sent by; <> for reports.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "ADDRESS", description = "For this recipient.")
    private @Nullable String to;

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "For recipients of this domain.")
    private @Nullable String domain;

    @Option(
            names = "--next-hop",
            paramLabel = "NAME",
            description = "For recipients whose mail goes to this domain or smarthost next.")
    private @Nullable String nextHop;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Here for longer than this, as 2h or 1d.")
    private @Nullable Duration olderThan;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "For recipients in this state: ${COMPLETION-CANDIDATES}.")
    private Standing.@Nullable State state;

    QueueOperation.Which which() {
        return new QueueOperation.Which(
                ids,
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                Optional.ofNullable(domain),
                Optional.ofNullable(nextHop),
                Optional.ofNullable(olderThan),
                Optional.ofNullable(state));
    }

    /// Whether it lets everything through.
    boolean isEmpty() {
        return ids.isEmpty()
                && from == null
                && to == null
                && domain == null
                && nextHop == null
                && olderThan == null
                && state == null;
    }
}
