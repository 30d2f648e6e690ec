package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.mailbox.AddressEntry.Forward;
import posthouse.mailbox.AddressEntry.Group;
import posthouse.store.Change;
import posthouse.store.MemoryStore;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Space;

class DestinationTest {
    private static final Optional<Group> NO_GROUP = Optional.empty();

    private final MemoryStore store = new MemoryStore();
    private final Directory directory = new Directory(store);

    @BeforeEach
    void fill() throws Exception {
        directory.addDomain(new Domain("demo.test"));
        for (var name : List.of("ann", "ben", "cat")) {
            directory.addAddress(address(name), 1 + "ann ben cat".indexOf(name) / 4, false);
        }
    }

    /// Without an @, an address of ours.
    private static Address address(String text) {
        return Address.parse(text.contains("@") ? text : text + "@demo.test").orElseThrow();
    }

    private static List<Address> addresses(String... texts) {
        return Stream.of(texts).map(DestinationTest::address).toList();
    }

    private void alias(String alias, String... targets) throws MailRefusal {
        directory.setAlias(address(alias), addresses(targets), NO_GROUP);
    }

    private void group(String group, Optional<String> owner, String... members) throws MailRefusal {
        var wanted = new Group(owner.map(DestinationTest::address), false);
        directory.setAlias(address(group), addresses(members), Optional.of(wanted));
    }

    private void forward(String account, boolean keep, String... to) throws MailRefusal {
        directory.setForward(address(account), Optional.of(new Forward(addresses(to), keep)));
    }

    /// `ann=1 ben+x=2 | sales>jo@else.test owner`: accounts with the address that each is named by,
    /// then what goes elsewhere.
    private static String shown(Directory directory, String asked) {
        return directory
                .destination(address(asked))
                .map(it ->
                        Stream.concat(
                                        it.accounts().stream()
                                                .map(to ->
                                                        to.address().localPart()
                                                                + "="
                                                                + to.account()),
                                        it.onward().stream().map(DestinationTest::shown))
                                .collect(java.util.stream.Collectors.joining(" ")))
                .orElse("nobody");
    }

    private static String shown(Destination.Onward onward) {
        return onward.by().localPart()
                + ">"
                + onward.to()
                + onward.owner().map(it -> "(" + it.localPart() + ")").orElse("");
    }

    private String shown(String asked) {
        return shown(directory, asked);
    }

    @Test
    void isTheAccountWhereNothingElseIsSaid() throws Exception {
        assertThat(shown("Ann")).isEqualTo("Ann=1");
        assertThat(shown("ann+list")).isEqualTo("ann+list=1");
        assertThat(shown("postmaster")).isEqualTo("postmaster=1");
        assertThat(shown("nobody")).isEqualTo("nobody");
        assertThat(shown("ann@else.test")).isEqualTo("nobody");
        directory.setCatchAll(new Domain("demo.test"), Optional.of(2L));
        assertThat(shown("nobody")).isEqualTo("nobody=2");
    }

    @Test
    void isEachAccountAndEachAddressElsewhereOnce() throws Exception {
        alias("sales", "ann", "ben", "jo@else.test");
        alias("all", "sales", "ben", "cat", "Jo@else.test");
        assertThat(shown("sales")).isEqualTo("sales=1 sales=2 sales>jo@else.test");
        assertThat(shown("all+x")).isEqualTo("all+x=1 all+x=2 all+x=3 sales>jo@else.test");
    }

    @Test
    void keepsTheDetailThatATargetHas() throws Exception {
        alias("lists", "ann+lists");
        assertThat(shown("lists")).isEqualTo("ann+lists=1");
    }

    @Test
    void passesWhatAnAccountForwards() throws Exception {
        forward("ann", true, "jo@else.test");
        forward("ben", false, "jo@else.test", "cat");
        alias("both", "ann", "ben");
        assertThat(shown("ann")).isEqualTo("ann=1 ann>jo@else.test");
        assertThat(shown("ben")).isEqualTo("cat=3 ben>jo@else.test");
        assertThat(shown("both")).isEqualTo("both=1 cat=3 ann>jo@else.test");
        directory.setForward(address("ben"), Optional.empty());
        assertThat(shown("ben")).isEqualTo("ben=2");
    }

    @Test
    void namesTheOwnerOfTheInnermostGroup() throws Exception {
        group("inner", Optional.of("ben"), "jo@else.test", "ann");
        group("plain", Optional.empty(), "sue@else.test");
        group("outer", Optional.of("cat"), "inner", "plain", "max@else.test");
        forward("ann", false, "ann@else.test");
        assertThat(shown("outer"))
                .isEqualTo(
                        "inner>jo@else.test(ben) ann>ann@else.test(ben) plain>sue@else.test(cat)"
                                + " outer>max@else.test(cat)");
    }

