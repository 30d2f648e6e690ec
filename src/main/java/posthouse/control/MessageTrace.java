package posthouse.control;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthouse.journal.Event;
import posthouse.journal.Life;
import posthouse.journal.Lookup;
import posthouse.journal.Noted;
import posthouse.journal.Query;

/// `trace`: what became of messages, as the journal has it. ([SessionOperation.Trace] is another
/// thing: it writes conversations to files.)
///
/// @param which an address, a Message-ID, or an id
/// @param since something must have happened to them at this time or later
public record MessageTrace(String which, Optional<Instant> since) implements Operation {
    @Override
    public Object run(Office office, Progress progress) throws Refused {
        Query query =
                Query.parse(which)
                        .orElseThrow(() ->
                                new Refused(
                                        "'"
                                                + which
                                                + "' is neither an address, '@' and a domain,"
                                                + " a Message-ID nor the id of a message"));
        return Listing.of(office.journal().get().find(query, since.orElse(Instant.EPOCH)));
    }

    /// The answer.
    ///
    /// @param complete whether there are no earlier ones
    /// @param missing when events were left out of the journal, and how many
    public record Listing(List<Row> messages, boolean complete, List<Gap> missing) {
        static Listing of(Lookup.Found found) {
            return new Listing(
                    found.messages().stream().map(Row::of).toList(),
                    found.all(),
                    found.gaps().stream().map(Gap::of).toList());
        }
    }

    /// A message.
    ///
    /// @param from `<>` for a notice
    /// @param leftOut events in the middle that are too many to be shown
    public record Row(
            String id, String messageId, String from, List<EventRow> events, int leftOut) {
        static Row of(Life life) {
            var own =
                    life.events().stream()
                            .map(Noted::event)
                            .filter(it -> it.id().equals(life.id()))
                            .toList();
            return new Row(
                    life.id(),
                    first(own.stream().map(Event::messageId).toList()),
                    first(own.stream().map(Event::from).toList()),
                    life.events().stream().map(EventRow::of).toList(),
                    life.leftOut());
        }

        private static String first(List<String> texts) {
            return texts.stream().filter(it -> !it.isEmpty()).findFirst().orElse("");
        }
    }

    /// An event.
    ///
    /// @param what in one word, as `delivered`
    /// @param id the message's, or that of a report on it
    public record EventRow(
            String at,
            String what,
            String id,
            List<String> recipients,
            String host,
            String security,
            String text) {
        static EventRow of(Noted noted) {
            Event event = noted.event();
            return new EventRow(
                    noted.at().toString(),
                    event.kind().name().toLowerCase(Locale.ROOT),
                    event.id(),
                    event.recipients(),
                    event.host(),
                    event.security(),
                    event.text());
        }
    }

    /// A gap in the journal.
    public record Gap(String at, String what) {
        static Gap of(Noted noted) {
            return new Gap(noted.at().toString(), noted.event().text());
        }
    }
}
