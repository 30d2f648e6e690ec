package posthouse.auth;

import java.util.Optional;
import posthouse.address.Domain;

/// What must be known of domains and accounts here, where nothing is known of mail.
public interface Realm {
    /// The domain in which login names without `@` are looked up.
    Optional<Domain> firstDomain();

    /// False where the account is disabled, removed, or was never there.
    boolean mayLogIn(long account);
}
