/// Tests of sockets and connections, and [Transcripts]: conversations as tests.
@NullMarked
package posthouse.net;

import org.jspecify.annotations.NullMarked;
