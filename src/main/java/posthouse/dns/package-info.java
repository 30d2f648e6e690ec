/// Names and what they stand for (RFC 1035), over dnsjava.
///
/// Start with [Resolver], which everybody asks; [DnsResolver] asks real name servers. [ZoneServer]
/// is a small one for demonstrations and tests.
@NullMarked
package posthouse.dns;

import org.jspecify.annotations.NullMarked;
