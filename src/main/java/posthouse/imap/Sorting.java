package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import posthouse.mailbox.Account;
import posthouse.mailbox.BaseSubject;
import posthouse.mailbox.Placement;
import posthouse.mailbox.View;
import posthouse.mime.AddressItem;
import posthouse.mime.EnvelopeFields.Field;

/// SORT and UID SORT (RFC 5256 §3; DISPLAYFROM and DISPLAYTO: RFC 5957). Of the messages nothing
/// but their headers is read, and not even those for ARRIVAL and SIZE.
final class Sorting {
    /// Memory that an entry takes, and each of its criteria, but for the texts.
    private static final int ENTRY_OCTETS = 64;

    private static final int CRITERION_OCTETS = 12;

    private final Account account;
    private final View view;
    private final Searching searching;

    Sorting(Account account, Selected selected, Searching searching) {
        this.account = account;
        this.searching = searching;
        view = selected.view();
    }

    void run(ImapCommand.Sort command, ImapWriter writer) throws IOException, Refused {
        boolean asksForModSeq = searching.asksForModSeq(command.key(), writer);
        long[] found = searching.find(command.key());
        var modSeq = asksForModSeq ? searching.highest(found) : OptionalLong.empty();
        writer.sort(LongStream.of(sorted(found, command)), modSeq);
    }

    /// Sequence numbers, or UIDs for UID SORT.
    private long[] sorted(long[] found, ImapCommand.Sort command) throws IOException, Refused {
        int each = ENTRY_OCTETS + CRITERION_OCTETS * command.criteria().size();
        try (var place = SortingRoom.HEAP.enter(found.length, each)) {
            var entries = new ArrayList<Entry>(found.length);
            for (long number : found) {
                Entry entry = entry((int) number, command.criteria());
                for (String text : entry.texts) {
                    place.keep(text);
                }
                entries.add(entry);
                searching.progress().step();
            }
            entries.sort((a, b) -> compare(a, b, command.criteria()));
            return entries.stream()
                    .mapToLong(entry -> command.uid() ? view.uid(entry.number) : entry.number)
                    .toArray();
        }
    }

    /// What a message is sorted by: for each criterion a number or a text.
    private static final class Entry {
        final int number;
        final long[] numbers;
        final String[] texts;

        Entry(int number, int criteria) {
            this.number = number;
            numbers = new long[criteria];
            texts = new String[criteria];
        }
    }

    private Entry entry(int number, List<SortCriterion> criteria) {
        var placement = view.placement(number);
        var message = new Candidate(account, number, placement);
        var entry = new Entry(number, criteria.size());
        for (int i = 0; i < criteria.size(); i++) {
            var field = criteria.get(i).field();
            entry.numbers[i] = number(field, message, placement);
            entry.texts[i] = text(field, message);
        }
        return entry;
    }

    private static long number(SortCriterion.Field field, Candidate message, Placement placement) {
        return switch (field) {
            case ARRIVAL -> placement.internalDate().getEpochSecond();
            case DATE -> message.sentAt().getEpochSecond();
            case SIZE -> placement.size();
            case CC, DISPLAYFROM, DISPLAYTO, FROM, SUBJECT, TO -> 0;
        };
    }

    private static String text(SortCriterion.Field field, Candidate message) {
        return switch (field) {
            case ARRIVAL, DATE, SIZE -> "";
            case CC -> local(message, Field.CC);
            case DISPLAYFROM -> display(message, Field.FROM);
            case DISPLAYTO -> display(message, Field.TO);
            case FROM -> local(message, Field.FROM);
            case SUBJECT ->
                    Casemap.fold(
                            BaseSubject.of(message.envelope().text(Field.SUBJECT).orElse(""))
                                    .text());
            case TO -> local(message, Field.TO);
        };
    }

    /// The local part of the first address, or the name of a group (`addr-mailbox`).
    private static String local(Candidate message, Field field) {
        return Casemap.fold(
                switch (first(message, field)) {
                    case AddressItem.Mailbox mailbox -> mailbox.local();
                    case AddressItem.GroupStart group -> group.name();
                    case AddressItem.GroupEnd _ -> "";
                });
    }

    /// The name that a client would show, or else the address (RFC 5957 §3).
    private static String display(Candidate message, Field field) {
        return Casemap.fold(
                switch (first(message, field)) {
                    case AddressItem.Mailbox mailbox ->
                            mailbox.name().isEmpty() ? mailbox.address() : mailbox.displayName();
                    case AddressItem.GroupStart group -> group.displayName();
                    case AddressItem.GroupEnd _ -> "";
                });
    }

    private static AddressItem first(Candidate message, Field field) {
        var addresses = message.envelope().addresses(field);
        return addresses.isEmpty() ? new AddressItem.GroupEnd() : addresses.getFirst();
    }

    /// Where all criteria are the same, the order in the mailbox decides, which no REVERSE turns
    /// round.
    private static int compare(Entry one, Entry other, List<SortCriterion> criteria) {
        for (int i = 0; i < criteria.size(); i++) {
            int order = Long.compare(one.numbers[i], other.numbers[i]);
            if (order == 0) {
                order = Casemap.compare(one.texts[i], other.texts[i]);
            }
            if (order != 0) {
                return criteria.get(i).reverse() ? -order : order;
            }
        }
        return Integer.compare(one.number, other.number);
    }
}
