package posthouse.mime;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// A message as a plan changes it.
final class SevenBitStream extends InputStream {
    private final InputStream source;
    private final Iterator<SevenBitPlan.Step> steps;
    private InputStream step = InputStream.nullInputStream();
    private Bounded unread;

    SevenBitStream(InputStream source, List<SevenBitPlan.Step> steps) {
        this.source = source;
        this.steps = steps.iterator();
        unread = new Bounded(source, 0);
    }

    @Override
    public int read() throws IOException {
        int octet = step.read();
        while (octet < 0 && next()) {
            octet = step.read();
        }
        return octet;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = step.read(into, at, length);
        while (count < 0 && next()) {
            count = step.read(into, at, length);
        }
        return count;
    }

    private boolean next() throws IOException {
        // Behind its padding base64 is not read.
        unread.drain();
        if (!steps.hasNext()) {
            return false;
        }
        SevenBitPlan.Step what = steps.next();
        unread = new Bounded(source, what.length());
        step =
                switch (what) {
                    case SevenBitPlan.Step.Copy _ -> unread;
                    case SevenBitPlan.Step.Clean _ -> new Cleaning(unread);
                    case SevenBitPlan.Step.Encode(_, var from, var to) ->
                            to.encoding(from.decoding(unread));
                    case SevenBitPlan.Step.Declare(_, var encoding, boolean isMessage) ->
                            header(unread, encoding, isMessage);
                };
        return true;
    }

    /// The header with that Content-Transfer-Encoding in the place of the one that it had, or at
    /// its end.
    private static InputStream header(InputStream in, TransferEncoding encoding, boolean isMessage)
            throws IOException {
        Bytes header = Bytes.wrap(in.readAllBytes());
        var fields = Headers.parse(header).fields();
        Bytes declared =
                Bytes.latin1("Content-Transfer-Encoding: " + encoding.mechanism() + "\r\n");
        var out = new BytesBuilder(header.length() + 100);
        int octets = 0;
        boolean isDeclared = false;
        boolean hasVersion = false;
        for (HeaderField field : fields) {
            octets += field.raw().length();
            hasVersion |= field.is("MIME-Version");
            if (!field.is("Content-Transfer-Encoding")) {
                out.append(field.raw());
            } else if (!isDeclared) {
                out.append(declared);
                isDeclared = true;
            }
        }
        if (isMessage && !hasVersion) {
            out.latin1("MIME-Version: 1.0\r\n");
        }
        if (!isDeclared) {
            out.append(declared);
        }
        out.append(header.slice(octets));
        return new ByteArrayInputStream(out.build().toArray());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /// What stands between parts, so that anybody can carry it.
    private static final class Cleaning extends InputStream {
        /// No character of a boundary (RFC 2046 §5.1.1), so that nothing becomes one.
        private static final int INSTEAD = '#';

        private final InputStream in;
        private int line;

        Cleaning(InputStream in) {
            this.in = new BufferedInputStream(in);
        }

        @Override
        public int read() throws IOException {
            int octet = in.read();
            while (octet >= 0 && octet != '\n' && !endsLine(octet)) {
                if (++line <= TransportNeeds.LINE_OCTETS_MAX) {
                    return octet == 0 || octet == '\r' || octet > 0x7f ? INSTEAD : octet;
                }
                octet = in.read();
            }
            line = octet == '\n' ? 0 : line;
            return octet;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int octet = read();
                if (octet < 0) {
                    break;
                }
                into[at + count++] = (byte) octet;
            }
            return count == 0 && length > 0 ? -1 : count;
        }

        private boolean endsLine(int octet) throws IOException {
            if (octet != '\r') {
                return false;
            }
            in.mark(1);
            int next = in.read();
            in.reset();
            return next == '\n';
        }
    }
}
