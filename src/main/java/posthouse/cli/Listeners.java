package posthouse.cli;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.address.HostAddress;
import posthouse.config.Port;
import posthouse.config.Settings;
import posthouse.control.Live;
import posthouse.control.SocketPlace;
import posthouse.imap.ImapService;
import posthouse.net.CannotListen;
import posthouse.net.Connections;
import posthouse.net.Listener;
import posthouse.net.ListenerOptions;
import posthouse.net.Network;
import posthouse.net.Security;
import posthouse.net.Service;
import posthouse.net.StartTls;
import posthouse.pop3.Pop3Service;
import posthouse.smtp.server.SmtpServices;

/// The listeners of a server: which protocol on which addresses and ports.
final class Listeners implements AutoCloseable {
    /// Added to a standard port that may not be bound.
    static final int SHIFT = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /// How soon a POP3 client that has vanished gives its maildrop free (RFC 1939 §3 knows only the
    /// ten minutes that a living one may be silent).
    static final Duration MAILDROP_FREE_AFTER = Duration.ofSeconds(60);

    private static final int PRIVILEGED_PORTS = 1024;

    /// How often another free port is tried that all addresses have free.
    private static final int TRIES = 10;

    private final Settings settings;
    private final Ports ports;
    private final StartTls tls;
    private final Connections connections;
    private final List<Network> proxies;
    private final List<Listener> open = new ArrayList<>();
    private final List<SocketPlace> places = new ArrayList<>();

    Listeners(Settings settings, Ports ports, StartTls tls, Connections connections)
            throws CommandFailed {
        this.settings = settings;
        this.ports = ports;
        this.tls = tls;
        this.connections = connections;
        proxies = Networks.parse("net.proxies", settings.net().proxies());
    }

    /// Opens them all; those that are open when one fails are closed by [#close].
    void open(SmtpServices smtp, Pop3Service pop3, ImapService imap, Path data)
            throws IOException, CommandFailed {
        Settings.Smtp mail = settings.smtp();
        Settings.Net net = settings.net();
        List<InetAddress> here = addresses(net.listen());
        List<InetAddress> local = addresses(mail.lmtpListen());
        String busy = "421 4.3.2 ";
        var receive = new Spoken("smtp", Security.STARTTLS, smtp.receive(), busy);
        var submission = new Spoken("submission", Security.STARTTLS, smtp.submission(), busy);
        var lmtp = new Spoken("lmtp", Security.NONE, smtp.lmtp(), busy);
        var post =
                new Spoken("pop3", Security.STARTTLS, pop3, "-ERR [SYS/TEMP] ")
                        .vanishedAfter(MAILDROP_FREE_AFTER);
        var read = new Spoken("imap", Security.STARTTLS, imap, "* BYE ");
        open(receive, here, mail.port());
        open(submission, here, mail.submissionPort());
        open(submission.overTls(), here, mail.submissionsPort());
        open(post, here, settings.pop3().port());
        open(post.overTls(), here, settings.pop3().tlsPort());
        open(read, here, settings.imap().port());
        open(read.overTls(), here, settings.imap().tlsPort());
        open(lmtp, local, mail.lmtpPort());
        if (mail.lmtpSocket() && mail.lmtpSocketPath().isPresent()) {
            var socket = new SharedSocket(mail.lmtpSocketPath().get());
            socket.check();
            open.add(listen(lmtp, UnixDomainSocketAddress.of(socket.path())));
            socket.share(mail.lmtpSocketGroup(), mail.lmtpSocketMode());
        } else if (mail.lmtpSocket()) {
            open(lmtp, new SocketPlace(data, "lmtp.sock"));
        }
        open(new Spoken("local", Security.NONE, smtp.local(), busy), SocketPlace.ofMail(data));
    }

    /// The TCP listeners, for those who connect.
    List<Live.ServiceRow> rows() {
        return open.stream()
                .filter(listener -> listener.address() instanceof InetSocketAddress)
                .map(Listeners::row)
                .toList();
    }

    /// Accepts no more connections; those that are there go on.
    @Override
    public void close() {
        open.forEach(Listener::close);
        try {
            for (SocketPlace place : places) {
                place.remove();
            }
        } catch (IOException failure) {
            LOG.warn("a socket cannot be taken away: {}", failure.toString());
        }
    }

