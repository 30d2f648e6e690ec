package posthouse.imap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.net.Transcripts;
import posthouse.net.Transport;

/// The commands that a client sends are the same however the network cuts them, and none is larger
/// than it may be.
class ImapReaderFuzz {
    @FuzzTest
    void collectsTheSameCommands(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Bytes said = Bytes.wrap(input).slice(1);
        List<String> whole = read(new Pieces(said, Integer.MAX_VALUE));
        List<String> cut = read(new Pieces(said, 1 + (input[0] & 15)));
        if (!cut.equals(whole)) {
            throw new AssertionError("in pieces " + cut + ", whole " + whole);
        }
    }

    private static List<String> read(Pieces pieces) {
        var commands = new ArrayList<String>();
        var reader = new ImapReader(Transcripts.connection(pieces));
        try {
            while (true) {
                commands.add(show(reader.read()));
                if (reader.messageSize() % 2 == 1) {
                    var message = reader.message().readAllBytes();
                    commands.add(Bytes.wrap(message).latin1());
                    commands.add(reader.restOfCommand().latin1());
                }
                reader.finish();
            }
        } catch (IOException | SyntaxError end) {
            commands.add(end.toString());
            return commands;
        }
    }

    private static String show(ImapReader.Received received) {
        return switch (received) {
            case ImapReader.Received.Command(Bytes octets) -> {
                if (octets.length() > ImapLimits.COMMAND_OCTETS_MAX + ImapLimits.LINE_OCTETS_MAX) {
                    throw new AssertionError("a command of " + octets.length() + " octets");
                }
                yield octets.latin1();
            }
            case ImapReader.Received.TooBig(Bytes start, String why) -> start.latin1() + why;
        };
    }

    private static final class Pieces implements Transport {
        private final int length;
        private Bytes rest;

        Pieces(Bytes octets, int length) {
            rest = octets;
            this.length = length;
        }

        @Override
        public int read(ByteBuffer target) {
            int count = Math.min(Math.min(target.remaining(), rest.length()), length);
            target.put(rest.slice(0, count).buffer());
            rest = rest.slice(count);
            return count == 0 ? -1 : count;
        }

        @Override
        public void write(ByteBuffer source) {
            source.position(source.limit());
        }

        @Override
        public void close() {}
    }
}
