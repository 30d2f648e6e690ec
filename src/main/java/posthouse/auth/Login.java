package posthouse.auth;

/// Somebody who has shown who they are.
///
/// @param account the account's number
/// @param name the login name, with domain, as it is in the directory
/// @param asTyped the name as the client gave it
public record Login(long account, String name, String asTyped) {}
