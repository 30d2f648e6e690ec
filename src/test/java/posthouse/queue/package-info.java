@NullMarked
package posthouse.queue;

import org.jspecify.annotations.NullMarked;
