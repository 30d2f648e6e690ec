"""offlineimap3: both ways, with flags, folders and deletions; a run without changes changes nothing."""

import os

import messages
from programs import maildir, run, write
from wire import Imap


def test_offlineimap_both_ways(server, folder):
    account = server.fresh()
    sent = messages.varied("offlineimap")
    server.deliver(account, *sent)
    with Imap(server, account) as imap:
        imap.ask('CREATE "Pl&AOQ-ne/2027"')
        imap.append(messages.plain("offlineimap-plan"), "Pl&AOQ-ne/2027", "\\Flagged")
    sync = Sync(server, folder, account)

    sync.run()
    near = sync.near("INBOX")
    assert len(near) == len(sent), len(near)
    for message in sent:
        assert any(octets.endswith(messages.lf(message)) for octets in near.values()), message[:200]
    assert sync.flags("Pläne.2027") == ["F"], sync.flags("Pläne.2027")
    before = sync.state(server, account)
    sync.run()
    assert sync.state(server, account) == before, "a run without changes has changed something"

    # What happens there …
    with Imap(server, account) as imap:
        imap.select()
        imap.ask("STORE 1 +FLAGS.SILENT (\\Seen \\Flagged)")
        imap.ask("STORE 2 +FLAGS.SILENT (\\Deleted)")
        imap.ask("EXPUNGE")
    # … and here …
    inbox = os.path.join(folder, "near", "INBOX")
    here = {name: octets for name, octets in maildir(inbox).items()}
    gone = next(name for name, octets in here.items() if b"x" * 998 in octets)
    answered = next(name for name, octets in here.items() if b"all octets.bin" in octets)
    os.remove(path(inbox, gone))
    os.rename(path(inbox, answered), os.path.join(inbox, "cur", answered.partition(":2,")[0] + ":2,R"))
    local = messages.plain("offlineimap-local")
    write(os.path.join(inbox, "cur"), "1700000000.1_1.here:2,S", messages.lf(local), 0o644)

    # … meets in the middle.
    sync.run()
    with Imap(server, account) as imap:
        assert imap.select() == 4
        found = {}
        for number in range(1, 5):
            flags = imap.ask(f"FETCH {number} FLAGS")[0][0]
            found[imap.ask(f"FETCH {number} BODY.PEEK[]")[0][1]] = flags
    flags_of = lambda mark: next(flags for octets, flags in found.items() if mark in octets)
    assert b"\\Flagged" in flags_of(b"plain offlineimap-plain"), found.values()
    assert b"\\Answered" in flags_of(b"all octets.bin"), found.values()
    assert b"\\Seen" in flags_of(b"offlineimap-local"), found.values()
    assert not any(b"x" * 998 in octets for octets in found), "the local deletion did not go up"
    assert sync.flags("INBOX").count("FS") == 1, sync.flags("INBOX")
    before = sync.state(server, account)
    sync.run()
    assert sync.state(server, account) == before, "a run without changes has changed something"


def path(mailbox, name):
    for part in ("cur", "new"):
        if os.path.exists(file := os.path.join(mailbox, part, name)):
            return file
    raise AssertionError(f"{name} is gone")


class Sync:
    def __init__(self, server, folder, account):
        self.folder = folder
        port = server.endpoint("imap", "tls")[1]
        self.configuration = write(folder, "offlineimaprc", f"""
[general]
accounts = test
metadata = {folder}/state
ui = basic
fsync = False

[Account test]
utf8foldernames = yes
localrepository = near
remoterepository = far

[Repository near]
type = Maildir
localfolders = {folder}/near

[Repository far]
type = IMAP
remotehost = localhost
remoteport = {port}
remoteuser = {account.address}
remotepass = {account.password}
ssl = yes
sslcacertfile = {server.certificate(folder)}
ssl_version = tls1_2
usecompression = yes
""")

    def run(self):
        run("offlineimap", "-c", self.configuration, "-o", "-1", env={"HOME": self.folder}, seconds=120)

    def near(self, mailbox):
        return maildir(os.path.join(self.folder, "near", mailbox))

    def flags(self, mailbox):
        return sorted(name.partition(":2,")[2] for name in self.near(mailbox))

    def state(self, server, account):
        """Here and there: messages and flags."""
        here = sorted((where, name) for where in os.listdir(os.path.join(self.folder, "near")) for name in self.near(where))
        there = []
        with Imap(server, account) as imap:
            for line in imap.ask('LIST "" "*"'):
                name = line[0].decode().rpartition(' "/" ')[2].strip('"')
                imap.select(name)
                there += [(name, p[0].replace(b" \\Recent", b"").replace(b"\\Recent", b""))
                          for p in imap.ask("UID FETCH 1:* (FLAGS RFC822.SIZE)") if b" FETCH " in p[0]]
        return here, sorted(there)
