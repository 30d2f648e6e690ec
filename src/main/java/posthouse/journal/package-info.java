/// What became of each message, for who asks later: from the connection that brought it to the
/// mailbox it is in, or to what another server said of it.
///
/// Start with [Journal]: an [Event] that is noted is in the store a moment later, in the rows of
/// its day ([Rows], [Days]), and goes after some days. A [Lookup] finds the events of messages by
/// what a [Query] says. Noting never waits and never fails: mail does not depend on it.
@NullMarked
package posthouse.journal;

import org.jspecify.annotations.NullMarked;
