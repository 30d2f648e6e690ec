package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.auth.Authenticator;
import posthouse.auth.Credentials;
import posthouse.auth.Hasher;
import posthouse.auth.Realm;
import posthouse.auth.Sessions;
import posthouse.bytes.Bytes;
import posthouse.config.Settings;
import posthouse.delivery.Delivery;
import posthouse.delivery.Srs;
import posthouse.journal.Event;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.AddressEntry.Forward;
import posthouse.mailbox.AddressEntry.Group;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailLimits;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Role;
import posthouse.net.Connection;
import posthouse.net.Network;
import posthouse.net.Transcripts;
import posthouse.queue.Mail;
import posthouse.queue.Octets;
import posthouse.queue.To;
import posthouse.smtp.SmtpCommand.Rcpt;
import posthouse.smtp.SmtpWriter;
import posthouse.store.MemoryStore;
import posthouse.store.Partition;
import posthouse.store.Space;
import posthouse.store.StoreFailure;
import posthouse.time.Clock;

/// The world of the conversations: demo.test, where ann (also sales@demo.test) and ben live; and
/// catch.test, where everything is ben's. Their passwords are `secret-ann` and `secret-ben`.
final class Town implements Transcripts.Scene, Clock, Realm {
    private static final Pattern HAS_MESSAGES = Pattern.compile("(\\w+) has (\\d+) messages?");
    private static final Pattern HAS_LINE =
            Pattern.compile("the newest message of (\\w+) has the line (.*)");
    private static final Pattern HAS_NO_LINE =
            Pattern.compile("the newest message of (\\w+) has no line with (.*)");
    private static final Pattern FAILS = Pattern.compile("the store of (\\w+) (fails|works)");
    private static final Pattern FULL = Pattern.compile("(\\w+) is over quota");
    private static final Pattern DISABLED = Pattern.compile("(\\w+) is disabled");
    private static final Pattern TIME = Pattern.compile("(\\d+) hours? pass(?:es)?");
    private static final Pattern SENT =
            Pattern.compile("(\\w+) has written to (\\d+) recipients? today");
    private static final Pattern SESSIONS = Pattern.compile("(\\w+) has (\\d+) open sessions?");

    /// Where people are who are no strangers.
    private static final Network TRUSTED = Network.parse("198.51.100.0/24");

    final Listings listings = new Listings();
    private static final Pattern QUEUE_FAILS = Pattern.compile("the queue (fails|works)");
    private static final Pattern NOTHING_QUEUED = Pattern.compile("nothing is queued");
    private static final Pattern QUEUED_FOR = Pattern.compile("queued for (<.*)");
    private static final Pattern QUEUED_FROM = Pattern.compile("queued from (<.*)");
    private static final Pattern QUEUED_UNTIL = Pattern.compile("queued until (\\S+)");
    private static final Pattern QUEUED_ENVID =
            Pattern.compile("queued with the envelope id (\\S+) and (full|short) reports");
    private static final Pattern QUEUED_LINE = Pattern.compile("queued with the line (.*)");
    private static final Pattern NOTED = Pattern.compile("noted: (.*)");
    private static final Pattern QUEUED_NO_LINE = Pattern.compile("queued without (.*)");

    private static final Pattern STANDS_FOR = Pattern.compile("(\\w+) stands for (\\S+( \\S+)*)");
    private static final Pattern GROUP =
            Pattern.compile("(\\w+) is a group( of its members only)?: (\\S+( \\S+)*)");
    private static final Pattern FORWARDS =
            Pattern.compile("(\\w+) forwards to (\\S+)( and keeps a copy)?");

    private static final Bytes SRS_KEY = Bytes.latin1("a key that is the same every day");

    final FailingStore store = new FailingStore(new MemoryStore());
    final Accounts accounts = new Accounts(store, this, MailLimits.DEFAULT);
    final Directory directory = new Directory(store);
    final Hasher hasher = new Hasher(1, new SecureRandom());
    final Sessions sessions = new Sessions(this, 50);
    final SmtpServices services;
    private final Credentials credentials;
    private final Map<String, Resident> residents = new HashMap<>();
    private final List<Queued> queued = new ArrayList<>();

    /// What was taken down of messages.
    private final List<Event> minutes = Collections.synchronizedList(new ArrayList<>());

    private boolean queueFails;
    private final posthouse.net.Service service;
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    /// @param partition where the account lies in the store
    private record Resident(Account account, Partition partition) {}

    /// A message that the queue has been given.
    ///
    /// @param text its octets
    private record Queued(Mail mail, List<To> to, String text) {}

