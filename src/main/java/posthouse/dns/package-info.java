/// Names and what they stand for (RFC 1035), over dnsjava.
///
/// Start with [Resolver], which everybody asks.
@NullMarked
package posthouse.dns;

import org.jspecify.annotations.NullMarked;
