package posthouse.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.config.Settings;
import posthouse.store.Change;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Row;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.store.View;
import posthouse.time.Clock;

/// The login names and what opens them (partitions `K/<hash of login name>`). Any thread; every
/// change is durable when its method returns.
///
/// The row `n` of a login name: octet 1 (the format), its account as a varint, the name as a text.
/// Its other rows: [Credential].
public final class Credentials {
    /// How exact the time of last use is: more would make a commit of each login.
    static final Duration LAST_USED_GRAIN = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

    private static final Bytes NAME = Bytes.latin1("n");
    private static final Bytes SECRET = Bytes.latin1("s");
    private static final Partition SERVER = new Partition(Space.CREDENTIAL, "server");
    private static final int FORMAT = 1;

    private final Store store;
    private final Clock clock;
    private final Hasher hasher;
    private final Settings.Auth config;

    public Credentials(Store store, Clock clock, Hasher hasher, Settings.Auth config) {
        this.store = store;
        this.clock = clock;
        this.hasher = hasher;
        this.config = config;
    }

    Settings.Auth config() {
        return config;
    }

    Hasher hasher() {
        return hasher;
    }

    Clock clock() {
        return clock;
    }

    /// What an operator may see of a login name.
    ///
    /// @param opens what opens it, for people: `password (argon2id), made …`
    public record Shown(String name, long account, List<Opens> opens) {}

    /// What an operator may see of a credential.
    public record Opens(int number, String kind, Instant created, Optional<Instant> lastUsed) {}

    /// A login name with all that opens it, as it was at one revision.
    record Entry(LoginName name, long account, List<Credential> credentials, long revision) {
        List<PasswordHash> passwords() {
            return credentials.stream()
                    .flatMap(it ->
                            it.secret() instanceof Secret.Password(var hash)
                                    ? Stream.of(hash)
                                    : Stream.empty())
                    .toList();
        }

        Optional<ScramVerifier> scram() {
            return credentials.stream()
                    .flatMap(it ->
                            it.secret() instanceof Secret.Scram(var verifier)
                                    ? Stream.of(verifier)
                                    : Stream.empty())
                    .findFirst();
        }
    }

    /// Gives a login name its account and its password, in place of the one that it had. Doing it
    /// twice does no harm. Sessions go on: who wants to end them does it behind this.
    ///
    /// @throws IllegalArgumentException if the password has characters that none may have
    public void setPassword(Address name, long account, String password) {
        PasswordHash hash = hasher.hash(password);
        replace(LoginName.of(name), account, secrets(hash, password));
    }

    /// The same with a hash that somebody else made. It is replaced by one of ours when the
    /// password is first seen.
    public void setHash(Address name, long account, PasswordHash hash) {
        replace(LoginName.of(name), account, List.of(new Secret.Password(hash)));
    }

    /// Forgets the login name; nothing happens where there is none.
    public void remove(Address name) {
        change(
                LoginName.of(name).partition(),
                view ->
                        view.rows().getFirst().isEmpty()
                                ? List.of()
                                : List.of(new Change.DeleteRange(Range.ALL)));
    }

    public Optional<Shown> show(Address name) {
        return find(LoginName.of(name)).map(Credentials::shown);
    }

    /// All login names, in no order.
    public Stream<Shown> all() {
        return store.partitions(Space.CREDENTIAL)
                .flatMap(partition -> entry(store.read(partition, Range.ALL)).stream())
                .map(Credentials::shown);
    }

    Optional<Entry> find(LoginName name) {
        return entry(store.read(name.partition(), Range.ALL))
                .filter(entry -> entry.name().equals(name));
    }

    /// Something that SCRAM can ask of a name that has no verifier: the same each time, also after
    /// a restart, so that it does not show. No password fits it.
    ScramVerifier scramOfNobody(String name) {
        Bytes secret = serverSecret();
        Bytes named = Bytes.utf8(name);
        Bytes salt = ScramVerifier.hmac(secret, Bytes.latin1("salt ").plus(named));
        Bytes key = ScramVerifier.hmac(secret, Bytes.latin1("key ").plus(named));
        return new ScramVerifier(
                salt.slice(0, ScramVerifier.SALT_OCTETS), ScramVerifier.ITERATIONS, key, key);
    }

