/// Tests of certificates, engines and the pipe.
@NullMarked
package posthouse.tls;

import org.jspecify.annotations.NullMarked;
