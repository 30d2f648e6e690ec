package posthouse.imap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Whatever a client sends, in each state: it is answered, and never by a failure of ours.
class ImapSessionFuzz {
    @FuzzTest
    void beforeLogin(byte[] said) {
        Babble.check("", Bytes.wrap(said));
    }

    @FuzzTest
    void afterLogin(byte[] said) {
        Babble.check(Babble.LOGIN, Bytes.wrap(said));
    }

    @FuzzTest
    void withMailbox(byte[] said) {
        Babble.check(Babble.LOGIN + Babble.SELECT, Bytes.wrap(said));
    }

    @FuzzTest
    void inIdle(byte[] said) {
        Babble.check(Babble.LOGIN + Babble.SELECT + "c IDLE\r\n", Bytes.wrap(said));
    }
}
