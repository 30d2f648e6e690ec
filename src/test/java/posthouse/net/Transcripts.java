package posthouse.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import posthouse.bytes.Bytes;
import posthouse.tls.TlsSession;

/// Replays conversations from files as tests, without sockets, and without threads or waiting of
/// its own. What stands in the files: `src/test/transcripts/README.md`.
///
/// ```java
/// @TestFactory
/// Stream<DynamicNode> conversations() {
///     return Transcripts.replay("pop3", transcript -> new Scene() {
///         private final World world = new World();
///
///         @Override public void serve(Connection connection) throws IOException {
///             new Pop3Session(connection, world.mailboxes()).run();
///         }
///
///         @Override public void happen(String event) {
///             world.happen(event);
///         }
///     });
/// }
/// ```
///
/// Each file is replayed as it is, octet by octet, and cut at random places: each time with a scene
/// of its own. `-Dtranscripts=update` writes the server's lines into the files instead.
public final class Transcripts {
    /// Where the folders of transcripts lie.
    public static final Path FOLDER = Path.of("src/test/transcripts");

    static final String ENDING = ".transcript";
    static final boolean UPDATING = "update".equals(System.getProperty("transcripts"));

    /// `E:` The time that the client may stay silent is over.
    static final String SILENCE = "the client is silent";

    /// `E:` The client's line breaks. (A client that only closes is the end of the file.)
    static final String RESET = "the line breaks";

    /// `E:` The server must have ended the conversation by itself.
    static final String CLOSED = "the server closes";

    private static final int RANDOM_REPLAYS = 2;

    private Transcripts() {}

    /// The world that one replay of one transcript takes place in.
    @FunctionalInterface
    public interface Scene extends AutoCloseable {
        /// Holds the server's end, as [Service#serve].
        void serve(Connection connection) throws IOException;

        /// Makes the world act, for an `E:` line.
        default void happen(String event) {
            throw new AssertionError("this scene knows no event: " + event);
        }

        @Override
        default void close() {}
    }

    /// The transcripts in a folder below [#FOLDER], or the one file, as tests.
    public static Stream<DynamicNode> replay(String place, Function<Transcript, Scene> scenes) {
        return replay(FOLDER.resolve(place), scenes);
    }

    public static Stream<DynamicNode> replay(Path place, Function<Transcript, Scene> scenes) {
        return files(place).map(file -> container(Transcript.read(file), scenes));
    }

    /// Holds a conversation of which the client's side is known from the start, for an event that
    /// needs a second client.
    ///
    /// @param lines in the notation of transcripts, sent in one piece; then the client closes
    /// @return all that the server wrote
    public static String converse(Service service, String... lines) {
        return converse(service, new Monologue(lines));
    }

    /// The same with the client's octets as they are.
    public static String converse(Service service, Bytes said) {
        return converse(service, new Monologue(said));
    }

    private static String converse(Service service, Monologue transport) {
        try {
            service.serve(connection(transport, Optional.empty(), true));
        } catch (IOException _) {
            return transport.output(); // the service has had enough: what it said is the answer
        }
        return transport.output();
    }

    /// Holds a conversation with a client from elsewhere that may use STARTTLS, and sends each line
    /// when the one before has been read.
    ///
    /// @param lines in the notation of transcripts
    /// @return all that the server wrote
    public static String takeTurns(Service service, InetAddress client, List<String> lines) {
        var transport = new Turns(lines.stream().map(Notation::octets).toList());
        try {
            service.serve(connection(transport, client, Optional.empty(), true));
        } catch (IOException _) {
            return transport.output(); // as above
        }
        return transport.output();
    }

    /// A connection over any transport, from loopback, without deadlines; for tests.
    public static Connection connection(Transport transport) {
        return connection(transport, Optional.empty(), true);
    }

    private static Stream<Path> files(Path place) {
        if (Files.isRegularFile(place)) {
            return Stream.of(place);
        }
        try (var files = Files.walk(place)) {
            var found = files.filter(it -> it.toString().endsWith(ENDING)).sorted().toList();
            if (found.isEmpty()) {
                throw new AssertionError("no transcripts in " + place.toAbsolutePath());
            }
            return found.stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static DynamicNode container(
            Transcript transcript, Function<Transcript, Scene> scenes) {
        var tests = cuts(transcript).map(cut -> test(transcript, scenes, cut));
        return DynamicContainer.dynamicContainer(
                transcript.name(), transcript.file().toUri(), tests);
    }

    private static Stream<Cuts> cuts(Transcript transcript) {
        if (UPDATING || transcript.has("uncut")) {
            return Stream.of(Cuts.whole());
        }
        long seed = transcript.name().hashCode();
        var random = Stream.iterate(seed, it -> it + 1).limit(RANDOM_REPLAYS).map(Cuts::random);
        return Stream.concat(Stream.of(Cuts.whole(), Cuts.singleOctets()), random);
    }

    private static DynamicTest test(
            Transcript transcript, Function<Transcript, Scene> scenes, Cuts cuts) {
        String claim = transcript.lines().getFirst().text().substring(2);
        return DynamicTest.dynamicTest(claim + cuts, () -> replay(transcript, scenes, cuts));
    }

    static void replay(Transcript transcript, Function<Transcript, Scene> scenes, Cuts cuts)
            throws IOException {
        try (var scene = scenes.apply(transcript)) {
            var script = new Script(transcript, scene, cuts);
            var tls =
                    transcript.has("over TLS")
                            ? Optional.of(session())
                            : Optional.<TlsSession>empty();
            boolean startTls = tls.isEmpty() && !transcript.has("no STARTTLS");
            var address = InetAddress.ofLiteral(transcript.option("from").orElse("127.0.0.1"));
            var connection = connection(script, address, tls, startTls);
            try {
                scene.serve(connection);
                connection.flush();
            } catch (IOException _) {
                // The listener does the same: the conversation is over, what was said is compared.
            }
            var lines = script.finish();
            if (UPDATING) {
                Files.writeString(transcript.file(), String.join("\n", lines) + "\n");
            }
        }
    }

    private static Connection connection(
            Transport transport, Optional<TlsSession> tls, boolean startTls) {
        return connection(transport, InetAddress.ofLiteral("127.0.0.1"), tls, startTls);
    }

    private static Connection connection(
            Transport transport, InetAddress address, Optional<TlsSession> tls, boolean startTls) {
        return new Connection(
                transport,
                new Peer("t1", Optional.of(address), tls),
                startTls
                        ? Optional.of(plain -> new StartTls.Secured(plain, session()))
                        : Optional.empty(),
                new Watchdog(new StandingClock(), new NoTimers()),
                new BufferPool());
    }

    private static TlsSession session() {
        return new TlsSession(
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                Optional.empty(),
                Optional.of(Bytes.latin1("end point")),
                Optional.of(Bytes.latin1("exporter")));
    }

    static List<String> outputLines(Bytes output) {
        return Notation.lines(output);
    }
}
