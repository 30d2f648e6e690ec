package posthouse.config;

import java.nio.file.Path;
import java.util.Optional;

/// A server that takes mail for others, written as `NAME URL` or `NAME URL FILE`.
///
/// @param name what routes call it
/// @param url where it is and how it is spoken to
/// @param password the file that holds the password alone
public record SmarthostEntry(String name, String url, Optional<Path> password) {
    /// @param folder what a relative path starts from
    /// @throws IllegalArgumentException if `text` has too few words
    static SmarthostEntry parse(String text, Path folder) {
        String[] words = text.strip().split(" +", 3);
        if (words.length < 2) {
            throw new IllegalArgumentException("'" + text + "' is not NAME URL [FILE]");
        }
        Optional<Path> password =
                words.length == 3 ? Optional.of(folder.resolve(words[2])) : Optional.empty();
        return new SmarthostEntry(words[0], words[1], password);
    }
}
