package posthouse.config;

/// One thing that is wrong with a configuration file.
///
/// @param line counted from 1; 0 where it is not known
/// @param text a sentence that names the key
public record Problem(int line, String text) {
    @Override
    public String toString() {
        return line == 0 ? text : "line " + line + ": " + text;
    }
}
