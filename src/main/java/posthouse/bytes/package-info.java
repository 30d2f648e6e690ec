/// Immutable octets and what reads and builds them. Pure; open to every package.
@NullMarked
package posthouse.bytes;

import org.jspecify.annotations.NullMarked;