    /// @param role which of the services is spoken to
    Town(String role, Settings.Smtp settings) {
        credentials = new Credentials(store, this, hasher, Settings.reader().defaults().auth());
        var authenticator = new Authenticator(credentials, this, sessions, _ -> {});
        services =
                new SmtpServices(
                        "demo.test",
                        settings,
                        authenticator,
                        sessions,
                        accounts,
                        directory,
                        new Delivery(accounts, minutes::add),
                        this::queue,
                        new Srs(SRS_KEY, this),
                        this,
                        new Door(
                                settings.door(),
                                List.of(TRUSTED),
                                settings.door().relayNetworks().stream()
                                        .map(Network::parse)
                                        .toList(),
                                new BlockLists(settings.door().blockLists(), List.of(), listings),
                                this,
                                _ -> {}),
                        minutes::add);
        service =
                switch (role) {
                    case "submission" -> services.submission();
                    case "lmtp" -> services.lmtp();
                    case "local" -> services.local();
                    default -> services.receive();
                };
        settle(role.equals("submission"));
    }

    private void queue(Mail mail, Octets octets, List<To> recipients) {
        if (queueFails) {
            throw new StoreFailure("the queue was told to fail");
        }
        try (var content =
                octets.content() == 0
                        ? InputStream.nullInputStream()
                        : store.bodies().open(octets.content(), 0, octets.contentLength())) {
            String text = octets.header().utf8() + Bytes.wrap(content.readAllBytes()).utf8();
            queued.add(new Queued(mail, recipients, text));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What the queue was given last.
    private Queued queued() {
        assertThat(queued).as("something is queued").isNotEmpty();
        return queued.getLast();
    }

    private static String asWritten(To to) {
        String line = SmtpWriter.line(new Rcpt(to.path(), to.wants(), to.original())).utf8();
        return line.strip().substring("RCPT TO:".length());
    }

    private static String inWords(Event event) {
        return event.kind()
                + " "
                + event.from()
                + " to "
                + String.join(", ", event.recipients())
                + (event.host().isEmpty() ? "" : " from " + event.host())
                + (event.messageId().isEmpty() ? "" : " as " + event.messageId())
                + ": "
                + event.text();
    }

    private void settle(boolean withPasswords) {
        try {
            directory.addDomain(domain("demo.test"));
            directory.addDomain(domain("catch.test"));
            for (String name : List.of("ann", "ben")) {
                moveIn(name);
                if (withPasswords) {
                    credentials.setPassword(address(name), account(name).id(), "secret-" + name);
                }
            }
            directory.addAddress(address("sales"), account("ann").id(), true);
            directory.setCatchAll(domain("catch.test"), Optional.of(account("ben").id()));
        } catch (MailRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    private void moveIn(String name) throws MailRefusal {
        var before = store.seen();
        Account account = accounts.create(accounts.newId(), address(name));
        directory.addAddress(address(name), account.id(), false);
        var partition =
                store.seen().stream()
                        .filter(it -> it.space() == Space.ACCOUNT && !before.contains(it))
                        .findAny()
                        .orElseThrow();
        residents.put(name, new Resident(account, partition));
    }

    private Resident resident(String name) {
        return Optional.ofNullable(residents.get(name)).orElseThrow();
    }

    Account account(String name) {
        return resident(name).account();
    }

    /// The settings of a transcript: `#! recipients N`, `#! a day N`, `#! size N`, `#! a minute:
    /// commands N` (or messages, or recipients).
    static Settings.Smtp settings(posthouse.net.Transcript transcript) {
        var overrides = new HashMap<String, String>();
        transcript.option("recipients").ifPresent(it -> overrides.put("smtp.recipients-max", it));
        transcript
                .option("a day")
                .ifPresent(it -> overrides.put("smtp.recipients-per-day-max", it));
        transcript
                .option("relay for")
                .ifPresent(it -> overrides.put("smtp.door.relay-networks", it));
        transcript.option("size").ifPresent(it -> overrides.put("smtp.message-size-max", it));
        transcript
                .option("block lists")
                .ifPresent(it -> overrides.put("smtp.door.block-lists", it));
        for (String what : List.of("commands", "messages", "recipients")) {
            transcript
                    .option("a minute: " + what)
                    .ifPresent(it -> overrides.put("smtp.door." + what + "-per-minute-max", it));
        }
        return settings(overrides);
    }

    static Settings.Smtp settings(Map<String, String> overrides) {
        try {
            return Settings.reader().read("", "", java.nio.file.Path.of(""), overrides).smtp();
        } catch (posthouse.config.ConfigError error) {
            throw new AssertionError(error);
        }
    }

    @Override
    public void serve(Connection connection) throws IOException {
        service.serve(connection);
    }

    @Override
    public void happen(String event) {
        boolean known =
                on(
                                HAS_MESSAGES,
                                event,
                                it ->
                                        assertThat(messages(it.group(1)))
                                                .hasSize(Integer.parseInt(it.group(2))))
                        || on(
                                HAS_LINE,
                                event,
                                it ->
                                        assertThat(newest(it.group(1)).split("\r\n"))
                                                .contains(it.group(2)))
                        || on(
                                HAS_NO_LINE,
                                event,
                                it -> assertThat(newest(it.group(1))).doesNotContain(it.group(2)))
                        || on(
                                FAILS,
                                event,
                                it ->
                                        store.fail(
                                                resident(it.group(1)).partition(),
                                                it.group(2).equals("fails")))
                        || on(QUEUE_FAILS, event, it -> queueFails = it.group(1).equals("fails"))
                        || on(NOTHING_QUEUED, event, _ -> assertThat(queued).isEmpty())
                        || on(
                                QUEUED_FOR,
                                event,
                                it ->
                                        assertThat(queued().to().stream().map(Town::asWritten))
                                                .containsExactly(it.group(1).split(", ")))
                        || on(
                                QUEUED_FROM,
                                event,
                                it ->
                                        assertThat(queued().mail().reversePath().toString())
                                                .isEqualTo(it.group(1)))
                        || on(
                                QUEUED_UNTIL,
                                event,
                                it -> assertThat(queued().mail().release()).isEqualTo(it.group(1)))
                        || on(
                                QUEUED_ENVID,
                                event,
                                it ->
                                        assertThat(queued().mail())
                                                .extracting(Mail::envelopeId, Mail::full)
                                                .containsExactly(
                                                        Optional.of(it.group(1)),
                                                        Optional.of(it.group(2).equals("full"))))
                        || on(
                                QUEUED_LINE,
                                event,
                                it ->
                                        assertThat(queued().text().split("\r\n"))
                                                .contains(it.group(1)))
                        || on(
                                QUEUED_NO_LINE,
                                event,
                                it -> assertThat(queued().text()).doesNotContain(it.group(1)))
                        || on(
                                STANDS_FOR,
                                event,
                                it -> alias(it.group(1), it.group(2), Optional.empty()))
                        || on(
                                GROUP,
                                event,
                                it ->
                                        alias(
                                                it.group(1),
                                                it.group(3),
                                                Optional.of(
                                                        new Group(
                                                                Optional.empty(),
                                                                it.group(2) != null))))
                        || on(
                                FORWARDS,
                                event,
                                it -> forwardMail(it.group(1), it.group(2), it.group(3) != null))
                        || on(
                                NOTED,
                                event,
                                it ->
                                        assertThat(minutes.stream().map(Town::inWords))
                                                .contains(it.group(1)))
                        || on(FULL, event, it -> account(it.group(1)).setQuota(1, 0))
                        || on(DISABLED, event, it -> account(it.group(1)).setDisabled(true))
                        || on(
                                TIME,
                                event,
                                it -> forward(Duration.ofHours(Long.parseLong(it.group(1)))))
                        || on(
                                SENT,
                                event,
                                it ->
                                        assertThat(account(it.group(1)).sent(today()))
                                                .isEqualTo(Long.parseLong(it.group(2))))
                        || on(
                                SESSIONS,
                                event,
                                it ->
                                        assertThat(open(it.group(1)))
                                                .isEqualTo(Long.parseLong(it.group(2))));
        assertThat(known).as("known event: " + event).isTrue();
    }

    private void alias(String alias, String targets, Optional<Group> group) {
        try {
            var to = Stream.of(targets.split(" ")).map(it -> Address.parse(it).orElseThrow());
            directory.setAlias(address(alias), to.toList(), group);
        } catch (MailRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    private void forwardMail(String account, String to, boolean keep) {
        try {
            var forward = new Forward(List.of(Address.parse(to).orElseThrow()), keep);
            directory.setForward(address(account), Optional.of(forward));
        } catch (MailRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    private static boolean on(
            Pattern pattern, String event, java.util.function.Consumer<MatchResult> then) {
        var match = pattern.matcher(event);
        if (!match.matches()) {
            return false;
        }
        then.accept(match.toMatchResult());
        return true;
    }

    /// All messages in the person's INBOX, the oldest first.
    List<String> messages(String name) {
        Account account = account(name);
        var messages = new ArrayList<String>();
        int inbox = account.state().mailbox(Role.INBOX).orElseThrow().id();
        try (var view = account.select(inbox, false)) {
            for (int number = 1; number <= view.size(); number++) {
                messages.add(text(account, view.placement(number).messageId()));
            }
        } catch (MailRefusal refusal) {
            throw new AssertionError(refusal);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return messages;
    }

    String newest(String name) {
        return messages(name).getLast();
    }

    private static String text(Account account, long message) throws IOException {
        try (var octets = account.message(message).open(0, Long.MAX_VALUE)) {
            return Bytes.wrap(octets.readAllBytes()).utf8();
        }
    }

    private long open(String name) {
        return sessions.all().stream()
                .filter(it -> it.login().account() == account(name).id())
                .count();
    }

    private long today() {
        return now.getEpochSecond() / Duration.ofDays(1).toSeconds();
    }

    private void forward(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return now.getEpochSecond() * 1_000_000_000L;
    }

    @Override
    public Optional<Domain> firstDomain() {
        return directory.firstDomain();
    }

    @Override
    public boolean mayLogIn(long account) {
        return true;
    }

    @Override
    public void close() {
        hasher.close();
        store.close();
    }

    private static Address address(String name) {
        return Address.parse(name + "@demo.test").orElseThrow();
    }

    private static Domain domain(String name) {
        return Domain.parse(name).orElseThrow();
    }
}
