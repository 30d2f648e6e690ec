package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;

/// SORT and THREAD=ORDEREDSUBJECT (RFC 5256, RFC 5957) of messages of which is known what they were
/// made from.
class SortingTest {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss xx", Locale.ROOT);
    private static final DateTimeFormatter INTERNAL_DATE =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss xx", Locale.ROOT);
    private static final long BEGIN = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

    private static final List<String> SUBJECTS =
            List.of("apple", "Banana", "cherry pie", "", "Ångström", "\uFFFD lost", "😀 found");
    private static final List<String> LEADERS =
            List.of("", "", "Re: ", "RE: [list] ", "Fwd: re: ", "re[2]: ");

    /// A header field of addresses, and what it is sorted by.
    private record Addresses(String field, String local, String display) {}

    private static final List<Addresses> ADDRESSES =
            List.of(
                    new Addresses("", "", ""),
                    new Addresses("ann@x.test", "ann", "ann@x.test"),
                    new Addresses("BOB@x.test", "BOB", "BOB@x.test"),
                    new Addresses("\"Zed A.\" <bob@y.test>", "bob", "Zed A."),
                    new Addresses("ann <zoe@y.test>, bob@x.test", "zoe", "ann"),
                    new Addresses("team: carl@x.test, bob@x.test;", "team", "team"));

    private record Item(
            int number,
            long arrival,
            long date,
            int size,
            String subject,
            Addresses from,
            Addresses to,
            Addresses cc) {}

    private static final Map<String, Comparator<Item>> CRITERIA =
            Map.of(
                    "ARRIVAL", Comparator.comparingLong(Item::arrival),
                    "DATE", Comparator.comparingLong(Item::date),
                    "SIZE", Comparator.comparingInt(Item::size),
                    "SUBJECT", byText(Item::subject),
                    "FROM", byText(item -> item.from().local()),
                    "TO", byText(item -> item.to().local()),
                    "CC", byText(item -> item.cc().local()),
                    "DISPLAYFROM", byText(item -> item.from().display()),
                    "DISPLAYTO", byText(item -> item.to().display()));

    /// i;unicode-casemap (RFC 5051): by octets of UTF-8.
    private static Comparator<Item> byText(java.util.function.Function<Item, String> text) {
        return (one, other) ->
                Arrays.compareUnsigned(folded(text.apply(one)), folded(text.apply(other)));
    }

    private static byte[] folded(String text) {
        return Normalizer.normalize(text.toUpperCase(Locale.ROOT), Normalizer.Form.NFKD)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void agreesWithASimpleComparator() {
        Seeds.eachAtOnce(60, SortingTest::compare);
    }

    private static void compare(Random random) {
        var items = new ArrayList<Item>();
        var commands = new ArrayList<String>();
        int count = 1 + random.nextInt(25);
        for (int number = 1; number <= count; number++) {
            commands.add(append(number, random, items));
        }
        commands.add("SELECT INBOX");
        var expected = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            commands.add(sort(random, items, expected));
        }
        commands.add("THREAD ORDEREDSUBJECT UTF-8 ALL");
        expected.add("* THREAD " + threads(items));
        try (var office = new PostOffice(0, 0, 100_000, false)) {
            var said = office.elsewhere(commands.toArray(new String[0]));
            assertThat(said.lines().filter(line -> line.matches("\\* (SORT|THREAD) .*")))
                    .as("%s", commands)
                    .containsExactlyElementsOf(expected);
        }
    }

    private static String sort(Random random, List<Item> items, List<String> expected) {
        var names = new ArrayList<>(CRITERIA.keySet());
        names.sort(Comparator.naturalOrder());
        Comparator<Item> order = (_, _) -> 0;
        var criteria = new ArrayList<String>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            boolean reverse = random.nextBoolean();
            var next = CRITERIA.getOrDefault(name, order);
            order = order.thenComparing(reverse ? next.reversed() : next);
            criteria.add((reverse ? "REVERSE " : "") + name);
        }
        expected.add(
                items.stream()
                        .sorted(order)
                        .map(item -> " " + item.number())
                        .collect(Collectors.joining("", "* SORT", "")));
        return "SORT (" + String.join(" ", criteria) + ") UTF-8 ALL";
    }

    /// RFC 5256 §3: sorted by subject and date, split where the subject changes, and the threads
    /// sorted by their first date.
    private static String threads(List<Item> items) {
        var byDate = items.stream().sorted(Comparator.comparingLong(Item::date)).toList();
        var threads = new LinkedHashMap<String, List<String>>();
        for (Item item : byDate) {
            var key = new String(folded(item.subject()), StandardCharsets.UTF_8);
            threads.computeIfAbsent(key, _ -> new ArrayList<>()).add("" + item.number());
        }
        return threads.values().stream().map(SortingTest::thread).collect(Collectors.joining());
    }

    private static String thread(List<String> numbers) {
        var answers = numbers.subList(1, numbers.size());
        return switch (answers.size()) {
            case 0 -> "(" + numbers.getFirst() + ")";
            case 1 -> "(" + String.join(" ", numbers) + ")";
            default -> "(" + numbers.getFirst() + " (" + String.join(")(", answers) + "))";
        };
    }

    private static String append(int number, Random random, List<Item> items) {
        long arrival = BEGIN + random.nextInt(5) * 3_600L;
        boolean dated = random.nextInt(4) > 0;
        long date = dated ? BEGIN + random.nextInt(4) * 1_800L : arrival;
        String subject = any(SUBJECTS, random);
        // What is in brackets is not taken off where nothing else is there (RFC 5256 §2.1).
        String leader = subject.isEmpty() ? any(List.of("", "Re: "), random) : any(LEADERS, random);
        var from = any(ADDRESSES, random);
        var to = any(ADDRESSES, random);
        var cc = any(ADDRESSES, random);
        var zone = ZoneOffset.ofHours(random.nextInt(5) - 2);
        String message =
                (dated ? "Date: " + at(date, zone).format(DATE) + "\r\n" : "")
                        + "Subject: "
                        + written(leader + subject)
                        + (random.nextInt(4) == 0 ? " (fwd)" : "")
                        + "\r\n"
                        + field("From", from)
                        + field("To", to)
                        + field("Cc", cc)
                        + "\r\n"
                        + "x".repeat(random.nextInt(3) * 500)
                        + "\r\n";
        items.add(new Item(number, arrival, date, message.length(), subject, from, to, cc));
        return "APPEND INBOX \"%s\" {%d+}\r\n%s"
                .formatted(at(arrival, zone).format(INTERNAL_DATE), message.length(), message);
    }

    private static ZonedDateTime at(long seconds, ZoneOffset zone) {
        return Instant.ofEpochSecond(seconds).atZone(zone);
    }

    private static String field(String name, Addresses addresses) {
        return addresses.field().isEmpty() ? "" : name + ": " + addresses.field() + "\r\n";
    }

    /// As an encoded-word where it is not US-ASCII (RFC 2047).
    private static String written(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return octets.length == text.length()
                ? text
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }

    private static <T> T any(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
