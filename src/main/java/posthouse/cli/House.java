package posthouse.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import posthouse.auth.Credentials;
import posthouse.auth.Hasher;
import posthouse.config.Settings;
import posthouse.control.Live;
import posthouse.control.Office;
import posthouse.journal.Lookup;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailLimits;
import posthouse.store.RocksStore;
import posthouse.store.Store;
import posthouse.store.StoreConfig;
import posthouse.time.Clock;

/// An opened data folder and the domain over it: what the server and a command without a server
/// both need.
record House(
        Path data,
        Settings settings,
        Clock clock,
        Store store,
        Accounts accounts,
        Directory directory,
        Hasher hasher,
        Credentials credentials,
        SecureRandom random)
        implements AutoCloseable {

    /// Opens the folder, or makes one.
    ///
    /// @throws posthouse.store.StoreFailure with a sentence for the operator, if it is in use or
    ///   cannot be read
    static House open(Path data, Settings settings) {
        Clock clock = Clock.system();
        var random = new SecureRandom();
        Store store = RocksStore.open(data, storeConfig(settings.store()));
        try {
            var hasher = new Hasher(Runtime.getRuntime().availableProcessors(), random);
            return new House(
                    data,
                    settings,
                    clock,
                    store,
                    new Accounts(store, clock, limits(settings.mailbox())),
                    new Directory(store),
                    hasher,
                    new Credentials(store, clock, hasher, settings.auth()),
                    random);
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    /// What operations work with where no server runs.
    Office office() {
        return office(() -> new Lookup(store), Optional.empty());
    }

    Office office(Supplier<Lookup> journal, Optional<Live> live) {
        return new Office(
                data, settings.mailbox(), random, accounts, directory, credentials, journal, live);
    }

    @Override
    public void close() {
        hasher.close();
        store.close();
    }

    private static StoreConfig storeConfig(Settings.Store settings) {
        StoreConfig standard = StoreConfig.DEFAULT;
        return new StoreConfig(
                settings.memory().bytes(), standard.readers(), standard.inFlightBytes());
    }

    private static MailLimits limits(Settings.Mailbox settings) {
        MailLimits standard = MailLimits.DEFAULT;
        return new MailLimits(
                standard.headerOctets(),
                standard.mailboxes(),
                standard.keywords(),
                standard.keywordCharacters(),
                settings.graceTime(),
                settings.graceSize().bytes(),
                standard.logTime(),
                standard.logEntries(),
                standard.deliveryTime(),
                standard.messagesInMemory());
    }
}
