/// Accounts, mailboxes, messages, flags, changes, quota: the domain that every protocol shows in
/// its own words.
///
/// Start with [Accounts], which opens an [Account]; its [AccountState] is an immutable snapshot of
/// what is durable. A change is a method of the account that returns once it is durable. A session
/// that shows a mailbox holds a [View], which keeps sequence numbers right while others change the
/// mailbox. A message on its way in is an [Incoming]; one that is there is read through a
/// [Message]. [Directory] knows domains and addresses, and the [Destination] of mail for them. What
/// is understood and refused is a [MailRefusal].
///
/// Behind them: an account's `Ledger` runs operations over a `Draft` and publishes one `Snapshot`
/// after the other; a mailbox is a `Box`, whose messages lie in `Page`s on a `Spine`. Operations:
/// `Adding`, `Flagging`, `Copying` and `LargeCopy`, `Moving`, `Expunging`, `Maildrop`, `Mailboxes`;
/// `Purge` and `Recovery` clean up. `Keys` names the rows, and the class that reads and writes a
/// row says what its octets are: `Header`, `Box`, `PageCodec`, `Others`, `LogEntry`, `GraceRow`,
/// `Intent`, `Settings`, `Meta`, `Threads`, `Ids`, `DirectoryRows`, `SubscribedNames`,
/// `InstallationSecret`. `AddressBook` is the directory in memory, and a `Resolution` follows
/// aliases and forwards in it.
@NullMarked
package posthouse.mailbox;

import org.jspecify.annotations.NullMarked;
