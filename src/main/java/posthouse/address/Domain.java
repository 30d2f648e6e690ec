package posthouse.address;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;

/// A domain name in the form it is compared in: lower case, A-labels (RFC 5890 §2.3.2.1), no final
/// dot.
///
/// @param name 1 to 253 characters, each label 1 to 63 of letters, digits, hyphen and (as met in
///   the field) underscore
public record Domain(String name) implements Comparable<Domain> {
    /// RFC 1035 §2.3.4, less the root's octet and the first length octet.
    public static final int NAME_CHARACTERS_MAX = 253;

    private static final IDNA UTS46 =
            IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI);

    /// `text` as a domain name, U-labels turned into A-labels; nothing where it is none. Address
    /// literals (`[192.0.2.1]`) are none.
    public static Optional<Domain> parse(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (!isAscii(name)) {
            var info = new IDNA.Info();
            name = UTS46.nameToASCII(name, new StringBuilder(), info).toString();
            if (info.hasErrors()) {
                return Optional.empty();
            }
        }
        name = name.toLowerCase(Locale.ROOT);
        return isHostname(name) ? Optional.of(new Domain(name)) : Optional.empty();
    }

    /// The name with U-labels, for people.
    public String unicode() {
        var info = new IDNA.Info();
        String text = UTS46.nameToUnicode(name, new StringBuilder(), info).toString();
        return info.hasErrors() ? name : text;
    }

    @Override
    public int compareTo(Domain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isHostname(String name) {
        if (name.isEmpty() || name.length() > NAME_CHARACTERS_MAX) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty()
                    || label.length() > 63
                    || label.startsWith("-")
                    || label.endsWith("-")
                    || !label.chars().allMatch(Domain::isLabelCharacter)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabelCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
