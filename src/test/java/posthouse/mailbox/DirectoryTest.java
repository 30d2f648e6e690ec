package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.store.MemoryStore;

class DirectoryTest {
    private final MemoryStore store = new MemoryStore();
    private final Directory directory = new Directory(store);
    private final Domain domain = Domain.parse("demo.test").orElseThrow();
    private final Domain other = Domain.parse("other.test").orElseThrow();

    @BeforeEach
    void fill() throws Exception {
        directory.addDomain(domain);
        directory.addDomain(other);
        directory.addAddress(address("ann@demo.test"), 1, false);
        directory.addAddress(address("ben@demo.test"), 2, false);
        directory.addAddress(address("Ann.Lee@demo.test"), 1, true);
        directory.addAddress(address("ann+private@demo.test"), 2, true);
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static Optional<Long> whose(Directory directory, String text) {
        return directory.find(address(text)).map(Recipient::account);
    }

    @Test
    void findsAnAddressWhateverItsCaseAndDetail() {
        assertThat(whose(directory, "ANN@Demo.Test")).contains(1L);
        assertThat(whose(directory, "ann.lee@demo.test")).contains(1L);
        assertThat(whose(directory, "ann+list@demo.test")).contains(1L);
        assertThat(whose(directory, "ann+private@demo.test")).contains(2L);
        assertThat(whose(directory, "nobody@demo.test")).isEmpty();
        assertThat(whose(directory, "ann@elsewhere.test")).isEmpty();
    }

    @Test
    void alwaysHasPostmasterAndAbuse() throws Exception {
        assertThat(whose(directory, "Postmaster@demo.test")).contains(1L);
        assertThat(whose(directory, "abuse@other.test")).contains(1L);
        assertThat(directory.postmaster().flatMap(directory::find).map(Recipient::account))
                .contains(1L);
        directory.addAddress(address("postmaster@demo.test"), 2, true);
        assertThat(directory.postmaster().flatMap(directory::find).map(Recipient::account))
                .contains(2L);
    }

    @Test
    void givesTheRestToTheCatchAll() throws Exception {
        directory.setCatchAll(domain, Optional.of(2L));
        assertThat(whose(directory, "nobody@demo.test")).contains(2L);
        assertThat(whose(directory, "nobody@other.test")).isEmpty();
    }

    @Test
    void comesBackAfterAReopen() throws Exception {
        directory.setCatchAll(other, Optional.of(2L));
        var again = new Directory(store);
        assertThat(again.domains()).containsExactly(domain, other);
        assertThat(again.entries(domain)).isEqualTo(directory.entries(domain));
        assertThat(again.catchAll(other)).contains(2L);
        assertThat(again.addressesOf(1))
                .containsExactly(address("ann@demo.test"), address("Ann.Lee@demo.test"));
    }

    @Test
    void keepsADomainThatHasAddresses() throws Exception {
        assertThatThrownBy(() -> directory.removeDomain(domain))
                .isInstanceOf(MailRefusal.Forbidden.class);
        directory.removeDomain(other);
        assertThat(new Directory(store).domains()).containsExactly(domain);
    }

    @Test
    void refusesATakenAddress() {
        assertThatThrownBy(() -> directory.addAddress(address("ANN@demo.test"), 2, false))
                .isInstanceOf(MailRefusal.BadAddress.class);
    }
}