    /// Printable, and never the same.
    String nonce() {
        byte[] octets = new byte[18];
        hasher.random().nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    /// Made when first asked for: row `s` of partition `K/server`, octet 1 (the format) and 32
    /// random octets.
    private Bytes serverSecret() {
        Optional<Bytes> kept = store.read(SERVER, Range.of(SECRET)).value();
        if (kept.isEmpty()) {
            byte[] octets = new byte[32];
            hasher.random().nextBytes(octets);
            Bytes value = new BytesBuilder().octet(FORMAT).append(Bytes.wrap(octets)).build();
            change(
                    SERVER,
                    view ->
                            view.rows().getFirst().isEmpty()
                                    ? List.of(new Change.Put(SECRET, value))
                                    : List.of());
            kept = store.read(SERVER, Range.of(SECRET)).value();
        }
        return kept.orElseThrow().slice(1);
    }

    /// Notes that a password opened a login name: makes what is kept of it anew where a better hash
    /// is made now (or SCRAM was switched on or off), else writes down the hour. Where the store
    /// takes no writes, people can still log in.
    void used(Entry entry, String password) {
        try {
            if (isStale(entry)) {
                renew(entry, password);
            } else {
                note(entry);
            }
        } catch (StoreFailure failure) {
            LOG.warn("the use of a login name could not be noted: {}", failure.getMessage());
        }
    }

    /// The same where the password was not seen.
    void used(Entry entry) {
        try {
            note(entry);
        } catch (StoreFailure failure) {
            LOG.warn("the use of a login name could not be noted: {}", failure.getMessage());
        }
    }

    private boolean isStale(Entry entry) {
        return !entry.passwords().stream().allMatch(PasswordHash::isCurrent)
                || config.scram() != entry.scram().isPresent();
    }

    private void renew(Entry entry, String password) {
        Instant created =
                entry.credentials().stream()
                        .map(Credential::created)
                        .min(Comparator.naturalOrder())
                        .orElseGet(clock::now);
        var owner = new Owner(entry.name(), entry.account(), created, Optional.of(clock.now()));
        commit(
                entry,
                replacing(entry.credentials(), owner, secrets(hasher.hash(password), password)));
    }

    /// The hour of last use need not be exact, so that few logins write anything.
    private void note(Entry entry) {
        Instant now = clock.now();
        List<Change> notes =
                entry.credentials().stream()
                        .filter(it ->
                                it.isOfPassword() && !it.wasUsedSince(now.minus(LAST_USED_GRAIN)))
                        .<Change>map(it -> new Change.Put(it.usedAt(now).row()))
                        .toList();
        if (!notes.isEmpty()) {
            commit(entry, notes);
        }
    }

    /// Unless something has changed since `entry` was read; nobody waits until it is durable.
    private void commit(Entry entry, List<Change> changes) {
        try {
            var _ = store.commit(entry.name().partition(), entry.revision(), changes, List.of());
        } catch (Conflict _) {
            // Somebody was quicker, perhaps with another password: theirs stays.
        }
    }

    private List<Secret> secrets(PasswordHash hash, String password) {
        var kept = new Secret.Password(hash);
        if (!config.scram()) {
            return List.of(kept);
        }
        String prepared = OpaqueString.require(password);
        return List.of(kept, new Secret.Scram(ScramVerifier.make(prepared, hasher.random())));
    }

    private void replace(LoginName name, long account, List<Secret> secrets) {
        var owner = new Owner(name, account, clock.now(), Optional.empty());
        change(name.partition(), view -> replacing(credentials(view), owner, secrets));
    }

    /// Whose the secrets are that are put in a row.
    private record Owner(
            LoginName name, long account, Instant created, Optional<Instant> lastUsed) {
        Row row() {
            Bytes value = new BytesBuilder().octet(FORMAT).varint(account).text(name.key()).build();
            return new Row(NAME, value);
        }
    }

    private static List<Change> replacing(
            List<Credential> before, Owner owner, List<Secret> secrets) {
        var changes = new ArrayList<Change>();
        changes.add(new Change.Put(owner.row()));
        int number = 0;
        for (Credential credential : before) {
            number = Math.max(number, credential.number());
            if (credential.isOfPassword()) {
                changes.add(new Change.Delete(credential.key()));
            }
        }
        for (Secret secret : secrets) {
            var made =
                    new Credential(
                            ++number,
                            secret,
                            Credential.Scope.EVERYTHING,
                            owner.created(),
                            owner.lastUsed());
            changes.add(new Change.Put(made.row()));
        }
        return changes;
    }

    private void change(Partition partition, Function<View, List<Change>> change) {
        while (true) {
            View view = store.read(partition, Range.ALL);
            List<Change> changes = change.apply(view);
            if (changes.isEmpty()) {
                return;
            }
            try {
                store.commit(partition, view.revision(), changes, List.of()).await();
                return;
            } catch (Conflict _) {
                // Somebody else's change came first; this one is worked out again on top of it.
            }
        }
    }

    private static Optional<Entry> entry(View view) {
        for (Row row : view.rows().getFirst()) {
            if (row.key().equals(NAME)) {
                var value = new BytesReader(row.value());
                if (value.octet() != FORMAT) {
                    throw new BytesReader.Malformed("a login name of a later format");
                }
                long account = value.varint();
                var name = new LoginName(value.text());
                return Optional.of(new Entry(name, account, credentials(view), view.revision()));
            }
        }
        return Optional.empty();
    }

    private static List<Credential> credentials(View view) {
        return view.rows().getFirst().stream()
                .filter(row -> row.key().startsWith(Credential.KEYS))
                .map(Credential::read)
                .toList();
    }

    private static Shown shown(Entry entry) {
        return new Shown(
                entry.name().key(),
                entry.account(),
                entry.credentials().stream().map(Credentials::opens).toList());
    }

    private static Opens opens(Credential credential) {
        String kind =
                switch (credential.secret()) {
                    case Secret.Password(var hash) -> "password (" + hash.scheme() + ")";
                    case Secret.Scram _ -> "password (scram-sha-256)";
                    case Secret.Unknown(var number, _) -> "kind " + number + " of a later version";
                };
        return new Opens(credential.number(), kind, credential.created(), credential.lastUsed());
    }
}
