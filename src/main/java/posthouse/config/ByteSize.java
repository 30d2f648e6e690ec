package posthouse.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// A number of octets, written as `50MiB`, `10 GB` or `4096`.
///
/// @param bytes 0 or more
public record ByteSize(long bytes) {
    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,18}) ?(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?");
    private static final String BINARY = "KMGT";

    /// @throws IllegalArgumentException if `text` is no size
    public static ByteSize parse(String text) {
        var match = TEXT.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no size; write it as 50MiB, 10GB or a number of octets");
        }
        String unit = match.group(2) == null ? "B" : match.group(2).toUpperCase(Locale.ROOT);
        int power = BINARY.indexOf(unit.charAt(0)) + 1;
        long step = unit.contains("I") ? 1024 : 1000;
        long bytes = Long.parseLong(match.group(1));
        for (int i = 0; i < power; i++) {
            if (bytes > Long.MAX_VALUE / step) {
                throw new IllegalArgumentException("'" + text + "' is too large");
            }
            bytes *= step;
        }
        return new ByteSize(bytes);
    }

    /// For callers that hold so much in one piece: at most 2 GiB less one octet.
    public int toInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /// In the largest binary unit that loses nothing.
    @Override
    public String toString() {
        long rest = bytes;
        int power = 0;
        while (rest != 0 && rest % 1024 == 0 && power < BINARY.length()) {
            rest /= 1024;
            power++;
        }
        return power == 0 ? rest + "B" : rest + String.valueOf(BINARY.charAt(power - 1)) + "iB";
    }
}
