package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.dns.DnsResolver;
import posthouse.dns.Resolver;
import posthouse.dns.ZoneServer;
import posthouse.net.Network;
import posthouse.smtp.server.BlockLists.Listing;

@Timeout(60)
class BlockListsTest {
    private static final InetAddress LISTED = InetAddress.ofLiteral("192.0.2.99");

    private final Listings listings = new Listings();

    @ParameterizedTest
    @CsvSource({
        "192.0.2.99, 99.2.0.192.bl.example",
        "255.254.0.1, 1.0.254.255.bl.example",
        "2001:db8:1:2:3:4:567:89ab,"
                + " b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.bl.example",
    })
    void asksForTheAddressTheOtherWayRound(String address, String name) {
        byte[] octets = InetAddress.ofLiteral(address).getAddress();
        assertThat(BlockLists.name(octets, "bl.example")).isEqualTo(name);
    }

    @Test
    void findsAListedAddress() {
        var reason = "Spam received, see https://bad.example/?q";
        assertThat(listing(LISTED, "good.example", "bad.example"))
                .contains(new Listing("bad.example", reason));
        assertThat(listing(InetAddress.ofLiteral("2001:db8::99"), "bad.example"))
                .contains(new Listing("bad.example", reason));
        assertThat(listing(LISTED, "silent.example")).contains(new Listing("silent.example", ""));
        assertThat(listing(InetAddress.ofLiteral("192.0.2.98"), "bad.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"good", "broken", "bug", "closed", "sold", "gone"})
    void aListThatDoesNotSaySoKeepsNobodyOut(String list) {
        assertThat(listing(LISTED, list + ".example")).isEmpty();
        assertThat(listing(LISTED, list + ".example", "bad.example")).isPresent();
    }

    @Test
    void knowsAListThatHasEverybodyInIpv6() {
        var address = InetAddress.ofLiteral("2001:db8::98");
        listings.addresses.put(
                BlockLists.name(address.getAddress(), "gone.example"), List.of("127.0.0.2"));
        assertThat(listing(address, "gone.example")).isPresent();
        listings.addresses.put(
                "1.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.gone.example",
                List.of("127.0.0.2"));
        assertThat(listing(address, "gone.example")).isEmpty();
    }

    @Test
    void asksNobodyAboutWhoIsAllowed() {
        var lists =
                new BlockLists(
                        List.of("bad.example"), List.of(Network.parse("192.0.2.96/27")), listings);
        assertThat(lists.ask(LISTED).listing()).isEmpty();
        assertThat(listings.asked).isEmpty();
    }

    @Test
    void asksAllAtOnce() {
        var names = List.of("a.example", "b.example", "c.example");
        var together = new CountDownLatch(names.size());
        var resolver = new Waiting(together);
        assertThat(new BlockLists(names, List.of(), resolver).ask(LISTED).listing()).isEmpty();
        assertThat(together.getCount()).isZero();
    }

    @Test
    void waitsForNoListThatDoesNotAnswer() {
        var never = new Waiting(new CountDownLatch(100));
        var lists = new BlockLists(List.of("a.example", "b.example"), List.of(), never);
        long before = System.nanoTime();
        assertThat(lists.ask(LISTED).listing()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(
                        BlockLists.ANSWER_TIME.minusMillis(100),
                        BlockLists.ANSWER_TIME.plusSeconds(4));
    }

    @Test
    void asksRealNameServers() throws Exception {
        String zone =
                """
                bl.example. 60 IN SOA ns.example. me.example. 1 60 60 60 60
                99.2.0.192.bl.example. 60 IN A 127.0.0.2
                99.2.0.192.bl.example. 60 IN TXT "Spam " "received."
                2.0.0.127.bl.example. 60 IN A 127.0.0.2
                """;
        try (var server = ZoneServer.start(InetAddress.getLoopbackAddress(), zone);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var resolver =
                    DnsResolver.of(List.of(server.address()), Duration.ofSeconds(5), threads);
            var lists = new BlockLists(List.of("bl.example"), List.of(), resolver);
            assertThat(lists.ask(LISTED).listing())
                    .contains(new Listing("bl.example", "Spam received."));
            assertThat(lists.ask(InetAddress.ofLiteral("192.0.2.1")).listing()).isEmpty();
        }
    }

    private Optional<Listing> listing(InetAddress address, String... lists) {
        return new BlockLists(List.of(lists), List.of(), listings).ask(address).listing();
    }

    /// Answers when enough have asked.
    private record Waiting(CountDownLatch enough) implements Resolver {
        @Override
        public Found<Exchange> exchanges(String domain) {
            return Found.nothing();
        }

        @Override
        public Found<InetAddress> addresses(String host) {
            enough.countDown();
            try {
                enough.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            return Found.nothing();
        }

        @Override
        public Found<String> texts(String name) {
            return Found.nothing();
        }
    }
}
