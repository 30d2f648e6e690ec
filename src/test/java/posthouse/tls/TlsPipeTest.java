package posthouse.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.time.Clock;
import posthouse.time.Timers;

@Timeout(60)
class TlsPipeTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void carriesAnyOctetsBothWaysAtOnce(TlsEngine engine) throws Exception {
        try (var tls = server(engine)) {
            Seeds.each(15, random -> carries(tls, random));
        }
    }

    private static void carries(TlsServer tls, Random random) throws Exception {
        try (var pair = new Pair(tls, "mail.example")) {
            pair.handshake();
            Bytes up = octets(random);
            Bytes down = octets(random);
            int chunk = 1 + random.nextInt(40_000);
            var toServer = pair.meanwhile(() -> write(pair.client, up, chunk));
            var toClient = pair.meanwhile(() -> write(pair.server, down, chunk));
            var atServer = pair.meanwhile(() -> read(pair.server, up.length(), chunk));
            assertThat(read(pair.client, down.length(), chunk)).isEqualTo(down);
            assertThat(atServer.get()).isEqualTo(up);
            assertThat(toServer.get() && toClient.get()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsWhereThePeerSaysGoodbye(TlsEngine engine) throws Exception {
        try (var tls = server(engine);
                var pair = new Pair(tls, "mail.example")) {
            pair.handshake();
            write(pair.client, Bytes.latin1("QUIT\r\n"), 100);
            pair.client.endOutput();
            assertThat(Pair.readAll(pair.server, 100)).isEqualTo(Bytes.latin1("QUIT\r\n"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesATruncatedStreamAsItsEnd(TlsEngine engine) throws Exception {
        try (var tls = server(engine);
                var pair = new Pair(tls, "mail.example")) {
            pair.handshake();
            write(pair.client, Bytes.latin1("QUIT\r\n"), 100);
            pair.clientChannel.shutdownOutput();
            assertThat(Pair.readAll(pair.server, 100)).isEqualTo(Bytes.latin1("QUIT\r\n"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesRecordsThatWereChangedOnTheWay(TlsEngine engine) throws Exception {
        try (var tls = server(engine);
                var pair = new Pair(tls, "mail.example")) {
            pair.handshake();
            var forged = new byte[100];
            forged[0] = 23;
            forged[1] = 3;
            forged[2] = 3;
            forged[4] = 95;
            pair.clientChannel.write(ByteBuffer.wrap(forged));
            assertThatThrownBy(() -> Pair.readAll(pair.server, 100))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void mayBeReleasedTwiceAndWhileInUse(TlsEngine engine) throws Exception {
        try (var tls = server(engine);
                var pair = new Pair(tls, "mail.example")) {
            pair.handshake();
            var reading = pair.meanwhile(() -> pair.server.read(ByteBuffer.allocate(100)));
            pair.serverChannel.close();
            pair.server.release();
            pair.server.release();
            assertThat(endOf(reading)).isTrue();
            assertThatThrownBy(() -> write(pair.server, Bytes.latin1("x"), 1))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdlePipeHoldsNoRecordBuffers(TlsEngine engine) throws Exception {
        try (var tls = server(engine);
                var pair = new Pair(tls, "mail.example")) {
            pair.handshake();
            assertThat(pair.server.borrowed()).isZero();
            write(pair.client, Bytes.latin1("x".repeat(10_000)), 10_000);
            read(pair.server, 9_999, 5_000);
            assertThat(pair.server.borrowed()).isEqualTo(1);
            read(pair.server, 1, 1);
            assertThat(pair.server.borrowed()).isZero();
        }
    }

    /// Whether a read under way has found the end, one way or the other.
    private static boolean endOf(Future<Integer> reading) throws InterruptedException {
        try {
            return reading.get() < 0;
        } catch (ExecutionException failure) {
            return failure.getCause() instanceof IOException;
        }
    }

    private TlsServer server(TlsEngine engine) throws Exception {
        var files = new CertificateFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        SelfSigned.makeIfMissing(files, "mail.example", Clock.system());
        return new TlsServer(List.of(files), engine, new NoTimers());
    }

    private static Bytes octets(Random random) {
        var octets = new byte[random.nextInt(random.nextBoolean() ? 1_000 : 300_000)];
        random.nextBytes(octets);
        return Bytes.wrap(octets);
    }

    private static boolean write(TlsPipe pipe, Bytes octets, int chunk) throws IOException {
        for (int at = 0; at < octets.length(); at += chunk) {
            pipe.write(octets.slice(at, Math.min(at + chunk, octets.length())).buffer());
        }
        return true;
    }

    private static Bytes read(TlsPipe pipe, int count, int chunk) throws IOException {
        var all = ByteBuffer.allocate(count);
        while (all.hasRemaining()) {
            var part = all.slice(all.position(), Math.min(chunk, all.remaining()));
            if (pipe.read(part) < 0) {
                throw new AssertionError("the stream ends after " + all.position() + " octets");
            }
            all.position(all.position() + part.position());
        }
        return Bytes.wrap(all.array());
    }

    /// Nobody looks at the files.
    private static final class NoTimers implements Timers {
        @Override
        public Timer after(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
