package posthouse.journal;

import posthouse.bytes.Bytes;

/// Octets that are looked for in others, whatever the case of ASCII letters.
final class Needle {
    private final byte[] octets;

    Needle(String text) {
        octets = Bytes.utf8(text).toArray();
        for (int i = 0; i < octets.length; i++) {
            octets[i] = lower(octets[i]);
        }
    }

    boolean isIn(Bytes hay) {
        for (int from = 0; from <= hay.length() - octets.length; from++) {
            if (isAt(hay, from)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(Bytes hay, int from) {
        for (int i = 0; i < octets.length; i++) {
            if (lower(hay.at(from + i)) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 'a' - 'A') : octet;
    }
}
