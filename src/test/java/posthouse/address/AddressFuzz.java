package posthouse.address;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Any text is an address, which is written as it would be read again, or none.
class AddressFuzz {
    @FuzzTest
    void readsWhatItWrites(byte[] text) {
        Address.parse(Bytes.wrap(text).utf8())
                .ifPresent(address -> {
                    var again = Address.parse(address.toString());
                    if (again.filter(address::equals).isEmpty()) {
                        throw new AssertionError(address + " was read as " + again);
                    }
                    var _ = address.withoutDetail().key() + address.detail();
                });
    }

    @FuzzTest
    void namesOneDomainInOneWay(byte[] text) {
        Domain.parse(Bytes.wrap(text).utf8())
                .ifPresent(domain -> {
                    isRead(domain, domain.name());
                    isRead(domain, domain.unicode());
                });
    }

    private static void isRead(Domain domain, String text) {
        var again = Domain.parse(text);
        if (again.filter(domain::equals).isEmpty()) {
            throw new AssertionError(domain + ", written " + text + ", was read as " + again);
        }
    }
}
