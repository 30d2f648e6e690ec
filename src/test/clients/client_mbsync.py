"""mbsync: both ways, with flag changes and deletions; a run without changes changes nothing."""

import os
import re

import messages
from programs import run, write
from wire import Imap


def test_mbsync_both_ways(server, folder):
    account = server.fresh()
    sent = messages.varied("mbsync")
    server.deliver(account, *sent)
    sync = Sync(server, folder, account)

    sync.run()
    assert_same(sent, sync.near("INBOX"))
    sync.assert_second_run_changes_nothing()

    # What happens there …
    with Imap(server, account) as imap:
        imap.select()
        imap.ask("STORE 1 +FLAGS.SILENT (\\Seen \\Flagged)")
        imap.ask("STORE 2 +FLAGS.SILENT (\\Deleted)")
        imap.ask("EXPUNGE")
        imap.ask("CREATE Plans/2027")
        imap.append(messages.plain("mbsync-plan"), "Plans/2027", "\\Draft")
    # … and here …
    near = sync.files("INBOX")
    seen = next(f for f in near if sent[2].partition(b"\r\n\r\n")[2][:20] in message_in(f))
    gone = next(f for f in near if b"x" * 998 in message_in(f))
    os.rename(seen, seen + "S" if ":2," in seen else seen + ":2,S")
    os.remove(gone)
    local = messages.dotted("mbsync-local")
    write(os.path.join(folder, "near", "INBOX", "new"), "1700000000.1_1.here", messages.lf(local), 0o644)

    # … meets in the middle.
    sync.run()
    assert sync.flags("INBOX") == sorted(["FS", "S", "", ""]), sync.flags("INBOX")
    assert sync.flags("Plans/2027") == ["D"], sync.flags("Plans/2027")
    with Imap(server, account) as imap:
        assert imap.select() == 4
        flags = [pieces[0] for pieces in imap.ask("FETCH 1:* FLAGS")]
        assert b"\\Flagged" in flags[0] and b"\\Seen" in flags[0], flags
        assert b"\\Seen" in flags[1], flags
        received = [octets for octets, _ in imap.fetch_all()]
        messages.assert_same(sent[0], received[0])
        assert any(unmarked(octets).endswith(local) for octets in received), "the local message did not go up"
        assert not any(b"x" * 998 in octets for octets in received), "the local deletion did not go up"
    sync.assert_second_run_changes_nothing()


def test_mbsync_large_mailbox(server, folder):
    """Some hundred messages in one run, appended by mbsync itself."""
    account = server.fresh()
    sync = Sync(server, folder, account)
    sync.run()
    for number in range(300):
        write(os.path.join(folder, "near", "INBOX", "cur"), f"1700000000.{number}_1.here:2,S",
              messages.lf(messages.plain(f"mbsync-{number}")), 0o644)
    sync.run()
    with Imap(server, account) as imap:
        received = [octets for octets, _ in imap.fetch_all()]
    assert len(received) == 300, len(received)
    assert len(set(received)) == 300
    sync.assert_second_run_changes_nothing()


def test_mbsync_twenty_thousand_messages(server, folder):
    """Down, with flag changes both ways, and nothing in a run without changes."""
    account = server.fresh()
    count = 20_000
    with Imap(server, account) as imap:
        batch = 50
        for first in range(0, count, batch):
            imap.append_all([messages.plain(f"mbsync-{n}") for n in range(first, first + batch)])
    sync = Sync(server, folder, account)
    sync.run(seconds=300)
    files = sync.files("INBOX")
    assert len(files) == count, len(files)
    assert len({message_in(file).partition(b"Message-ID: ")[2].partition(b"\n")[0] for file in files}) == count
    sync.assert_second_run_changes_nothing()

    with Imap(server, account) as imap:
        imap.select()
        imap.ask("STORE 1:10000 +FLAGS.SILENT (\\Seen)")
    for file in files[:100]:
        os.rename(file, file.replace("/new/", "/cur/").partition(":2,")[0] + ":2,F")
    sync.run(seconds=300)
    with Imap(server, account) as imap:
        assert imap.select() == count
        assert len(imap.found("FLAGGED")) == 100
        assert len(imap.found("SEEN")) == 10_000
    assert sum("S" in flags for flags in sync.flags("INBOX")) == 10_000
    sync.assert_second_run_changes_nothing()


class Sync:
    def __init__(self, server, folder, account):
        self.folder = folder
        self.server = server
        self.account = account
        host, port, security = self.way()
        os.makedirs(os.path.join(folder, "near"))
        os.makedirs(os.path.join(folder, "state"))
        self.configuration = write(folder, "mbsyncrc", f"""
IMAPStore far
Host {host}
Port {port}
User {account.address}
Pass {account.password}
{security}

MaildirStore near
Path {folder}/near/
Inbox {folder}/near/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Both
Remove Both
Expunge Both
CopyArrivalDate yes
SyncState {folder}/state/
""")

    def way(self):
        """Where to, and how: by a name that the certificate has, since mbsync insists."""
        if self.server.foreign:
            return *self.server.endpoint("imap", "starttls"), "SSLType None"
        port = self.server.endpoint("imap", "tls")[1]
        return "localhost", port, f"SSLType IMAPS\nCertificateFile {self.server.certificate(self.folder)}"

    def run(self, seconds=120):
        run("mbsync", "--config", self.configuration, "--all", env={"HOME": self.folder}, seconds=seconds)

    def files(self, mailbox):
        found = []
        for part in ("cur", "new"):
            path = os.path.join(self.folder, "near", mailbox, part)
            found += [os.path.join(path, name) for name in os.listdir(path)]
        return found

    def near(self, mailbox):
        return [message_in(file) for file in self.files(mailbox)]

    def flags(self, mailbox):
        return sorted(file.partition(":2,")[2] for file in self.files(mailbox))

    def assert_second_run_changes_nothing(self):
        before = self.everything()
        self.run()
        after = self.everything()
        assert before == after, f"changed: {sorted(set(before) ^ set(after))[:10]}"

    def everything(self):
        """Here and there: mailboxes, messages, flags."""
        here = []
        for path, _, names in os.walk(os.path.join(self.folder, "near")):
            here += [(os.path.relpath(path, self.folder), name) for name in names if not name.startswith(".")]
        there = []
        with Imap(self.server, self.account) as imap:
            for line in imap.ask('LIST "" "*"'):
                if b"\\Noselect" in line[0]:
                    continue
                name = line[0].decode().rpartition(' "/" ')[2].strip('"')
                imap.select(name)
                there += [(name, b"".join(p).decode()) for p in imap.ask("UID FETCH 1:* (FLAGS RFC822.SIZE)")
                          if b" FETCH " in p[0]]
        strip = [(name, text.replace("\\Recent ", "").replace("\\Recent", "")) for name, text in there]
        return sorted(here) + sorted(strip)


def message_in(path):
    with open(path, "rb") as file:
        return unmarked(file.read())


def unmarked(message):
    """Without the field by which mbsync finds again what it copies."""
    return re.sub(rb"X-TUID: [^\n]*\n", b"", message)


def assert_same(sent, received):
    assert len(received) == len(sent), f"{len(received)} of {len(sent)} messages"
    for message in sent:
        assert any(octets.endswith(messages.lf(message)) for octets in received), message[:300]
