package posthouse.smtp.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.address.HostAddress;
import posthouse.dns.DnsFailure;
import posthouse.dns.Resolver;
import posthouse.net.Network;

/// Asks lists of addresses that send what nobody wants, kept in DNS (RFC 5782). A list that cannot
/// be asked keeps nobody out, nor does one that lists everybody.
public final class BlockLists {
    /// How long all lists together may take to say who is on them; they are asked at once.
    static final Duration ANSWER_TIME = Duration.ofSeconds(5);

    /// How long a list may take further to say why.
    static final Duration REASON_TIME = Duration.ofSeconds(2);

    /// Characters of a reason that are passed on.
    static final int REASON_LENGTH_MAX = 250;

    /// What must never be on a list, 127.0.0.1 (RFC 5782 §5), and the same within IPv6.
    private static final byte[] NEVER_LISTED = {127, 0, 0, 1};

    private static final byte[] NEVER_LISTED_6 = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1
    };

    private static final Network LISTED = Network.parse("127.0.0.0/8");

    /// Within that, what large lists answer to who may not ask them: one that asks too much, or
    /// through the name servers of a public service.
    private static final Network NOT_ANSWERED = Network.parse("127.255.255.0/24");

    private static final Logger LOG = LoggerFactory.getLogger(BlockLists.class);

    private final List<String> names;
    private final List<Network> allowed;
    private final Resolver resolver;
    private final Set<String> complainedOf = ConcurrentHashMap.newKeySet();

    /// An address is on a list.
    ///
    /// @param reason why, in the list's own words; may be empty
    record Listing(String list, String reason) {}

    /// Lists that were asked about one address, in their order.
    record Inquiry(List<CompletableFuture<Optional<Listing>>> answers) {
        static final Inquiry NONE = new Inquiry(List.of());

        /// The first list that the address is on; waits until all before it have answered.
        Optional<Listing> listing() {
            return answers.stream()
                    .map(CompletableFuture::join)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
    }

    /// @param names the lists' domains
    /// @param allowed networks that no list is asked about
    public BlockLists(List<String> names, List<Network> allowed, Resolver resolver) {
        this.names = names;
        this.allowed = allowed;
        this.resolver = resolver;
    }

    /// Begins to ask all of them.
    Inquiry ask(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address))
                ? Inquiry.NONE
                : new Inquiry(names.stream().map(list -> ask(list, address)).toList());
    }

    private CompletableFuture<Optional<Listing>> ask(String list, InetAddress address) {
        return CompletableFuture.supplyAsync(() -> lists(list, address), BlockLists::start)
                .completeOnTimeout(false, ANSWER_TIME.toNanos(), TimeUnit.NANOSECONDS)
                .thenCompose(listed ->
                        listed
                                ? reason(list, address)
                                        .thenApply(it -> Optional.of(new Listing(list, it)))
                                : CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<String> reason(String list, InetAddress address) {
        return CompletableFuture.supplyAsync(() -> text(list, address), BlockLists::start)
                .completeOnTimeout("", REASON_TIME.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void start(Runnable question) {
        var _ = Thread.ofVirtual().name("block-list").start(question);
    }

    private boolean lists(String list, InetAddress address) {
        byte[] octets = address.getAddress();
        try {
            return has(list, octets) && !listsEverybody(list, octets.length);
        } catch (DnsFailure failure) {
            LOG.info("{} is let in: {}", HostAddress.text(address), failure.getMessage());
            return false;
        } catch (RuntimeException failure) {
            LOG.error("asking {} failed; {} is let in", list, HostAddress.text(address), failure);
            return false;
        }
    }

    private boolean has(String list, byte[] address) throws DnsFailure {
        boolean has = false;
        for (InetAddress answer : resolver.addresses(name(address, list)).records()) {
            if (NOT_ANSWERED.contains(answer)) {
                complain(list, "does not answer this server, but says " + HostAddress.text(answer));
            } else {
                has |= LISTED.contains(answer);
            }
        }
        return has;
    }

    private boolean listsEverybody(String list, int octets) throws DnsFailure {
        boolean all = has(list, octets == NEVER_LISTED.length ? NEVER_LISTED : NEVER_LISTED_6);
        if (all) {
            complain(list, "lists every address (RFC 5782 §5)");
        }
        return all;
    }

    private void complain(String list, String what) {
        if (complainedOf.add(list)) {
            LOG.warn("the block list {} {}; it keeps nobody out", list, what);
        }
    }

    private String text(String list, InetAddress address) {
        try {
            String text =
                    String.join(" ", resolver.texts(name(address.getAddress(), list)).records());
            return text.length() <= REASON_LENGTH_MAX
                    ? text
                    : text.substring(0, REASON_LENGTH_MAX) + "...";
        } catch (DnsFailure failure) {
            LOG.debug("a listing without its reason", failure);
            return "";
        }
    }

    /// The octets of an IPv4 address (RFC 5782 §2.1), or the nibbles of an IPv6 address (§2.4), the
    /// last one first.
    static String name(byte[] address, String list) {
        var name = new StringBuilder();
        for (int i = address.length - 1; i >= 0; i--) {
            int octet = Byte.toUnsignedInt(address[i]);
            if (address.length == NEVER_LISTED.length) {
                name.append(octet).append('.');
            } else {
                name.append(Character.forDigit(octet & 0xf, 16)).append('.');
                name.append(Character.forDigit(octet >> 4, 16)).append('.');
            }
        }
        return name.append(list).toString();
    }
}
