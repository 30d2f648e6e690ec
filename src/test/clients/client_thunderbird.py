"""Thunderbird on a screen that nobody sees: clicked and typed at, each act looked up on the server by another client."""

import os
import re

import messages
from server import until
from thunderbird import Thunderbird, screen, told
from wire import Imap

# The subjects of `messages.varied("tb")`, and of one that comes later.
PLAIN, DOTTED, EIGHT_BIT, LONG_LINE, ATTACHED = VARIED = (
    "plain tb-plain", "plain tb-dotted", "eight bits tb-eight_bit", "plain tb-long_line", "attachment tb-attached")
NEW = "plain tb-new"


def test_thunderbird_a_day_of_mail(server, folder):
    account = server.fresh()
    trace = Trace(server, account)
    server.deliver(account, *messages.varied("tb"))
    with Imap(server, account) as imap:
        for name in ("Pl&AOQ-ne", "Pl&AOQ-ne/Gr&APYA3w-e"):
            imap.ask(f'CREATE "{name}"')
            imap.ask(f'SUBSCRIBE "{name}"')

    with screen() as display, Thunderbird(folder, display) as bird:
        bird.set_up(server, account)
        folders(server, account, bird)
        reading(server, account, bird)
        flagging(server, account, bird)
        news(server, account, bird)
        finding(bird)
        moving(server, account, bird)
        sending(server, account, bird)
    trace.assert_content("ENABLE", "ID", "IDLE", "LIST", "NAMESPACE", "UID FETCH", "UID MOVE", "UID SEARCH", "UID STORE")


def folders(server, account, bird):
    """Each subscribed mailbox is in the folder pane, at its place."""
    with Imap(server, account) as imap:
        wanted = {utf7(pieces[0].decode().rpartition(' "/" ')[2].strip('"')) for pieces in imap.ask('LSUB "" "*"')}
    assert {"INBOX", "Pläne/Größe"} <= wanted, wanted
    bird.open("INBOX")
    with told(lambda: f"there are {bird.folders()}"):
        until(f"folders {sorted(wanted)}", lambda: set(bird.folders()) == wanted)


def reading(server, account, bird):
    bird.until_rows(*VARIED)
    assert not any("\\Seen" in flags for flags in there(server, account).values())
    bird.select(EIGHT_BIT)
    bird.until_text("Grüße, Ελλάδα, 日本")
    bird.select(DOTTED)
    bird.until_text(".\n..\n.leading dot\n...\nin the . middle\n.\n")
    bird.select(ATTACHED)
    bird.until_text("See below.")
    until("the attachment", lambda: [name for name, _ in bird.attachments()] == ["all octets.bin"])
    seen = {EIGHT_BIT, DOTTED, ATTACHED}
    until("\\Seen", lambda: {s for s, flags in there(server, account).items() if "\\Seen" in flags} == seen)


def flagging(server, account, bird):
    """Both ways: the star and the tag that are set here, and the star that another client sets."""
    bird.select(EIGHT_BIT)
    bird.keys("s1")
    wanted = {"\\Seen", "\\Flagged", "$label1"}
    until("star and tag", lambda: there(server, account)[EIGHT_BIT] - {"\\Recent"} == wanted)
    bird.keys("1")
    until("no tag", lambda: there(server, account)[EIGHT_BIT] - {"\\Recent"} == wanted - {"$label1"})
    assert not bird.starred(LONG_LINE)
    with Imap(server, account) as imap:
        imap.select()
        imap.ask("STORE 4 +FLAGS (\\Flagged)")
    until("the star of another client", lambda: bird.starred(LONG_LINE))


def news(server, account, bird):
    """Mail that comes is shown without being asked for."""
    server.deliver(account, messages.plain("tb-new", "Unheard-of.\r\n"))
    bird.until_rows(*VARIED, NEW)


def finding(bird):
    bird.quick_filter("dotted")
    bird.until_rows(DOTTED)
    bird.quick_filter_off()
    bird.until_rows(*VARIED, NEW)

    assert bird.search("Subject", "eight") == [EIGHT_BIT]
    assert bird.search("Body", "Unheard-of") == [NEW]
    assert bird.search("Body", "Ελλάδα") == [EIGHT_BIT]
    assert bird.search("Subject", "no such subject") == []


def moving(server, account, bird):
    """By the command of the menu, by the key to archive, by the key to delete."""
    bird.select(DOTTED)
    bird.move_to("Pläne/Größe")
    bird.select(PLAIN)
    bird.keys("a")
    bird.until_rows(EIGHT_BIT, LONG_LINE, ATTACHED, NEW)
    bird.select(LONG_LINE)
    bird.delete()
    bird.until_rows(EIGHT_BIT, ATTACHED, NEW)
    for mailbox, subject in (("Pl&AOQ-ne/Gr&APYA3w-e", DOTTED), ("Archive/2026", PLAIN), ("Trash", LONG_LINE)):
        until(f"{subject} in {mailbox}", lambda: set(there(server, account, mailbox)) == {subject})
    until("the rest", lambda: set(there(server, account)) == {EIGHT_BIT, ATTACHED, NEW})
    bird.open("Pläne/Größe")
    bird.until_rows(DOTTED)
    bird.open("INBOX")
    bird.until_rows(EIGHT_BIT, ATTACHED, NEW)


def sending(server, account, bird):
    bird.send(account.address, "from Thunderbird", "Grüße, 日本")
    bird.until_rows(EIGHT_BIT, ATTACHED, NEW, "from Thunderbird")
    until("the copy", lambda: "\\Seen" in there(server, account, "Sent").get("from Thunderbird", ()))
    bird.select("from Thunderbird")
    bird.until_text("Grüße, 日本")


def there(server, account, mailbox="INBOX"):
    """Flags by subject, as another client sees them."""
    with Imap(server, account) as imap:
        imap.ask(f'EXAMINE "{mailbox}"')
        found = {}
        for text, *rest in imap.ask("UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])"):
            if rest:
                flags = re.search(rb"FLAGS \(([^)]*)\)", text).group(1).decode()
                found[rest[0].decode().partition(":")[2].strip()] = set(flags.split())
        return found


def utf7(name):
    """A mailbox's name out of modified UTF-7 (RFC 3501 §5.1.3)."""
    return re.sub("&([^-]*)-", lambda m: f"+{m[1].replace(',', '/')}-".encode().decode("utf-7") if m[1] else "&", name)


class Trace:
    """What the server writes down of the account's conversations from here on."""

    def __init__(self, server, account):
        self.server = server
        self.account = account
        if not server.foreign:
            server.operate("session", "trace", account.address, "on")

    def lines(self):
        folder = os.path.join(self.server.data, "traces")
        for name in sorted(os.listdir(folder)):
            if name.startswith(self.account.address):
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                    yield from file.read().splitlines()

    def assert_content(self, *commands):
        """The server had nothing to say against what it was asked, and was asked these."""
        if self.server.foreign:
            return
        lines = list(self.lines())
        refused = [line for line in lines if re.match(r"S: \S+ (BAD|NO|BYE) ", line) and "logging out" not in line]
        assert not refused, refused
        asked = {m[1].upper() for line in lines if (m := re.match(r"C: \d+ ((?:uid )?\w+)", line, re.IGNORECASE))}
        assert asked.issuperset(commands), f"asked only for {sorted(asked)}"
