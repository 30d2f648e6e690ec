package posthouse.config;

/// A TCP port to listen on: 1 to 65535, 0 for any free one, or off.
///
/// @param number 0 to 65535, or -1: off
public record Port(int number) {
    public static final Port OFF = new Port(-1);

    /// @throws IllegalArgumentException if `text` is neither a port nor `off`
    public static Port parse(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no port; write 1 to 65535, 0 (any free one) or \"off\"");
        }
        return new Port(Integer.parseInt(text));
    }

    public boolean isOff() {
        return number < 0;
    }

    @Override
    public String toString() {
        return isOff() ? "off" : Integer.toString(number);
    }
}
