package posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/// A unix socket outside the data folder, for programs of other users.
record SharedSocket(Path path) {
    SharedSocket {
        path = path.toAbsolutePath();
    }

    /// @throws CommandFailed if there is no folder for it, or something in its place that is no
    ///   socket and must not be taken away
    void check() throws CommandFailed, IOException {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandFailed(
                    "smtp.lmtp-socket-path: there is no folder " + folder + ", make it first");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !attributes().isOther()) {
            throw new CommandFailed("smtp.lmtp-socket-path: " + path + " is no socket");
        }
    }

    private PosixFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /// Lets others use the socket that is there now.
    ///
    /// @param group empty: stays as it is
    /// @param mode `06` and two more octal digits, 6 or 0 each
    void share(String group, String mode) throws CommandFailed, IOException {
        if (!group.isEmpty()) {
            give(group);
        }
        var text = mode.substring(1).replace("6", "rw-").replace("0", "---");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(text));
    }

    private void give(String group) throws CommandFailed {
        try {
            var principals = path.getFileSystem().getUserPrincipalLookupService();
            Files.getFileAttributeView(path, PosixFileAttributeView.class)
                    .setGroup(principals.lookupPrincipalByGroupName(group));
        } catch (UserPrincipalNotFoundException none) {
            throw new CommandFailed("smtp.lmtp-socket-group: there is no group " + group);
        } catch (IOException failure) {
            throw new CommandFailed(
                    "smtp.lmtp-socket-group: the socket cannot be given to the group "
                            + group
                            + ", which only its members and root can do");
        }
    }
}
