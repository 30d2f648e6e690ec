package posthouse.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectLoopException;
import org.xbill.DNS.lookup.RedirectOverflowException;
import org.xbill.DNS.lookup.ServerFailedException;

/// Asks recursive name servers, and remembers their answers as long as they allow.
public final class DnsResolver implements Resolver {
    /// Records of one answer that are used; a domain with more is not better reached by more.
    static final int RECORDS_MAX = 100;

    /// Aliases (CNAME) that lead from one name to the next.
    static final int ALIASES_MAX = 12;

    /// Names that are remembered.
    static final int CACHE_ENTRIES_MAX = 50_000;

    /// A negative answer is remembered for no longer (RFC 2308 §5 has up to three hours): a domain
    /// that has just been set up wants its mail.
    static final Duration NEGATIVE_MAX = Duration.ofMinutes(15);

    private static final Duration POSITIVE_MAX = Duration.ofDays(1);
    private static final Duration TRY = Duration.ofSeconds(3);
    private static final int TRIES = 2;

    static {
        // Its hook would end lookups while deliveries are still waited for at the end, and a first
        // lookup after that would fail to add it. The thread it stops is a daemon.
        System.setProperty("dnsjava.nio.register_shutdown_hook", "false");
    }

    private final LookupSession session;
    private final Duration timeout;

    private DnsResolver(
            ExtendedResolver servers, boolean withHosts, Duration timeout, Executor threads) {
        var cache = new Cache(DClass.IN);
        cache.setMaxEntries(CACHE_ENTRIES_MAX);
        cache.setMaxNCache((int) NEGATIVE_MAX.toSeconds());
        cache.setMaxCache((int) POSITIVE_MAX.toSeconds());
        servers.setRetries(TRIES);
        servers.setTimeout(timeout);
        for (var server : servers.getResolvers()) {
            server.setTimeout(TRY);
        }
        var builder =
                LookupSession.builder()
                        .resolver(servers)
                        .cache(cache)
                        .maxRedirects(ALIASES_MAX)
                        .executor(threads);
        session =
                withHosts
                        ? builder.hostsFileParser(new HostsFileParser()).build()
                        : builder.build();
        this.timeout = timeout;
    }

    /// Asks the name servers that this machine is set up with (`/etc/resolv.conf`), and its file of
    /// hosts.
    ///
    /// @param timeout for a whole lookup, however many questions it takes
    /// @param threads where answers are worked on
    public static DnsResolver ofSystem(Duration timeout, Executor threads) {
        return new DnsResolver(new ExtendedResolver(), true, timeout, threads);
    }

    /// Asks these name servers, one after the other where one does not answer.
    public static DnsResolver of(
            List<InetSocketAddress> servers, Duration timeout, Executor threads) {
        var each = servers.stream().<org.xbill.DNS.Resolver>map(SimpleResolver::new).toList();
        return new DnsResolver(new ExtendedResolver(each), false, timeout, threads);
    }

    @Override
    public Found<Exchange> exchanges(String domain) throws DnsFailure {
        var found = find(domain, Type.MX);
        var exchanges = new ArrayList<Exchange>();
        for (Record record : found.records()) {
            if (record instanceof MXRecord mx) {
                exchanges.add(new Exchange(mx.getPriority(), host(mx.getTarget())));
            }
        }
        exchanges.sort(Comparator.comparingInt(Exchange::preference));
        return new Found<>(found.exists(), first(exchanges));
    }

    @Override
    public Found<InetAddress> addresses(String host) throws DnsFailure {
        Found<Record> six = new Found<>(true, List.of());
        DnsFailure failure = null;
        try {
            six = find(host, Type.AAAA);
        } catch (DnsFailure notKnown) {
            failure = notKnown; // Perhaps there is an IPv4 address.
        }
        Found<Record> four = new Found<>(true, List.of());
        if (six.exists()) {
            try {
                four = find(host, Type.A);
            } catch (DnsFailure notKnown) {
                failure = notKnown;
            }
        }
        var addresses = new ArrayList<InetAddress>();
        for (Record record : six.records()) {
            if (record instanceof AAAARecord aaaa) {
                addresses.add(aaaa.getAddress());
            }
        }
        for (Record record : four.records()) {
            if (record instanceof ARecord a) {
                addresses.add(a.getAddress());
            }
        }
        if (addresses.isEmpty() && failure != null) {
            throw failure;
        }
        return new Found<>(six.exists() && four.exists(), first(addresses));
    }

    @Override
    public Found<String> texts(String name) throws DnsFailure {
        var found = find(name, Type.TXT);
        var texts = new ArrayList<String>();
        for (Record record : found.records()) {
            if (record instanceof TXTRecord txt) {
                texts.add(String.join("", txt.getStrings()));
            }
        }
        return new Found<>(found.exists(), first(texts));
    }

    static <T> List<T> first(List<T> all) {
        return List.copyOf(all.subList(0, Math.min(all.size(), RECORDS_MAX)));
    }

    private static String host(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
    }

    private Found<Record> find(String name, int type) throws DnsFailure {
        CompletableFuture<org.xbill.DNS.lookup.LookupResult> asked;
        try {
            asked =
                    session.lookupAsync(Name.fromString(name, Name.root), type)
                            .toCompletableFuture();
        } catch (TextParseException _) {
            return Found.nothing(); // No name that DNS can have.
        }
        try {
            var records = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS).getRecords();
            return new Found<>(true, records);
        } catch (TimeoutException _) {
            asked.cancel(true);
            throw failed(
                    name, type, "no name server answered within " + timeout.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(name, type, "the server is stopping");
        } catch (ExecutionException failure) {
            return nothing(name, type, failure.getCause());
        }
    }

    private Found<Record> nothing(String name, int type, @Nullable Throwable why)
            throws DnsFailure {
        return switch (why) {
            case NoSuchDomainException _ -> Found.nothing();
            case NoSuchRRSetException _ -> new Found<>(true, List.of());
            case ServerFailedException _ ->
                    throw failed(name, type, "the name server failed (SERVFAIL)");
            case RedirectLoopException _ ->
                    throw failed(name, type, "its aliases (CNAME) run in circles");
            case RedirectOverflowException _ ->
                    throw failed(
                            name, type, "more than " + ALIASES_MAX + " aliases (CNAME) in a row");
            case null, default -> throw failed(name, type, "no name server has answered");
        };
    }

    private static DnsFailure failed(String name, int type, String why) {
        return new DnsFailure("looking up " + Type.string(type) + " of " + name + ": " + why);
    }
}
