package posthouse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import posthouse.address.Domain;
import posthouse.auth.Authenticator;
import posthouse.auth.Pause;
import posthouse.auth.Realm;
import posthouse.auth.Sessions;
import posthouse.config.Settings;
import posthouse.control.ControlServer;
import posthouse.control.Live;
import posthouse.control.Traces;
import posthouse.delivery.Delivery;
import posthouse.delivery.MailboxCarrier;
import posthouse.delivery.Routing;
import posthouse.delivery.Srs;
import posthouse.dns.Resolver;
import posthouse.imap.ClientRules;
import posthouse.imap.ImapConfig;
import posthouse.imap.ImapService;
import posthouse.journal.Journal;
import posthouse.mailbox.InstallationSecret;
import posthouse.mailbox.MailRefusal;
import posthouse.net.ConnectionLimits;
import posthouse.net.Connections;
import posthouse.net.Network;
import posthouse.net.TlsTransport;
import posthouse.pop3.Pop3Service;
import posthouse.queue.NextHop;
import posthouse.queue.Outbox;
import posthouse.queue.Queue;
import posthouse.queue.QueueConfig;
import posthouse.report.Reports;
import posthouse.smtp.client.RemoteCarrier;
import posthouse.smtp.server.BlockLists;
import posthouse.smtp.server.Door;
import posthouse.smtp.server.SmtpServices;
import posthouse.time.SystemTimers;
import posthouse.tls.TlsClient;
import posthouse.tls.TlsServer;

