package posthouse.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Asks the server that runs on a data folder.
public record ControlClient(Path data) {
    /// Waits for the answer, however long it takes.
    ///
    /// @throws NoServer if none listens there
    /// @throws IOException if the server went away before it had answered
    public Answer ask(Operation operation, Progress progress) throws NoServer, IOException {
        Path path =
                new SocketPlace(data, ControlServer.NAME)
                        .find()
                        .orElseThrow(() -> new NoServer("no server runs on " + data));
        try (SocketChannel channel = connect(path);
                var in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
                var out = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            out.write(Answer.JSON.writerFor(Operation.class).writeValueAsString(operation) + "\n");
            out.flush();
            return answer(in, progress);
        }
    }

    private SocketChannel connect(Path path) throws NoServer, IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return channel;
        } catch (IOException refused) {
            // A socket that nobody listens on was left behind by a server that was killed.
            channel.close();
            throw new NoServer("no server runs on " + data);
        }
    }

    private static Answer answer(BufferedReader in, Progress progress) throws IOException {
        while (true) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the server went away before it had answered");
            }
            JsonNode parsed = Answer.JSON.readTree(line);
            Optional<Answer> answer = Answer.ofLine(parsed);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (parsed.has("progress")) {
                progress.report(parsed.get("progress").asString());
            }
        }
    }
}
