/// Mail addresses and domains (RFC 5321 §4.1.2, RFC 6531, RFC 5890), and machines by their address.
/// Pure.
@NullMarked
package posthouse.address;

import org.jspecify.annotations.NullMarked;