    /// For the log: `imap 127.0.0.1:143, …`.
    @Override
    public String toString() {
        return rows().stream()
                .map(row ->
                        row.protocol()
                                + (row.security().equals("tls") ? "s " : " ")
                                + (row.host().contains(":") ? "[" + row.host() + "]" : row.host())
                                + ":"
                                + row.port())
                .collect(Collectors.joining(", "));
    }

    /// What a listener speaks, wherever it is.
    private record Spoken(
            String protocol,
            Security security,
            Service service,
            String refusal,
            Duration vanishedAfter) {
        Spoken(String protocol, Security security, Service service, String refusal) {
            this(protocol, security, service, refusal, ListenerOptions.VANISHED_AFTER);
        }

        Spoken overTls() {
            return new Spoken(protocol, Security.TLS, service, refusal, vanishedAfter);
        }

        Spoken vanishedAfter(Duration other) {
            return new Spoken(protocol, security, service, refusal, other);
        }
    }

    private void open(Spoken spoken, SocketPlace place) throws IOException {
        open.add(listen(spoken, UnixDomainSocketAddress.of(place.prepare())));
        places.add(place);
    }

    private void open(Spoken spoken, List<InetAddress> addresses, Port port)
            throws IOException, CommandFailed {
        if (port.isOff()) {
            return;
        }
        try {
            open.addAll(listen(spoken, addresses, port.number()));
        } catch (CannotListen failure) {
            int other = instead(failure, addresses, port.number());
            open.addAll(listen(spoken, addresses, other));
        }
    }

    /// The port to try instead of one that cannot be had.
    private int instead(CannotListen failure, List<InetAddress> addresses, int port)
            throws CommandFailed {
        if (ports == Ports.OR_FREE) {
            return 0;
        }
        boolean isForbidden = String.valueOf(failure.getCause()).contains("Permission denied");
        boolean isLocal = addresses.stream().allMatch(InetAddress::isLoopbackAddress);
        if (isForbidden && isLocal && port < PRIVILEGED_PORTS) {
            LOG.info("port {} may not be bound here; {} is used instead", port, port + SHIFT);
            return port + SHIFT;
        }
        throw new CommandFailed(failure.getMessage() + PortHolder.of(port));
    }

    /// Listens on every address, at the same port.
    private List<Listener> listen(Spoken spoken, List<InetAddress> addresses, int port)
            throws IOException, CommandFailed {
        for (int left = port == 0 ? TRIES : 1; ; left--) {
            var opened = new ArrayList<Listener>();
            try {
                int same = port;
                for (InetAddress address : addresses) {
                    opened.add(listen(spoken, new InetSocketAddress(address, same)));
                    same = opened.getFirst().port();
                }
                return opened;
            } catch (CannotListen failure) {
                opened.forEach(Listener::close);
                if (left == 1) {
                    throw failure;
                }
            }
        }
    }

    private Listener listen(Spoken spoken, java.net.SocketAddress address) throws IOException {
        var options =
                new ListenerOptions(spoken.protocol(), address, spoken.security(), spoken.refusal())
                        .proxies(proxies)
                        .vanishedAfter(spoken.vanishedAfter());
        return Listener.open(options, spoken.service(), Optional.of(tls), connections);
    }

    private static Live.ServiceRow row(Listener listener) {
        var address = (InetSocketAddress) listener.address();
        return new Live.ServiceRow(
                listener.options().protocol(),
                listener.options().security().name().toLowerCase(Locale.ROOT),
                HostAddress.text(address.getAddress()),
                address.getPort());
    }

    /// The addresses that this machine can have. `::` takes IPv4 as well, so 0.0.0.0 beside it is
    /// passed over.
    private static List<InetAddress> addresses(List<String> texts) throws CommandFailed {
        var found = new ArrayList<InetAddress>();
        boolean has6 = hasIpv6();
        for (String text : texts) {
            InetAddress address = address(text);
            if (has6 || !(address instanceof Inet6Address)) {
                found.add(address);
            }
        }
        if (found.stream().anyMatch(it -> it instanceof Inet6Address && it.isAnyLocalAddress())) {
            found.removeIf(it -> !(it instanceof Inet6Address) && it.isAnyLocalAddress());
        }
        if (found.isEmpty()) {
            throw new CommandFailed("there is no address to listen on: " + texts);
        }
        return found;
    }

    private static InetAddress address(String text) throws CommandFailed {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException none) {
            throw new CommandFailed("'" + text + "' is no address to listen on");
        }
    }

    private static boolean hasIpv6() {
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
            var _ = socket.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
            return true;
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }
}
