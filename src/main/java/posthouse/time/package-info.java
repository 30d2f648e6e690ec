/// What time it is, and who calls back later. The only package that asks the machine for the time.
@NullMarked
package posthouse.time;

import org.jspecify.annotations.NullMarked;
