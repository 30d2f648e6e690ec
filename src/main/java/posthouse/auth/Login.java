package posthouse.auth;

/// Somebody who has shown who they are.
///
/// @param account the account's number
/// @param name the login name, with domain, as it is in the directory
/// @param asTyped the name as the client gave it
/// @param since which [Sessions#end] had been done when the password was looked up: a later one
///   also ends the session that this login has yet to enter
public record Login(long account, String name, String asTyped, long since) {
    /// A login that no earlier ending concerns.
    public Login(long account, String name, String asTyped) {
        this(account, name, asTyped, Long.MAX_VALUE);
    }
}
