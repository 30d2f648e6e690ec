package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailLimits;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Role;
import posthouse.net.Connection;
import posthouse.net.Network;
import posthouse.net.Transcripts;
import posthouse.store.MemoryStore;
import posthouse.store.Partition;
import posthouse.store.Space;
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
    final FailingStore store = new FailingStore(new MemoryStore());
    final Accounts accounts = new Accounts(store, this, MailLimits.DEFAULT);
    final Directory directory = new Directory(store);
    final Hasher hasher = new Hasher(1, new SecureRandom());
    final Sessions sessions = new Sessions(this, 50);
    final SmtpServices services;
    private final Credentials credentials;
    private final Map<String, Resident> residents = new HashMap<>();
    private final posthouse.net.Service service;
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    /// @param partition where the account lies in the store
    private record Resident(Account account, Partition partition) {}

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
                        new Delivery(accounts),
                        this,
                        new Door(
                                settings.door(),
                                List.of(TRUSTED),
                                new BlockLists(settings.door().blockLists(), List.of(), listings),
                                this,
                                _ -> {}));
        service =
                switch (role) {
                    case "submission" -> services.submission();
                    case "lmtp" -> services.lmtp();
                    default -> services.receive();
                };
        settle(role.equals("submission"));
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
