package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedSocketTest {
    @TempDir private Path folder = Path.of("");

    private String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void takesAwayNothingButASocket() throws Exception {
        Path file = Files.writeString(folder.resolve("precious"), "text");
        assertThatThrownBy(new SharedSocket(file)::check)
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("is no socket");
        assertThatThrownBy(new SharedSocket(folder)::check).isInstanceOf(CommandFailed.class);
        assertThatThrownBy(new SharedSocket(folder.resolve("none/lmtp.sock"))::check)
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("there is no folder");
        new SharedSocket(folder.resolve("lmtp.sock")).check();
    }

    @Test
    void givesTheSocketToAGroup() throws Exception {
        var socket = new SharedSocket(folder.resolve("lmtp.sock"));
        try (var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            var _ = channel.bind(UnixDomainSocketAddress.of(socket.path()));
            socket.check();
            String own = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
            for (String mode : new String[] {"0600", "0660", "0666"}) {
                socket.share(own, mode);
                assertThat(mode(socket.path()))
                        .isEqualTo(mode.substring(1).replace("6", "rw-").replace("0", "---"));
            }
            assertThatThrownBy(() -> socket.share("no-such-group", "0660"))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("no group");
        }
    }
}
