/// Tests of POP3: conversations in `src/test/transcripts/pop3`, held in a [PostOffice].
@NullMarked
package posthouse.pop3;

import org.jspecify.annotations.NullMarked;