    @Test
    void refusesWhatWouldComeBack() throws Exception {
        alias("a", "b@else.test");
        alias("b", "a");
        assertThatThrownBy(() -> alias("a", "b"))
                .isInstanceOf(MailRefusal.Forbidden.class)
                .hasMessage(
                        "mail for a@demo.test would come back to it: a@demo.test, on to b@demo.test,"
                                + " on to a@demo.test");
        forward("ann", false, "ben");
        assertThatThrownBy(() -> forward("ben", false, "ann"))
                .hasMessageContaining("would come back");
        assertThatThrownBy(() -> forward("cat", false, "cat+old"))
                .hasMessageContaining("would come back");
        assertThat(shown("ann")).isEqualTo("ben=2");
        assertThat(shown("cat")).isEqualTo("cat=3");
    }

    @Test
    void letsTwoAccountsForwardToEachOtherWhereOneKeepsACopy() throws Exception {
        forward("ann", true, "ben");
        forward("ben", false, "ann");
        assertThat(shown("ben")).isEqualTo("ann=1");
        assertThat(shown("ann")).isEqualTo("ann=1");
        assertThatThrownBy(() -> forward("ann", false, "ben")).hasMessageContaining("come back");
        forward("ben", true, "ann");
        assertThat(shown("ann")).isEqualTo("ann=1 ben=2");
        assertThat(shown(new Directory(store), "ben")).isEqualTo("ben=2 ann=1");
    }

    @Test
    void losesNothingInARingThatIsThereAllTheSame() throws Exception {
        var domain = new Domain("new.test");
        forward("ann", false, "x@new.test");
        directory.addDomain(domain);
        assertThat(shown("ann")).isEqualTo("ann=1");
        directory.setCatchAll(domain, Optional.of(1L));
        assertThat(shown("ann")).isEqualTo("ann=1");
        forward("cat", false, "y@later.test");
        forward("ben", false, "cat", "jo@else.test");
        directory.addDomain(new Domain("later.test"));
        directory.setCatchAll(new Domain("later.test"), Optional.of(2L));
        assertThat(shown("ben")).isEqualTo("cat=3 ben>jo@else.test");
        assertThat(shown("cat")).isEqualTo("y=2 ben>jo@else.test");
    }

    @Test
    void refusesTargetsThatNobodyHas() {
        assertThatThrownBy(() -> alias("sales", "ann", "nobody"))
                .hasMessage("nobody has the address nobody@demo.test");
        assertThatThrownBy(() -> forward("ann", true, "nobody"))
                .hasMessage("nobody has the address nobody@demo.test");
        assertThatThrownBy(() -> alias("ann", "ben")).isInstanceOf(MailRefusal.BadAddress.class);
        assertThat(shown("sales")).isEqualTo("nobody");
    }

    @Test
    void refusesAnOwnerWhoGetsTheGroupsMailByTheGroup() throws Exception {
        assertThatThrownBy(() -> group("team", Optional.of("nobody"), "ann"))
                .hasMessage("nobody has the address nobody@demo.test");
        assertThatThrownBy(() -> group("team", Optional.of("team"), "ann"))
                .hasMessage("mail for the owner team@demo.test goes to the group team@demo.test");
        group("team", Optional.of("ann"), "ann");
        assertThat(shown("team")).isEqualTo("team=1");
    }

    private static String[] elsewhere(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(it -> "member" + it + "@else.test")
                .toArray(String[]::new);
    }

    @Test
    void holdsAddressesToTheirLimits() throws Exception {
        alias("most", elsewhere(0, Directory.MEMBERS_MAX));
        assertThat(new Directory(store).destination(address("most")).orElseThrow().onward())
                .hasSize(1_000)
                .isEqualTo(directory.destination(address("most")).orElseThrow().onward());
        assertThatThrownBy(() -> alias("more", elsewhere(0, Directory.MEMBERS_MAX + 1)))
                .hasMessage(
                        "mail for more@demo.test would go on to 1001 addresses; at most 1000 are"
                                + " possible");
        assertThatThrownBy(() -> alias("more", "most", "ann"))
                .hasMessage(
                        "mail for more@demo.test would go to more than 1000 addresses; take some out"
                                + " of it");
        alias("some", "ann");
        alias("part", elsewhere(0, 999));
        alias("all", "some", "part");
        assertThatThrownBy(() -> alias("some", "ann", "ben"))
                .hasMessageStartingWith("mail for all@demo.test would go to more than 1000");
        assertThatThrownBy(() -> forward("ann", true, elsewhere(0, Directory.FORWARDS_MAX + 1)))
                .hasMessage(
                        "mail for ann@demo.test would go on to 21 addresses; at most 20 are possible");
    }

