package posthouse.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Text that may be UTF-8: octets that are none are taken for windows-1252, one by one.
final class GuessingReader extends Reader {
    private final InputStream source;
    private final CharsetDecoder utf8 =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer octets = ByteBuffer.allocate(8 * 1024).limit(0);
    private boolean ended;
    private int pending = -1;

    GuessingReader(InputStream source) {
        this.source = source;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (pending >= 0) {
            into[from] = (char) pending;
            pending = -1;
            return 1;
        }
        return length == 1 ? readOne(into, from) : decode(CharBuffer.wrap(into, from, length));
    }

    /// A character beyond the first plane comes as two, of which the second has to wait.
    private int readOne(char[] into, int at) throws IOException {
        var two = CharBuffer.allocate(2);
        int count = decode(two);
        if (count > 0) {
            into[at] = two.get(0);
            pending = count == 2 ? two.get(1) : -1;
        }
        return Math.min(count, 1);
    }

    /// @param text has room for two characters
    private int decode(CharBuffer text) throws IOException {
        int start = text.position();
        while (text.position() == start) {
            if (!octets.hasRemaining() && !fill()) {
                return -1;
            }
            CoderResult result = utf8.decode(octets, text, ended);
            if (result.isError()) {
                windows(text, result.length());
            } else if (text.position() == start && !fill()) {
                ended = true;
            }
        }
        return text.position() - start;
    }

    private void windows(CharBuffer text, int count) {
        for (int left = count; left > 0 && text.hasRemaining(); left--) {
            byte[] one = {octets.get()};
            text.put(new String(one, Charsets.WINDOWS));
        }
    }

    /// @return whether there is more than before
    private boolean fill() throws IOException {
        octets.compact();
        int count = source.read(octets.array(), octets.position(), octets.remaining());
        if (count > 0) {
            octets.position(octets.position() + count);
        }
        octets.flip();
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
