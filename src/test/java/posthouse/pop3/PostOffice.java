package posthouse.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.auth.Authenticator;
import posthouse.auth.Credentials;
import posthouse.auth.Hasher;
import posthouse.auth.Realm;
import posthouse.auth.Sessions;
import posthouse.bytes.Bytes;
import posthouse.config.Port;
import posthouse.config.Settings;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Addition;
import posthouse.mailbox.FlagChange;
import posthouse.mailbox.Flags;
import posthouse.mailbox.MailLimits;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;
import posthouse.mailbox.Pop3Policy;
import posthouse.mailbox.UidSet;
import posthouse.mailbox.View;
import posthouse.net.Connection;
import posthouse.net.Transcripts;
import posthouse.store.MemoryStore;

/// Where the conversations of the tests take place: markh@demo.test and grün@demo.test have
/// accounts with the password `secret`. What happens there (`E:` lines):
///
/// | | |
/// |---|---|
/// | `120 octets arrive` | a message of that size |
/// | `dots arrive` | one of [#message] |
/// | `on-delete is archive`, `on-retrieve is read` | markh's choice |
/// | `INBOX holds 2`, `Trash holds 1 seen` | messages there, and how many of them are \Seen |
/// | `the maildrop holds 1` | for the next POP3 session |
/// | `message 1 is expunged`, `… is flagged deleted`, `… moves to Archive`, `message 1 of Trash moves to INBOX` | by another device |
/// | `another session has the maildrop`, `… leaves` | |
/// | `the password changes` | ends the sessions that are open |
/// | `the disk takes nothing more`, `the disk gives nothing more` | |
/// | `60 seconds pass` | |
final class PostOffice implements Transcripts.Scene {
    private static final Address MARKH = Address.parse("markh@demo.test").orElseThrow();
    private static final Address GREEN = Address.parse("grün@demo.test").orElseThrow();

    /// One for all, so that a password is hashed only once.
    private static final Authenticator AUTHENTICATOR = authenticator();

    private final FrailStore store = new FrailStore();
    private final StandingClock clock = new StandingClock();
    private final Accounts accounts = new Accounts(store, clock, MailLimits.DEFAULT);
    private final Account account = accounts.create(1, MARKH);
    private final Sessions sessions = new Sessions(clock, 3);
    private final Pop3Service service;
    private Account.@Nullable MaildropClaim otherSession;

    PostOffice(Settings.Pop3 settings) {
        var _ = accounts.create(2, GREEN);
        service = new Pop3Service(AUTHENTICATOR, sessions, accounts, settings, clock);
    }

    /// The settings that a server without a configuration has.
    static Settings.Pop3 settings() {
        return settings("never", Duration.ZERO);
    }

    static Settings.Pop3 settings(String expire, Duration loginDelay) {
        var port = Port.parse("110");
        return new Settings.Pop3(port, port, Duration.ofMinutes(10), expire, loginDelay);
    }

    Account account() {
        return account;
    }

    Pop3Service service() {
        return service;
    }

    Sessions sessions() {
        return sessions;
    }

    @Override
    public void serve(Connection connection) throws IOException {
        service.serve(connection);
    }

    /// One of the messages that are known by name.
    static String message(String name) {
        return switch (name) {
            case "dots" -> "Subject: .\r\n\r\n.\r\n..\r\n.x\r\n. \r\nend.\r\n";
            case "lines" -> "Subject: lines\r\nTo: markh\r\n\r\none\r\ntwo\r\n.three\r\n";
            case "a header alone" -> "Subject: no content\r\n";
            case "an open end" -> "Subject: open\r\n\r\nends here";
            case "an open header" -> "Subject: open";
            case "a bare CR at the end" -> "Subject: CR\r\n\r\nends here\r";
            case "NUL" -> "Subject: NUL\r\n\r\na\0b\r\n";
            case "eight bits" -> "Subject: Grün\r\n\r\nGrüße\r\n";
            case "a bare LF" -> "Subject: LF\r\n\r\na\n.\r\nb\r\n";
            case "nothing" -> "";
            default -> throw new AssertionError("no message " + name);
        };
    }

