package posthouse.auth;

import java.time.Instant;
import java.util.Optional;
import posthouse.bytes.Base32Hex;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.store.Row;

/// One of the things that open an account.
///
/// Its row: key `c/` and the number in 7 characters of base32hex; value: octet 1 (the format),
/// octet of the kind (1 password, 2 SCRAM-SHA-256), octet of the scope, seconds since 1970 of its
/// making, seconds since 1970 of its last use (0: never), each a varint, then what the kind needs:
/// a text (password), or two sized octet strings, a varint and a sized octet string.
///
/// @param number unique within the login name
/// @param lastUsed to the hour
record Credential(
        int number, Secret secret, Scope scope, Instant created, Optional<Instant> lastUsed) {
    private static final int FORMAT = 1;
    private static final int PASSWORD = 1;
    private static final int SCRAM = 2;

    static final Bytes KEYS = Bytes.latin1("c/");

    /// What a credential opens. With its octet in the row.
    enum Scope {
        /// The whole account, by every protocol.
        EVERYTHING(0);

        private final int octet;

        Scope(int octet) {
            this.octet = octet;
        }
    }

    /// Whether it was made of the login name's password, and goes when that is changed.
    boolean isOfPassword() {
        return switch (secret) {
            case Secret.Password _, Secret.Scram _ -> true;
            case Secret.Unknown _ -> false;
        };
    }

    boolean wasUsedSince(Instant time) {
        return lastUsed.filter(last -> !last.isBefore(time)).isPresent();
    }

    Credential usedAt(Instant time) {
        return new Credential(number, secret, scope, created, Optional.of(time));
    }

    Bytes key() {
        return key(number);
    }

    static Bytes key(int number) {
        return KEYS.plus(Bytes.latin1(Base32Hex.ofInt(number)));
    }

    Row row() {
        var value = new BytesBuilder().octet(FORMAT);
        value.octet(kind()).octet(scope.octet);
        value.varint(created.getEpochSecond());
        value.varint(lastUsed.map(Instant::getEpochSecond).orElse(0L));
        switch (secret) {
            case Secret.Password(var hash) -> value.text(hash.text());
            case Secret.Scram(var it) ->
                    value.sized(it.salt())
                            .varint(it.iterations())
                            .sized(it.storedKey())
                            .sized(it.serverKey());
            case Secret.Unknown(_, var octets) -> value.append(octets);
        }
        return new Row(key(), value.build());
    }

    private int kind() {
        return switch (secret) {
            case Secret.Password _ -> PASSWORD;
            case Secret.Scram _ -> SCRAM;
            case Secret.Unknown(var kind, _) -> kind;
        };
    }

    /// @throws BytesReader.Malformed if the row is damaged
    static Credential read(Row row) {
        int number = (int) Base32Hex.parse(row.key().slice(KEYS.length()).latin1());
        var value = new BytesReader(row.value());
        if (value.octet() != FORMAT) {
            throw new BytesReader.Malformed("a credential of a later format");
        }
        int kind = value.octet();
        Scope scope = scope(value.octet());
        Instant created = Instant.ofEpochSecond(value.varint());
        long used = value.varint();
        return new Credential(
                number,
                secret(kind, value),
                scope,
                created,
                used == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(used)));
    }

    private static Scope scope(int octet) {
        for (Scope scope : Scope.values()) {
            if (scope.octet == octet) {
                return scope;
            }
        }
        throw new BytesReader.Malformed("a scope of a later version");
    }

    private static Secret secret(int kind, BytesReader value) {
        return switch (kind) {
            case PASSWORD -> new Secret.Password(hash(value.text()));
            case SCRAM ->
                    new Secret.Scram(
                            new ScramVerifier(
                                    value.sized(),
                                    value.smallVarint(),
                                    value.sized(),
                                    value.sized()));
            default -> new Secret.Unknown(kind, value.take(value.remaining()));
        };
    }

    private static PasswordHash hash(String text) {
        try {
            return PasswordHash.parse(text);
        } catch (PasswordHash.BadHash damaged) {
            throw new BytesReader.Malformed("a damaged credential: " + damaged.getMessage());
        }
    }
}
