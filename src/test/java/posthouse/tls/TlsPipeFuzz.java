package posthouse.tls;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// No octets get anything but a refusal out of a handshake, with either engine.
class TlsPipeFuzz {
    private static final TlsServer BORINGSSL = server(TlsEngine.BORINGSSL);
    private static final TlsServer JDK = server(TlsEngine.JDK);

    @FuzzTest
    void refusesInBoringSsl(byte[] said) {
        check(BORINGSSL, said);
    }

    @FuzzTest
    void refusesInTheJdk(byte[] said) {
        check(JDK, said);
    }

    private static void check(TlsServer server, byte[] said) {
        var pipe = server.pipe(new Monologue(Bytes.wrap(said)));
        try {
            throw new AssertionError("a handshake by chance: " + pipe.handshake());
        } catch (IOException _) {
            // as it should be: nobody guesses keys
        } finally {
            pipe.release();
        }
    }

    private static TlsServer server(TlsEngine engine) {
        try {
            Path folder = Files.createTempDirectory("posthouse-fuzz");
            var files = new CertificateFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
            var _ = SelfSigned.makeIfMissing(files, "mail.example", Clock.system());
            return new TlsServer(List.of(files), engine, new NoTimers());
        } catch (IOException | BadCertificate failure) {
            throw new AssertionError(failure);
        }
    }

    private static final class NoTimers implements Timers {
        @Override
        public Timer after(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public void close() {}
    }

    private static final class Monologue implements ByteChannel {
        private Bytes rest;

        Monologue(Bytes octets) {
            rest = octets;
        }

        @Override
        public int read(ByteBuffer target) {
            int count = Math.min(target.remaining(), rest.length());
            target.put(rest.slice(0, count).buffer());
            rest = rest.slice(count);
            return count == 0 ? -1 : count;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
