/// Who is it: credentials, password hashes, SASL, delays and lock-outs, and the sessions that are
/// open.
///
/// Start with [Authenticator]. Knows the store and no mail: an account is a number here.
@NullMarked
package posthouse.auth;

import org.jspecify.annotations.NullMarked;
