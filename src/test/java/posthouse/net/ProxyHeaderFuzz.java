package posthouse.net;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import posthouse.bytes.Bytes;

/// No octets get anything but an address or a [BadProxyHeader] out of the reader, and what stands
/// behind a header is left where it is.
class ProxyHeaderFuzz {
    @FuzzTest(maxDuration = "10m")
    void readsOrRefuses(byte[] octets) throws IOException {
        var transport = new Octets(Bytes.wrap(octets));
        try {
            var _ = ProxyHeader.read(transport).source().map(InetAddress::getHostAddress);
        } catch (BadProxyHeader _) {
            return; // as it should be
        }
        Bytes read = Bytes.wrap(octets).slice(0, octets.length - transport.rest.length());
        if (read.length() != headerLength(read)) {
            throw new AssertionError("the header was not " + read);
        }
    }

    private static int headerLength(Bytes read) {
        return read.at(0) == 'P'
                ? read.indexOf('\n', 0) + 1
                : 16 + ((read.at(14) & 0xff) << 8 | read.at(15) & 0xff);
    }

    private static final class Octets implements Transport {
        private Bytes rest;

        Octets(Bytes octets) {
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
        public void write(ByteBuffer source) {
            throw new AssertionError("a header is not answered");
        }

        @Override
        public void close() {}
    }
}