/// The whole server: constructors in order, and the same backwards at the end.
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final House house;
    private final SystemTimers timers = new SystemTimers();
    private final Closing opened = new Closing();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Listeners listeners;

    /// Starts it: when this returns, every port answers.
    ///
    /// @param data its folder, which is made if need be
    /// @throws IOException with a sentence for the operator, if a port or file cannot be had
    static Server start(Path data, Settings settings, Ports ports)
            throws IOException, CommandFailed {
        House house = House.open(data, settings);
        try {
            return new Server(house, ports);
        } catch (IOException | CommandFailed | RuntimeException failure) {
            house.close();
            throw failure;
        }
    }

    private Server(House house, Ports ports) throws IOException, CommandFailed {
        this.house = house;
        Settings settings = house.settings();
        opened.add(timers);
        try {
            TlsServer tls = opened.add(Certificates.open(house, timers));
            var journal = opened.add(journal(settings.log()));
            var net = settings.net();
            var trusted = Networks.parse("net.trusted", net.trusted());
            var limits =
                    new ConnectionLimits(
                            net.connectionsMax(),
                            net.connectionsPerAddressMax(),
                            net.connectionsPerMinuteMax(),
                            trusted);
            var connections = opened.add(new Connections(house.clock(), timers, limits));
            opened.add(() -> connections.shutDown(net.shutdownTime()));

            var sessions = new Sessions(house.clock(), settings.auth().sessionsPerAccountMax());
            var traces = new Traces(house.data().resolve("traces"), house.clock(), connections);
            sessions.watch(new Watch(traces));
            var authenticator =
                    new Authenticator(
                            house.credentials(), realm(house), sessions, Pause.by(timers));

            var lookups = Executors.newVirtualThreadPerTaskExecutor();
            opened.add(lookups::shutdownNow);
            var resolver = MailRoutes.resolver(settings, lookups);
            var door = door(settings.smtp().door(), trusted, resolver);
            var srs =
                    new Srs(
                            InstallationSecret.of(house.store(), "srs", house.random()),
                            house.clock());
            var queue = queue(settings, resolver, lookups, srs);
            queue.watch(new QueueWatch(journal));
            var smtp =
                    new SmtpServices(
                            Hostname.of(settings),
                            settings.smtp(),
                            authenticator,
                            sessions,
                            house.accounts(),
                            house.directory(),
                            new Delivery(house.accounts(), journal),
                            queue,
                            srs,
                            house.clock(),
                            door,
                            journal);
            var pop3 =
                    new Pop3Service(
                            authenticator,
                            sessions,
                            house.accounts(),
                            settings.pop3(),
                            house.clock());
            var imap =
                    new ImapService(
                            house.accounts(), authenticator, sessions, timers, imap(settings));

            listeners =
                    opened.add(
                            new Listeners(
                                    settings, ports, TlsTransport.accepting(tls), connections));
            listeners.open(smtp, pop3, imap, house.data());
            var live =
                    new Live(
                            VersionCommand.version(),
                            house.clock().now(),
                            sessions,
                            traces,
                            queue.desk(),
                            listeners.rows());
            queue.start();
            opened.add(
                    ControlServer.open(
                            house.data(), house.office(journal::lookup, Optional.of(live))));
            purgeLater();
        } catch (IOException | CommandFailed | RuntimeException failure) {
            opened.close();
            throw failure;
        }
        LOG.info("Posthouse {} is ready: {}", VersionCommand.version(), listeners);
    }

    House house() {
        return house;
    }

    Listeners listeners() {
        return listeners;
    }

    /// Ends what runs, in order, and gives the data folder free. May be called again.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LOG.info("Posthouse stops");
            opened.close();
            house.close();
            LOG.info("Posthouse has stopped");
        }
    }

    private Journal journal(Settings.Log settings) {
        var journal =
                new Journal(
                        house.store(),
                        house.clock(),
                        timers,
                        task -> Thread.ofVirtual().name("journal").start(task),
                        settings.journalTime());
        journal.start();
        return journal;
    }

    private Door door(Settings.Smtp.Door settings, List<Network> trusted, Resolver resolver)
            throws CommandFailed {
        var lists =
                new BlockLists(
                        settings.blockLists(),
                        Networks.parse("smtp.door.allow-list", settings.allowList()),
                        resolver);
        var relaying = Networks.parse("smtp.door.relay-networks", settings.relayNetworks());
        return new Door(settings, trusted, relaying, lists, house.clock(), Pause.by(timers));
    }

    /// The queue, not yet started, and who carries for it.
    private Queue queue(Settings settings, Resolver resolver, Executor threads, Srs srs)
            throws CommandFailed {
        var remote =
                opened.add(
                        new RemoteCarrier(
                                resolver,
                                MailRoutes.client(settings),
                                house.clock(),
                                timers,
                                TlsClient.verifying(),
                                house.random()));
        var itself = new CompletableFuture<Outbox>();
        var local =
                new MailboxCarrier(
                        house.accounts(),
                        house.directory(),
                        srs,
                        (mail, octets, to) -> itself.join().put(mail, octets, to),
                        house.clock());
        var queue =
                new Queue(
                        house.store(),
                        house.clock(),
                        timers,
                        threads,
                        queueConfig(settings.queue()),
                        new Routing(house.directory(), MailRoutes.rules(settings)),
                        it -> (it.nextHop() instanceof NextHop.Here ? local : remote).carry(it),
                        new Reports(Hostname.of(settings), Reports.WHOLE_OCTETS_MAX));
        itself.complete(queue);
        opened.add(() -> queue.shutDown(settings.net().shutdownTime()));
        return queue;
    }

    private static QueueConfig queueConfig(Settings.Queue settings) {
        return new QueueConfig(
                settings.retryFirst(),
                settings.retryMost(),
                settings.lifetime(),
                settings.warnAfter(),
                settings.deliveriesMax(),
                settings.deliveriesPerDomainMax(),
                settings.recipientsMax());
    }

    private static ImapConfig imap(Settings settings) throws CommandFailed {
        return new ImapConfig(
                settings.smtp().messageSizeMax().bytes(),
                settings.imap().loginTimeout(),
                settings.imap().timeout(),
                settings.imap().heartbeat(),
                rules(settings.imap().clients()));
    }

    private static ClientRules rules(Settings.Imap.Clients clients) throws CommandFailed {
        try {
            return ClientRules.parse(clients.without(), clients.rarelyDisturbed());
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed("imap.clients: " + wrong.getMessage());
        }
    }

    private static Realm realm(House house) {
        return new Realm() {
            @Override
            public Optional<Domain> firstDomain() {
                return house.directory().firstDomain();
            }

            @Override
            public boolean mayLogIn(long account) {
                try {
                    var _ = house.accounts().open(account);
                    return true;
                } catch (MailRefusal.NoSuchAccount _) {
                    return false;
                }
            }
        };
    }

    /// Purging takes its time, and timers have none.
    private void purgeLater() {
        var _ =
                timers.after(
                        house.settings().mailbox().purgeEvery(),
                        () -> Thread.ofVirtual().name("purge").start(this::purge));
    }

    private void purge() {
        try {
            long gone = house.accounts().purge();
            if (gone > 0) {
                LOG.info("{} expunged messages are purged", gone);
            }
        } catch (RuntimeException failure) {
            LOG.error("purging failed; it is tried again later", failure);
        }
        if (!closed.get()) {
            purgeLater();
        }
    }

    /// What is to be known of a session as soon as its owner is known.
    private record Watch(Traces traces) implements Sessions.Watcher {
        @Override
        public void entered(Sessions.Session session) {
            MDC.put("account", session.login().name());
            traces.entered(session);
        }

        @Override
        public void left(Sessions.Session session) {
            traces.left(session);
        }
    }
}
