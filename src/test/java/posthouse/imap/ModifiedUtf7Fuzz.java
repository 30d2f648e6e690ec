package posthouse.imap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Each name of a mailbox is written in one way, in printable US-ASCII, and read again.
class ModifiedUtf7Fuzz {
    @FuzzTest
    void readsOneNameInOneWay(byte[] name) {
        String sent = Bytes.wrap(name).latin1();
        ModifiedUtf7.decode(sent)
                .ifPresent(text -> {
                    if (!ModifiedUtf7.encode(text).equals(sent)) {
                        throw new AssertionError("written in two ways: " + text);
                    }
                });
    }

    @FuzzTest
    void readsWhatItWrites(byte[] name) {
        Bytes.wrap(name)
                .strictUtf8()
                .ifPresent(text -> {
                    String written = ModifiedUtf7.encode(text);
                    boolean printable = written.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
                    if (!printable || ModifiedUtf7.decode(written).filter(text::equals).isEmpty()) {
                        throw new AssertionError(text + " was written " + written);
                    }
                });
    }
}
