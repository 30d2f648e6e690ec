package posthouse.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import posthouse.auth.AuthRefusal;
import posthouse.mailbox.MailRefusal;

/// One thing that an operator may ask: a record of what is asked, which knows how to do it.
///
/// Its answer is a text, a record or a list of records, from which JSON is made. Doing one twice
/// does no harm.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "operation")
@JsonSubTypes({
    @Type(name = "status", value = Status.class),
    @Type(name = "trace", value = MessageTrace.class),
    @Type(name = "account add", value = AccountOperation.Add.class),
    @Type(name = "account list", value = AccountOperation.ListAll.class),
    @Type(name = "account show", value = AccountOperation.Show.class),
    @Type(name = "account passwd", value = AccountOperation.Passwd.class),
    @Type(name = "account disable", value = AccountOperation.Disable.class),
    @Type(name = "account enable", value = AccountOperation.Enable.class),
    @Type(name = "account remove", value = AccountOperation.Remove.class),
    @Type(name = "account quota", value = AccountOperation.Quota.class),
    @Type(name = "account pop3", value = AccountOperation.Pop3.class),
    @Type(name = "account sending", value = AccountOperation.Sending.class),
    @Type(name = "account forward", value = ForwardOperation.class),
    @Type(name = "domain add", value = DomainOperation.Add.class),
    @Type(name = "domain list", value = DomainOperation.ListAll.class),
    @Type(name = "domain show", value = DomainOperation.Show.class),
    @Type(name = "domain remove", value = DomainOperation.Remove.class),
    @Type(name = "alias add", value = AliasOperation.Add.class),
    @Type(name = "alias list", value = AliasOperation.ListAll.class),
    @Type(name = "alias remove", value = AliasOperation.Remove.class),
    @Type(name = "group add", value = GroupOperation.Add.class),
    @Type(name = "group list", value = GroupOperation.ListAll.class),
    @Type(name = "group show", value = GroupOperation.Show.class),
    @Type(name = "group remove", value = GroupOperation.Remove.class),
    @Type(name = "mailbox list", value = MailboxOperation.ListAll.class),
    @Type(name = "mailbox create", value = MailboxOperation.Create.class),
    @Type(name = "mailbox rename", value = MailboxOperation.Rename.class),
    @Type(name = "mailbox delete", value = MailboxOperation.Delete.class),
    @Type(name = "session list", value = SessionOperation.ListAll.class),
    @Type(name = "session kick", value = SessionOperation.Kick.class),
    @Type(name = "session trace", value = SessionOperation.Trace.class),
    @Type(name = "queue list", value = QueueOperation.ListAll.class),
    @Type(name = "queue show", value = QueueOperation.Show.class),
    @Type(name = "queue hold", value = QueueOperation.Hold.class),
    @Type(name = "queue release", value = QueueOperation.Release.class),
    @Type(name = "queue retry", value = QueueOperation.Retry.class),
    @Type(name = "queue drop", value = QueueOperation.Drop.class),
    @Type(name = "queue bounce", value = QueueOperation.Bounce.class),
})
public interface Operation {
    /// @throws Refused if it cannot be done; then nothing was changed
    Object run(Office office, Progress progress) throws Refused, MailRefusal, AuthRefusal;

    /// Whether it makes sense only in the running server.
    default boolean needsServer() {
        return false;
    }
}
