@NullMarked
package posthouse.journal;

import org.jspecify.annotations.NullMarked;
