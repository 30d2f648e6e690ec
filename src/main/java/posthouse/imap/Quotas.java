package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.mailbox.AccountState;
import posthouse.mailbox.MailRefusal;

/// GETQUOTA, GETQUOTAROOT and SETQUOTA (RFC 9208). All mailboxes of an account are below one root,
/// whose name is empty; what has no limit is not told (§4.2.1). Only the operator sets limits.
final class Quotas {
    /// STORAGE is counted in these (§5.1).
    private static final long BLOCK_OCTETS = 1024;

    private final Account account;
    private final MailboxNames names;
    private final ImapWriter writer;

    Quotas(Account account, MailboxNames names, ImapWriter writer) {
        this.account = account;
        this.names = names;
        this.writer = writer;
    }

    void get(ImapCommand.GetQuota command) throws IOException, Refused {
        checkRoot(command.root());
        tell();
    }

    /// The mailbox need not exist (§4.1.2).
    void root(ImapCommand.GetQuotaRoot command) throws IOException, MailRefusal {
        writer.quotaRoot(names.read(command.mailbox()));
        tell();
    }

    void set(ImapCommand.SetQuota command) throws Refused {
        checkRoot(command.root());
        throw new Refused("NOPERM", "only the operator sets limits");
    }

    private static void checkRoot(Bytes root) throws Refused {
        if (!root.isEmpty()) {
            throw new Refused("NONEXISTENT", "there is one quota root, and its name is empty");
        }
    }

    private void tell() throws IOException {
        AccountState now = account.state();
        var resources = new ArrayList<String>();
        if (now.quotaBytes() > 0) {
            resources.add(
                    "STORAGE %d %d"
                            .formatted(blocks(now.usedBytes()), now.quotaBytes() / BLOCK_OCTETS));
        }
        if (now.quotaMessages() > 0) {
            resources.add("MESSAGE %d %d".formatted(now.usedMessages(), now.quotaMessages()));
        }
        writer.quota(resources);
    }

    private static long blocks(long octets) {
        return (octets + BLOCK_OCTETS - 1) / BLOCK_OCTETS;
    }
}
