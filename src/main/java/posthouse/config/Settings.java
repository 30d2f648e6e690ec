package posthouse.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything that can be configured. One component a setting, and nowhere else.
@Doc(
        """
        Posthouse's configuration. Every setting has a default that
        works: keep in your file only what you change. The file is
        DATA/posthouse.toml, else /etc/posthouse/posthouse.toml, else
        the one that --config names. 'posthouse config check' says what
        is wrong with it. Relative paths start from the file's folder.
        Changes take effect when the server is started again.
        """)
public record Settings(
        @Doc(
                        """
                        The server's name in greetings and Received fields; empty: what
                        the machine calls itself.
                        """)
                @Default("")
                String hostname,
        Net net,
        Tls tls,
        Auth auth,
        Smtp smtp,
        Queue queue,
        Dns dns,
        Pop3 pop3,
        Imap imap,
        Mailbox mailbox,
        Store store,
        Log log) {

    /// The reader of this file.
    public static ConfigReader<Settings> reader() {
        return new ConfigReader<>(Settings.class);
    }

    @Doc("Listeners and connections.")
    public record Net(
            @Doc(
                            """
                            The addresses to listen on. The default is reached from this
                            machine only; ["0.0.0.0", "::"] is reached from everywhere. An
                            IPv6 address is passed over where the machine has no IPv6. As
                            long as all of them are loopback addresses, a port below 1024
                            that may not be bound becomes that + 1000.
                            """)
                    @Default("127.0.0.1, ::1")
                    List<String> listen,
            @Doc("Connections at once, on all ports together.")
                    @Default("10000")
                    @Between(min = 1, max = 1_000_000)
                    int connectionsMax,
            @Doc("Connections at once from one address; loopback addresses are exempt.")
                    @Default("100")
                    @Between(min = 1, max = 1_000_000)
                    int connectionsPerAddressMax,
            @Doc(
                            """
                            New connections in a minute from one network (an IPv4 /24 or an
                            IPv6 /56), on all ports together; 0: no limit. Loopback addresses
                            are exempt.
                            """)
                    @Default("600")
                    @Between(min = 0, max = 1_000_000)
                    int connectionsPerMinuteMax,
            @Doc(
                            """
                            Addresses or networks (192.0.2.0/24) that are exempt as loopback
                            addresses are: from these limits and from all of [smtp.door]. They
                            may send out no more than others.
                            """)
                    @Default("")
                    List<String> trusted,
            @Doc(
                            """
                            Addresses or networks (192.0.2.0/24) of proxies that put a PROXY
                            protocol header (v1 or v2) in front of each connection. From
                            these, a connection without one is refused; from others, a
                            header is no header.
                            """)
                    @Default("")
                    List<String> proxies,
            @Doc("How long sessions get to end when the server is stopped.") @Default("10s")
                    Duration shutdownTime) {}

    @Doc("Certificates. Files are watched: a new one is used without a restart.")
    public record Tls(
            @Doc(
                            """
                            The certificate chain, PEM; empty: a self-signed one is made in
                            DATA/tls at the first start.
                            """)
                    @Default("")
                    Optional<Path> certificate,
            @Doc("The certificate's private key, PEM, without a password.") @Default("")
                    Optional<Path> key,
            @Doc(
                            """
                            More certificates, chosen by the name that the client asks for
                            (SNI): a folder with pairs of files NAME.crt and NAME.key, or
                            NAME/fullchain.pem and NAME/privkey.pem.
                            """)
                    @Default("")
                    Optional<Path> folder) {
        public Tls {
            if (certificate.isPresent() != key.isPresent()) {
                throw new IllegalArgumentException(
                        "tls.certificate and tls.key are needed together");
            }
        }
    }

    @Doc("Who may come in.")
    public record Auth(
            @Doc(
                            """
                            Whether SCRAM-SHA-256 is offered. Its verifiers are weaker than
                            the password hashes kept otherwise, so they are made only where
                            this is on, at the next change of a password.
                            """)
                    @Default("false")
                    boolean scram,
            @Doc(
                            """
                            Whether a password may be sent over a line without TLS from
                            elsewhere than this machine.
                            """)
                    @Default("false")
                    boolean plainWithoutTls,
            @Doc("Sessions at once for one account, in all protocols together.")
                    @Default("50")
                    @Between(min = 1, max = 100_000)
                    int sessionsPerAccountMax) {}

    @Doc("Mail coming in: SMTP from other servers, submission by users, LMTP.")
    public record Smtp(
            @Doc("SMTP, for other servers.") @Default("25") Port port,
            @Doc("Submission with STARTTLS, for users.") @Default("587") Port submissionPort,
            @Doc("Submission over TLS, for users.") @Default("465") Port submissionsPort,
            @Doc("LMTP, for other programs that deliver here. It asks for no password.")
                    @Default("24")
                    Port lmtpPort,
            @Doc("The addresses that LMTP listens on, whatever net.listen says.")
                    @Default("127.0.0.1, ::1")
                    List<String> lmtpListen,
            @Doc("Whether LMTP is also spoken on a unix socket in the data folder, run/lmtp.sock.")
                    @Default("true")
                    boolean lmtpSocket,
            @Doc(
                            """
                            Where that socket is instead, for programs of other users, who
                            cannot enter the data folder. Its folder must be there, and says
                            who gets as far as the socket.
                            """)
                    @Default("")
                    Optional<Path> lmtpSocketPath,
            @Doc("The group of that socket; empty: as the system gives it.") @Default("")
                    String lmtpSocketGroup,
            @Doc("Who may use that socket: 0600 its owner, 0660 its group too, 0666 everybody.")
                    @Default("0660")
                    String lmtpSocketMode,
            @Doc("The largest message, by SMTP, LMTP and IMAP.") @Default("50MiB")
                    ByteSize messageSizeMax,
            @Doc("Recipients of one message. RFC 5321 §4.5.3.1.8 asks for 100 at least.")
                    @Default("1000")
                    @Between(min = 100, max = 100_000)
                    int recipientsMax,
            @Doc("Recipients that an account may write to in a day, by submission.")
                    @Default("2000")
                    @Between(min = 1, max = 10_000_000)
                    int recipientsPerDayMax,
            @Doc("Received fields at which a message is taken to run in circles.")
                    @Default("100")
                    @Between(min = 10, max = 1000)
                    int receivedMax,
            @Doc("For how long users may have mail held back (FUTURERELEASE) at most.")
                    @Default("90d")
                    Duration holdMax,
            @Doc("How long a client may stay silent; RFC 5321 §4.5.3.2.7 asks for 5 minutes.")
                    @Default("5m")
                    Duration timeout,
            Door door) {
        @Doc(
                """
                What strangers are held to that come to the SMTP port: everybody but
                this machine itself and net.trusted. A minute's worth is counted for a
                network (an IPv4 /24 or an IPv6 /56) and not for a connection; whoever
                has had it is told to come again later. 0: no limit.
                """)
        public record Door(
                @Doc(
                                """
                                How long the greeting is held back. A client that speaks before
                                it is refused: programs that spread spam often do, mail servers
                                never. 0: not at all.
                                """)
                        @Default("1s")
                        Duration greetingDelay,
                @Doc(
                                """
                                Addresses or networks whose machines may send anywhere without
                                logging in, by the port of other servers: printers, or servers
                                of yours. This machine is none of them unless it is named.
                                """)
                        @Default("")
                        List<String> relayNetworks,
                @Doc("Commands in a minute from one network.")
                        @Default("6000")
                        @Between(min = 0, max = 10_000_000)
                        int commandsPerMinuteMax,
                @Doc("Messages in a minute from one network.")
                        @Default("600")
                        @Between(min = 0, max = 10_000_000)
                        int messagesPerMinuteMax,
                @Doc("Recipients in a minute from one network, also those that do not exist.")
                        @Default("3000")
                        @Between(min = 0, max = 10_000_000)
                        int recipientsPerMinuteMax,
                @Doc(
                                """
                                Lists in DNS of addresses that send what nobody wants (RFC
                                5782), as ["bl.example.org"]: who is on one of them can write to
                                the postmaster and to nobody else. A list that cannot be asked
                                keeps nobody out. Read each list's conditions: some do not
                                answer to large or commercial servers.
                                """)
                        @Default("")
                        List<String> blockLists,
                @Doc("Addresses or networks (192.0.2.0/24) that no list is asked about.")
                        @Default("")
                        List<String> allowList) {
            /// The client waits five minutes for a greeting (RFC 5321 §4.5.3.2.1).
            static final Duration GREETING_DELAY_MAX = Duration.ofMinutes(1);

            public Door {
                if (greetingDelay.compareTo(GREETING_DELAY_MAX) > 0) {
                    throw new IllegalArgumentException(
                            "smtp.door.greeting-delay is a minute at most: other servers wait no"
                                    + " longer than five");
                }
                for (String list : blockLists) {
                    if (!list.matches("([A-Za-z0-9_-]{1,63}\\.)+[A-Za-z0-9-]{1,63}")) {
                        throw new IllegalArgumentException(
                                "smtp.door.block-lists: '" + list + "' is no domain in DNS");
                    }
                }
            }
        }

        public Smtp {
            if (!lmtpSocketMode.matches("06[06][06]")) {
                throw new IllegalArgumentException(
                        "smtp.lmtp-socket-mode is 0600, 0660 or 0666, not '"
                                + lmtpSocketMode
                                + "'");
            }
        }
    }

    @Doc("Mail going out: the queue, and which servers it goes to.")
    public record Queue(
            @Doc(
                            """
                            How long after a failed try comes the next; then a message waits
                            as long as it has waited already.
                            """)
                    @Default("5m")
                    Duration retryFirst,
            @Doc("But never longer than this.") @Default("70m") Duration retryMost,
            @Doc("After this, what cannot be delivered is returned to its sender.") @Default("5d")
                    Duration lifetime,
            @Doc("After this, the sender is told that a message still waits.") @Default("4h")
                    Duration warnAfter,
            @Doc(
                            """
                            Deliveries at once, to all servers together. Three times as many
                            more may be on their way to servers that have not answered yet.
                            """)
                    @Default("200")
                    @Between(min = 1, max = 10_000)
                    int deliveriesMax,
            @Doc("Deliveries at once to the servers of one domain.")
                    @Default("20")
                    @Between(min = 1, max = 1000)
                    int deliveriesPerDomainMax,
            @Doc("Recipients of one delivery.") @Default("50") @Between(min = 1, max = 1000)
                    int recipientsMax,
            @Doc("Who we say we are to other servers (EHLO); empty: hostname.") @Default("")
                    String name,
            @Doc(
                            """
                            The addresses that connections go out from, one IPv4 and one IPv6
                            at most; the machine chooses where there is none.
                            """)
                    @Default("")
                    List<String> sources,
            @Doc("The port of other servers; another than 25 only makes sense in tests.")
                    @Default("25")
                    @Between(min = 1, max = 65_535)
                    int port,
            @Doc(
                            """
                            Servers that take mail for others, each "NAME URL" or "NAME URL
                            FILE", where FILE holds the password alone; a relative one starts
                            at the folder of this file. URL is submissions://USER@HOST (TLS from
                            the first octet, port 465), submission://USER@HOST (STARTTLS, port
                            587) or smtp://HOST (TLS where it is offered, port 25), with another
                            port behind HOST if need be, and an @ within USER written %40.
                            """)
                    @Default("")
                    List<SmarthostEntry> smarthosts,
            @Doc(
                            """
                            Which mail takes them; the first rule that holds counts. "to
                            example.org: NAME", "to *.example.org: NAME", "to *: NAME",
                            "from ann@example.org: NAME", "from @example.org: NAME", "after
                            3: NAME" (from the fourth try on). NAME is a smarthost, or
                            direct for the mail exchangers of the recipient's domain, where
                            other mail goes as well.
                            """)
                    @Default("")
                    List<String> routes) {}

    @Doc("Looking up names.")
    public record Dns(
            @Doc(
                            """
                            The name servers to ask, each an address with or without a port
                            (127.0.0.1:5353, [::1]:53); empty: those of the machine
                            (/etc/resolv.conf).
                            """)
                    @Default("")
                    List<String> servers,
            @Doc("How long a lookup may take.") @Default("20s") Duration timeout) {}

    @Doc("POP3.")
    public record Pop3(
            @Doc("POP3 with STARTTLS.") @Default("110") Port port,
            @Doc("POP3 over TLS.") @Default("995") Port tlsPort,
            @Doc("How long a client may stay silent; RFC 1939 §3 asks for 10 minutes at least.")
                    @Default("10m")
                    Duration timeout,
            @Doc("CAPA's EXPIRE (RFC 2449 §6.7): never, or days. Nothing is deleted by it.")
                    @Default("never")
                    String expire,
            @Doc("How long an account waits for its next login (RFC 2449 §6.5); 0: not at all.")
                    @Default("0")
                    Duration loginDelay) {
        public Pop3 {
            if (!expire.matches("never|\\d{1,5}")) {
                throw new IllegalArgumentException(
                        "pop3.expire is never or a number of days, not '" + expire + "'");
            }
        }
    }

    @Doc("IMAP.")
    public record Imap(
            @Doc("IMAP with STARTTLS.") @Default("143") Port port,
            @Doc("IMAP over TLS.") @Default("993") Port tlsPort,
            @Doc(
                            """
                            How long a client may stay silent, also in IDLE; RFC 9051 §5.4
                            asks for 30 minutes at least.
                            """)
                    @Default("30m")
                    Duration timeout,
            @Doc("How long a client may stay silent before it has logged in.") @Default("3m")
                    Duration loginTimeout,
            @Doc(
                            """
                            How often a client in IDLE is told that the server is still there:
                            Outlook and many routers drop lines on which nothing happens.
                            """)
                    @Default("2m")
                    Duration heartbeat,
            Clients clients) {

        @Doc(
                """
                What is otherwise for some clients and accounts. WHO is an
                account's address, or a client as it calls itself (the name and
                version of IMAP's ID, as 'session list' shows it); * stands for
                anything.
                """)
        public record Clients(
                @Doc(
                                """
                                Extensions that are switched off, each "WHO: EXTENSION …", as
                                "ann@example.org: QRESYNC" or "Old Mail*: IMAP4rev2
                                COMPRESS=DEFLATE". Without LITERAL+ there is LITERAL-.
                                """)
                        @Default("")
                        List<String> without,
                @Doc(
                                """
                                Each a WHO that hears a heartbeat in IDLE only every 28
                                minutes: phones, which it would wake.
                                """)
                        @Default("FairEmail*")
                        List<String> rarelyDisturbed) {}
    }

    @Doc("Accounts and their mail.")
    public record Mailbox(
            @Doc("What the messages of a new account may take; 0: no limit.") @Default("0")
                    ByteSize quota,
            @Doc("How many messages a new account may have; 0: no limit.") @Default("0")
                    int quotaMessages,
            @Doc(
                            """
                            How long what was expunged, and deleted mailboxes and accounts,
                            can still be brought back; 0: not at all.
                            """)
                    @Default("30d")
                    Duration graceTime,
            @Doc("How much of an account's expunged mail is kept, the youngest; outside its quota.")
                    @Default("10GiB")
                    ByteSize graceSize,
            @Doc("How often what is older is purged.") @Default("1h") Duration purgeEvery) {}

    @Doc("Where everything durable is.")
    public record Store(
            @Doc("Memory outside the heap for the engine's cache and write buffers.")
                    @Default("64MiB")
                    ByteSize memory) {}

    @Doc("The log, which goes to standard error.")
    public record Log(
            @Doc("How lines look: text for people, json for programs.") @Default("text")
                    Format format,
            @Doc("What is logged: error, warn, info or debug.") @Default("info") Level level,
            @Doc(
                            """
                            How long 'posthouse trace' can tell what became of a message; whole
                            days of UTC are kept. 0: nothing is taken down.
                            """)
                    @Default("14d")
                    Duration journalTime) {}

    /// How log lines look.
    public enum Format {
        TEXT,
        JSON
    }

    /// The least that is worth a log line.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