    @Test
    void holdsChainsToTheirDepth() throws Exception {
        alias("c1", "ann");
        for (int i = 2; i < Directory.DEPTH_MAX; i++) {
            alias("c" + i, "c" + (i - 1));
        }
        assertThat(shown("c9")).isEqualTo("c9=1");
        assertThat(directory.find(address("c9")).map(Recipient::account)).contains(1L);
        assertThatThrownBy(() -> alias("c10", "c9"))
                .hasMessage(
                        "mail for c10@demo.test would be passed on more than 10 times; point it"
                                + " nearer to its end");
    }

    @Test
    void saysWhoMaySendAsAnAddress() throws Exception {
        alias("sales", "ann", "jo@else.test");
        group("team", Optional.of("ben"), "ann", "cat");
        forward("cat", false, "ann");
        assertThat(directory.mayUse(address("ann+x"), 1)).isTrue();
        assertThat(directory.mayUse(address("sales"), 1)).isTrue();
        assertThat(directory.mayUse(address("sales"), 2)).isFalse();
        assertThat(directory.mayUse(address("team"), 2)).isTrue();
        assertThat(directory.mayUse(address("team"), 1)).isFalse();
        assertThat(directory.mayUse(address("cat"), 1)).isFalse();
        assertThat(directory.mayUse(address("jo@else.test"), 1)).isFalse();
    }

    @Test
    void belongsToNobodyWhereSeveralHaveIt() throws Exception {
        alias("sales", "ann", "ben");
        alias("away", "jo@else.test");
        group("team", Optional.empty(), "ann");
        alias("one", "ann");
        assertThat(directory.find(address("sales"))).isEmpty();
        assertThat(directory.find(address("away"))).isEmpty();
        assertThat(directory.find(address("team"))).isEmpty();
        assertThat(directory.find(address("one"))).contains(new Recipient(address("one"), 1));
    }

    @Test
    void letsMembersWriteToTheirGroup() throws Exception {
        var closed = new Group(Optional.of(address("cat")), true);
        directory.setAlias(address("team"), addresses("ann"), Optional.of(closed));
        assertThat(directory.admits(address("team"), Optional.of(1L))).isTrue();
        assertThat(directory.admits(address("team"), Optional.of(3L))).isTrue();
        assertThat(directory.admits(address("team"), Optional.of(2L))).isFalse();
        assertThat(directory.admits(address("team"), Optional.empty())).isFalse();
        assertThat(directory.admits(address("ann"), Optional.empty())).isTrue();
    }

    @Test
    void takesWhatIsRemovedOutOfAllThatPointedToIt() throws Exception {
        alias("bob", "ben");
        alias("sales", "ann", "bob");
        alias("only", "bob");
        group("team", Optional.of("ben"), "ann", "ben+x");
        forward("ann", false, "ben");
        directory.removeAddress(address("ben"));
        for (Directory each : List.of(directory, new Directory(store))) {
            assertThat(shown(each, "sales")).isEqualTo("sales=1");
            assertThat(shown(each, "only")).isEqualTo("nobody");
            assertThat(shown(each, "team")).isEqualTo("team=1");
            assertThat(shown(each, "ann")).isEqualTo("ann=1");
            assertThat(each.entry(address("team")).orElseThrow())
                    .isEqualTo(
                            new AddressEntry.Alias(
                                    address("team"),
                                    addresses("ann"),
                                    Optional.of(new Group(Optional.empty(), false))));
            assertThat(each.entries(new Domain("demo.test"))).hasSize(4);
        }
    }

    @Test
    void comesBackAfterAReopen() throws Exception {
        alias("\"a\u00e9@b\"@demo.test", "ann", "\"odd one\"@else.test");
        directory.setAlias(
                address("team"),
                addresses("ben"),
                Optional.of(new Group(Optional.of(address("Owner@else.test")), true)));
        forward("ann", true, "jo@else.test");
        forward("ben", false, "cat+x");
        var domain = new Domain("demo.test");
        assertThat(new Directory(store).entries(domain)).isEqualTo(directory.entries(domain));
        assertThat(directory.entries(domain)).hasSize(5);
    }

    @Test
    void readsAliasesOfTheFirstFormat() throws Exception {
        var partition = new Partition(Space.DOMAIN, "demo.test");
        Bytes row = new BytesBuilder().octet(1).varint(2).octet(1).text("Old").build();
        store.commit(
                        partition,
                        store.read(partition, Range.ALL).revision(),
                        List.of(new Change.Put(Bytes.latin1("a/old"), row)),
                        List.of())
                .await();
        var again = new Directory(store);
        assertThat(shown(again, "old")).isEqualTo("old=2");
        assertThat(again.addressesOf(2)).containsExactly(address("ben"), address("Old"));
    }
}
