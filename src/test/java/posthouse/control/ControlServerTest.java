package posthouse.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.mailbox.Pop3Policy;
import tools.jackson.databind.JsonNode;

class ControlServerTest {
    private static final Progress NONE = _ -> {};

    @TempDir private Path data = Path.of("");
    private Premises premises = new Premises(Path.of(""));
    private List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        premises = new Premises(data);
        open.add(premises);
        open.add(ControlServer.open(data, premises.office()));
        var _ = done(new DomainOperation.Add("example.org", Optional.empty()));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Answer ask(Operation operation) throws Exception {
        return new ControlClient(data).ask(operation, NONE);
    }

    private JsonNode done(Operation operation) throws IOException {
        try {
            return ask(operation) instanceof Answer.Done(var value)
                    ? value
                    : JsonNode.class.cast(Answer.JSON.valueToTree("not done"));
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }

    private String notDone(Operation operation) throws Exception {
        return ask(operation) instanceof Answer.NotDone(var sentence) ? sentence : "done";
    }

    private JsonNode addAnn() throws IOException {
        var password = Optional.of(new Secret("correct horse battery staple"));
        return done(new AccountOperation.Add("ann@example.org", password, Optional.empty()));
    }

    @Test
    void isForTheOwnerOnly() throws IOException {
        Path socket = data.resolve("run/control.sock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("run"))))
                .isEqualTo("rwx------");
    }

    @Test
    void makesAccounts() throws Exception {
        assertThat(addAnn().path("password").isNull()).isTrue();
        JsonNode list = done(new AccountOperation.ListAll(Optional.empty()));
        assertThat(list.size()).isEqualTo(1);
        assertThat(list.get(0).path("address").asString()).isEqualTo("ann@example.org");
        assertThat(list.get(0).path("state").asString()).isEqualTo("active");
        assertThat(notDone(new AccountOperation.Add("ann", Optional.empty(), Optional.empty())))
                .isEqualTo("ann@example.org exists already");
    }

    @Test
    void makesAPasswordWhereNoneIsGiven() throws Exception {
        JsonNode made = done(new AccountOperation.Add("ben", Optional.empty(), Optional.empty()));
        assertThat(made.path("address").asString()).isEqualTo("ben@example.org");
        assertThat(made.path("password").asString()).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
    }

    @Test
    void refusesAPasswordThatIsGuessedAtOnce() throws Exception {
        var weak = Optional.of(new Secret("Password123"));
        assertThat(notDone(new AccountOperation.Add("ben", weak, Optional.empty())))
                .contains("tried first")
                .doesNotContain("123");
        assertThat(done(new AccountOperation.ListAll(Optional.empty())).size()).isZero();
        var _ = addAnn();
        assertThat(notDone(new AccountOperation.Passwd("ann", weak, Optional.empty())))
                .contains("tried first");
    }

    @Test
    void refusesWhatItDoesNotHave() throws Exception {
        assertThat(notDone(new AccountOperation.Show("nobody")))
                .isEqualTo("there is no account nobody@example.org");
        assertThat(
                        notDone(
                                new AccountOperation.Add(
                                        "x@elsewhere.test", Optional.empty(), Optional.empty())))
                .isEqualTo("elsewhere.test is none of our domains; they are example.org");
        assertThat(notDone(new DomainOperation.Add("no domain", Optional.empty())))
                .isEqualTo("'no domain' is no domain name");
        assertThat(
                        notDone(
                                new AccountOperation.Add(
                                        "x",
                                        Optional.empty(),
                                        Optional.of(new Secret("$9$what$is this")))))
                .contains("hash");
    }

    private JsonNode alias(String alias, String... targets) throws IOException {
        return done(new AliasOperation.Add(alias, List.of(targets)));
    }

    @Test
    void keepsAliases() throws Exception {
        var _ = addAnn();
        var _ = alias("anna", "ann");
        assertThat(alias("anna", "ann").asString())
                .isEqualTo("mail for anna@example.org goes to ann@example.org");
        var _ = alias("anna", "Jo@Elsewhere.test");
        JsonNode list = done(new AliasOperation.ListAll(Optional.of("example.org")));
        assertThat(list.toString())
                .isEqualTo(
                        "[{\"alias\":\"anna@example.org\",\"targets\":"
                                + "[\"ann@example.org\",\"Jo@elsewhere.test\"]}]");
        assertThat(notDone(new AccountOperation.Remove("anna")))
                .isEqualTo("anna@example.org is an alias of ann@example.org, Jo@elsewhere.test");
        assertThat(notDone(new AliasOperation.Remove("nobody", List.of())))
                .isEqualTo("there is no alias nobody@example.org");
        assertThat(notDone(new AliasOperation.Remove("anna", List.of("ben"))))
                .isEqualTo("mail for anna@example.org does not go to ben@example.org");
        var _ = done(new AliasOperation.Remove("anna", List.of("ann")));
        assertThat(done(new AliasOperation.Remove("anna", List.of("jo@elsewhere.test"))).asString())
                .isEqualTo("anna@example.org is no alias any more");
        assertThat(done(new AliasOperation.ListAll(Optional.empty())).isEmpty()).isTrue();
    }

    @Test
    void refusesAliasesThatLeadNowhere() throws Exception {
        var _ = addAnn();
        assertThat(notDone(new AliasOperation.Add("sales", List.of("nobody"))))
                .isEqualTo("nobody has the address nobody@example.org");
        assertThat(notDone(new AliasOperation.Add("ann", List.of("jo@elsewhere.test"))))
                .isEqualTo("ann@example.org is an account");
        assertThat(notDone(new AliasOperation.Add("a@elsewhere.test", List.of("ann"))))
                .isEqualTo("elsewhere.test is none of our domains; they are example.org");
        var _ = alias("a", "ann");
        var _ = alias("b", "a");
        assertThat(notDone(new AliasOperation.Add("a", List.of("b"))))
                .isEqualTo(
                        "mail for a@example.org would come back to it: a@example.org, on to"
                                + " b@example.org, on to a@example.org");
        assertThat(notDone(new AliasOperation.Remove("a", List.of())))
                .isEqualTo("a@example.org is still used by b@example.org; change that first");
    }

    @Test
    void keepsGroups() throws Exception {
        var _ = addAnn();
        var members = List.of("ann", "jo@elsewhere.test");
        var owner = Optional.of("ann");
        var _ = done(new GroupOperation.Add("team", members, owner, Optional.of(true)));
        var more = List.of("sue@elsewhere.test");
        assertThat(
                        done(new GroupOperation.Add(
                                        "team", more, Optional.empty(), Optional.empty()))
                                .asString())
                .isEqualTo(
                        "mail for team@example.org goes to ann@example.org, jo@elsewhere.test,"
                                + " sue@elsewhere.test");
        assertThat(done(new GroupOperation.ListAll(Optional.empty())).toString())
                .isEqualTo(
                        "[{\"group\":\"team@example.org\",\"members\":3,"
                                + "\"owner\":\"ann@example.org\",\"membersOnly\":true}]");
        assertThat(done(new AliasOperation.ListAll(Optional.empty())).isEmpty()).isTrue();
        assertThat(done(new DomainOperation.Show("example.org")).get(1).path("kind").asString())
                .isEqualTo("group");
        assertThat(notDone(new AliasOperation.Add("team", List.of("ann"))))
                .isEqualTo("team@example.org is a group: posthouse group add team@example.org");
        var _ = done(new GroupOperation.Remove("team", members));
        assertThat(done(new GroupOperation.Show("team")).path("members").get(0).asString())
                .isEqualTo("sue@elsewhere.test");
        var _ = done(new GroupOperation.Remove("team", List.of()));
        assertThat(notDone(new GroupOperation.Show("team")))
                .isEqualTo("there is no group team@example.org");
        assertThat(
                        notDone(
                                new GroupOperation.Add(
                                        "team", List.of(), Optional.empty(), Optional.empty())))
                .isEqualTo("a group has at least one member");
    }

    private static ForwardOperation forward(List<String> to, Optional<Boolean> keep, boolean off) {
        return new ForwardOperation("ann", to, keep, off);
    }

    @Test
    void forwardsAnAccountsMail() throws Exception {
        var _ = addAnn();
        var keep = Optional.<Boolean>empty();
        assertThat(notDone(forward(List.of(), Optional.of(false), false)))
                .isEqualTo("mail for ann is not forwarded: say where to");
        var _ = done(forward(List.of("ann@elsewhere.test"), keep, false));
        assertThat(done(forward(List.of(), Optional.of(false), false)).toString())
                .isEqualTo(
                        "{\"address\":\"ann@example.org\",\"forwardedTo\":"
                                + "[\"ann@elsewhere.test\"],\"keepsCopy\":false}");
        JsonNode shown = done(new AccountOperation.Show("ann"));
        assertThat(shown.path("forwardedTo").get(0).asString()).isEqualTo("ann@elsewhere.test");
        assertThat(shown.path("keepsCopy").asBoolean()).isFalse();
        assertThat(notDone(forward(List.of("ann"), keep, false)))
                .contains("mail for ann@example.org would come back to it");
        assertThat(notDone(forward(List.of("ann@elsewhere.test"), keep, true)))
                .isEqualTo("say where mail for ann@example.org goes on to, or --off: not both");
        var _ = done(forward(List.of(), keep, true));
        assertThat(done(new AccountOperation.Show("ann")).path("forwardedTo").isEmpty()).isTrue();
    }

    @Test
    void removesAnAccountWithAllThatPointsToIt() throws Exception {
        var _ = addAnn();
        var _ = alias("anna", "ann");
        var _ = done(new DomainOperation.Add("example.org", Optional.of("ann")));
        assertThat(done(new DomainOperation.ListAll()).get(0).path("catchAll").asString())
                .isEqualTo("ann@example.org");
        assertThat(notDone(new DomainOperation.Remove("example.org"))).contains("example.org");
        var _ = done(new AccountOperation.Remove("ann"));
        assertThat(done(new AccountOperation.ListAll(Optional.empty())).isEmpty()).isTrue();
        assertThat(done(new DomainOperation.Show("example.org")).isEmpty()).isTrue();
        assertThat(done(new DomainOperation.Remove("example.org")).asString())
                .contains("no longer");
    }

    @Test
    void changesQuotaAndPop3() throws Exception {
        var _ = addAnn();
        JsonNode quota =
                done(
                        new AccountOperation.Quota(
                                "ann", OptionalLong.of(5000), OptionalLong.empty()));
        assertThat(quota.path("quotaBytes").asLong()).isEqualTo(5000);
        var policy =
                done(
                        new AccountOperation.Pop3(
                                "ann", Optional.of(Pop3Policy.Action.TRASH), Optional.empty()));
        assertThat(policy.path("onDelete").asString()).isEqualTo("trash");
        assertThat(policy.path("onRetrieve").asString()).isEqualTo("keep");
    }

    @Test
    void changesHowManyAnAccountWritesTo() throws Exception {
        var _ = addAnn();
        assertThat(recipients(OptionalLong.empty(), false)).isEqualTo("as others");
        assertThat(recipients(OptionalLong.of(50), false)).isEqualTo("50");
        assertThat(recipients(OptionalLong.empty(), false)).isEqualTo("50");
        assertThat(recipients(OptionalLong.of(0), false)).isEqualTo("0");
        assertThat(recipients(OptionalLong.empty(), true)).isEqualTo("as others");
        assertThat(notDone(new AccountOperation.Sending("ann", OptionalLong.of(-1), false)))
                .contains("fewer than 0");
        assertThat(notDone(new AccountOperation.Sending("ann", OptionalLong.of(1), true)))
                .contains("not both");
    }

    private String recipients(OptionalLong recipients, boolean asOthers) throws Exception {
        return done(new AccountOperation.Sending("ann", recipients, asOthers))
                .path("recipientsPerDay")
                .asString();
    }

    @Test
    void changesMailboxes() throws Exception {
        var _ = addAnn();
        var _ = done(new MailboxOperation.Create("ann", "Lists/Garden"));
        var _ = done(new MailboxOperation.Rename("ann", "Lists", "Groups"));
        var _ = done(new MailboxOperation.Delete("ann", "Groups/Garden"));
        List<String> names =
                done(new MailboxOperation.ListAll("ann")).values().stream()
                        .map(row -> row.path("mailbox").asString())
                        .toList();
        assertThat(names).contains("INBOX", "Sent", "Groups").doesNotContain("Groups/Garden");
    }

    @Test
    void endsSessionsAtOnce() throws Exception {
        var _ = addAnn();
        long account = premises.office().account("ann").id();
        for (Operation operation :
                List.of(
                        new AccountOperation.Passwd("ann", Optional.empty(), Optional.empty()),
                        new AccountOperation.Disable("ann"),
                        new SessionOperation.Kick("ann"),
                        new SessionOperation.Kick("c1"))) {
            var ended = new ArrayList<String>();
            var _ = premises.enter(account, "ann@example.org", "c1", () -> ended.add("c1"));
            JsonNode list = done(new SessionOperation.ListAll(Optional.of("ann")));
            assertThat(list.get(0).path("connection").asString()).isEqualTo("c1");
            var _ = done(operation);
            assertThat(ended).as(operation.toString()).containsExactly("c1");
            assertThat(done(new SessionOperation.ListAll(Optional.empty())).isEmpty()).isTrue();
        }
        assertThat(done(new AccountOperation.Show("ann")).path("state").asString())
                .isEqualTo("disabled");
    }

    @Test
    void showsNoSecret() {
        assertThat(
                        new AccountOperation.Passwd(
                                        "ann",
                                        Optional.of(new Secret("open sesame")),
                                        Optional.empty())
                                .toString())
                .doesNotContain("sesame");
    }

    @Test
    void answersWhatIsNoRequest() throws IOException {
        assertThat(raw("{\"operation\":\"dance\"}\n")).contains("does not understand");
        assertThat(raw("hello\n")).contains("does not understand");
        assertThat(raw("\n")).contains("does not understand");
        assertThat(raw("{\"operation\":\"account show\"}\n")).contains("does not understand");
        assertThat(raw("{\"operation\":\"account list\"}\n")).isEqualTo("{\"answer\":[]}\n");
        assertThat(raw("{\"operation\":\"account list\",\"more\":1}\n"))
                .contains("does not understand");
    }

    private String raw(String line) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(data.resolve("run/control.sock")));
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            var answer = ByteBuffer.allocate(4096);
            while (channel.read(answer) > 0) {
                // until it closes
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void saysWhenNoServerIsThere() throws Exception {
        open.removeLast().close();
        assertThatThrownBy(() -> ask(new Status())).isInstanceOf(NoServer.class);
        // Left behind by a server that was killed:
        Files.createFile(data.resolve("run/control.sock"));
        assertThatThrownBy(() -> ask(new Status())).isInstanceOf(NoServer.class);
        open.add(ControlServer.open(data, premises.office()));
        assertThat(done(new DomainOperation.ListAll()).size()).isEqualTo(1);
    }

    @Test
    void movesTheSocketWhereThePathIsTooLong() throws Exception {
        Path deep = Files.createDirectories(data.resolve("d".repeat(60)).resolve("e".repeat(60)));
        Path moved;
        try (var _ = ControlServer.open(deep, premises.office())) {
            var answer = new ControlClient(deep).ask(new DomainOperation.ListAll(), NONE);
            assertThat(answer).isInstanceOf(Answer.Done.class);
            moved = Path.of(Files.readString(deep.resolve("run/control.sock.path")));
            assertThat(moved).exists();
        }
        assertThat(moved).doesNotExist();
        assertThat(moved.getParent()).doesNotExist();
        assertThat(deep.resolve("run/control.sock.path")).doesNotExist();
    }
}
