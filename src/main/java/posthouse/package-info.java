/// Posthouse, an all-in-one mail server. Start with `docs/architecture.md`, then `posthouse.cli`.
@NullMarked
package posthouse;

import org.jspecify.annotations.NullMarked;