    void receive(Bytes message) {
        try (var incoming =
                accounts.receive(new ByteArrayInputStream(message.toArray()), 100_000_000)) {
            var _ =
                    account.append(
                            new Addition(incoming, FlagChange.add(0), Optional.empty()), inbox());
        } catch (IOException | MailRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    /// A message of exactly so many octets.
    static Bytes ofOctets(int octets) {
        String header = "Subject: " + octets + " octets\r\n\r\n";
        return Bytes.latin1(header + "x".repeat(octets - header.length() - 2) + "\r\n");
    }

    FrailStore store() {
        return store;
    }

    int inbox() {
        return mailbox("INBOX");
    }

    int mailbox(String name) {
        try {
            return account.state().mailbox(MailboxName.of(name)).id();
        } catch (MailRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    @Override
    public void happen(String event) {
        try {
            for (Happening happening : happenings()) {
                var matcher = happening.pattern().matcher(event);
                if (matcher.matches()) {
                    happening.effect().have(matcher.toMatchResult());
                    return;
                }
            }
        } catch (MailRefusal refusal) {
            throw new AssertionError(refusal);
        }
        throw new AssertionError("nobody knows how to let this happen: " + event);
    }

    private List<Happening> happenings() {
        return List.of(
                on("(\\d+) octets arrive", m -> receive(ofOctets(Integer.parseInt(m.group(1))))),
                on("(\\D.*?) arrives?", m -> receive(Bytes.utf8(message(m.group(1))))),
                on("on-(delete|retrieve) is (\\w+)", m -> choose(m.group(1), m.group(2))),
                on("(\\w+) holds (\\d+)(?: and (\\d+) seen)?", this::check),
                on("message (\\d+) is expunged", m -> expunge(number(m, 1))),
                on("message (\\d+) is flagged deleted", m -> flag(number(m, 1), Flags.DELETED)),
                on(
                        "message (\\d+) moves to (\\w+)",
                        m -> {
                            int target = mailbox(m.group(2));
                            var _ = account.move(inbox(), uid(number(m, 1)), target);
                        }),
                on(
                        "message (\\d+) of (\\w+) moves to INBOX",
                        m -> {
                            int source = mailbox(m.group(2));
                            var _ = account.move(source, uid(source, number(m, 1)), inbox());
                        }),
                on("the maildrop holds (\\d+)", m -> checkMaildrop(number(m, 1))),
                on("another session has the maildrop", _ -> otherSession = account.claimMaildrop()),
                on("the other session leaves", _ -> leave()),
                on("the password changes", _ -> sessions.end(s -> s.login().account() == 1)),
                on("the disk takes nothing more", _ -> store.stopWriting()),
                on("the disk gives nothing more", _ -> store.stopReading()),
                on("(\\d+) seconds pass", m -> clock.forward(Duration.ofSeconds(number(m, 1)))));
    }

    private void leave() {
        if (otherSession != null) {
            otherSession.close();
        }
    }

    private void choose(String when, String what) {
        var action = Pop3Policy.Action.valueOf(what.toUpperCase(Locale.ROOT));
        var before = account.state().pop3();
        account.setPop3Policy(
                when.equals("delete")
                        ? new Pop3Policy(action, before.onRetrieve())
                        : new Pop3Policy(before.onDelete(), action));
    }

    private void check(MatchResult match) throws MailRefusal {
        try (View view = account.select(mailbox(match.group(1)), false)) {
            assertThat(view.size())
                    .as("messages in %s", match.group(1))
                    .isEqualTo(number(match, 2));
            if (match.group(3) != null) {
                int seen = view.size() - view.mailbox().unseen();
                assertThat(seen).as("seen in %s", match.group(1)).isEqualTo(number(match, 3));
            }
        }
    }

    private void expunge(int number) throws MailRefusal {
        UidSet uid = uid(number);
        flag(number, Flags.DELETED);
        var _ = account.expunge(inbox(), uid);
    }

    private void flag(int number, int flag) throws MailRefusal {
        var _ =
                account.store(
                        inbox(), uid(number), FlagChange.add(flag), java.util.OptionalLong.empty());
    }

    private void checkMaildrop(int messages) throws MailRefusal {
        try (var maildrop = Maildrop.open(account)) {
            assertThat(maildrop.count()).as("messages in the maildrop").isEqualTo(messages);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private UidSet uid(int number) throws MailRefusal {
        return uid(inbox(), number);
    }

    private UidSet uid(int mailbox, int number) throws MailRefusal {
        try (View view = account.select(mailbox, false)) {
            return UidSet.of(view.uid(number));
        }
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }

    private record Happening(Pattern pattern, Effect effect) {}

    private interface Effect {
        void have(MatchResult match) throws MailRefusal;
    }

    private static Happening on(String pattern, Effect effect) {
        return new Happening(Pattern.compile(pattern), effect);
    }

    private static Authenticator authenticator() {
        var credentials =
                new Credentials(
                        new MemoryStore(),
                        new StandingClock(),
                        new Hasher(2, new SecureRandom()),
                        new Settings.Auth(false, false, 50));
        credentials.setPassword(MARKH, 1, "secret");
        credentials.setPassword(GREEN, 2, "geheimnis grün");
        var sessions = new Sessions(new StandingClock(), 1);
        return new Authenticator(credentials, new Demo(), sessions, _ -> {});
    }

    private static final class Demo implements Realm {
        @Override
        public Optional<Domain> firstDomain() {
            return Domain.parse("demo.test");
        }

        @Override
        public boolean mayLogIn(long account) {
            return true;
        }
    }
}
