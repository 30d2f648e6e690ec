"""Thunderbird on a screen that nobody sees: clicked and typed at, each act looked up on the server by another client."""

import os
import re
import time

import messages
from server import until
from thunderbird import Thunderbird, screen, told
from wire import Imap

# The subjects of `messages.varied("tb")`, and of others.
PLAIN, DOTTED, EIGHT_BIT, LONG_LINE, ATTACHED = VARIED = (
    "plain tb-plain", "plain tb-dotted", "eight bits tb-eight_bit", "plain tb-long_line", "attachment tb-attached")
NEW = "plain tb-new"
LARGE = "plain tb-large"
# A folder with what quoting and modified UTF-7 trip over, and how IMAP names it between double quotes.
PROJECT = 'R&D "x" \\ y'
PROJECT_QUOTED = r'R&-D \"x\" \\ y'


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
    trace.assert_content(
        "APPEND", "COMPRESS DEFLATE", "ENABLE UTF8=ACCEPT", " IDLE", "LIST (SUBSCRIBED)", "UID FETCH", "UID MOVE", "UID SEARCH",
        "UID STORE")


def test_thunderbird_keeps_house(server, folder):
    """By STARTTLS, and without copies of the messages on its disk: large ones come in pieces."""
    account = server.fresh()
    trace = Trace(server, account)
    server.deliver(account, *messages.varied("tb"), messages.large("tb-large"))
    with screen() as display, Thunderbird(folder, display, {"mail.server.default.offline_download": False}) as bird:
        bird.set_up(server, account, "starttls")
        bird.open("INBOX")
        bird.until_rows(*VARIED, LARGE)
        bird.select(LARGE)
        body = messages.lf(messages.large("tb-large").partition(b"\r\n\r\n")[2]).decode()
        until("the whole of the large message", lambda: body in bird.text(), 20)
        folders_made(server, account, bird)
        copied_and_undone(server, account, bird)
        thrown_away(server, account, bird)
        drafted_and_answered(server, account, bird)
    trace.assert_content(
        "BODY[]<65536.", "CREATE", "RENAME", "UID COPY", "UID MOVE", " EXPUNGE", "APPEND \"DRAFTS\"", deleted=PROJECT)


def test_thunderbird_comes_back(server, folder):
    """What happened meanwhile is shown; asked for is only what has changed (RFC 7162)."""
    account = server.fresh()
    trace = Trace(server, account)
    server.deliver(account, *messages.varied("tb"))
    condstore = {"mail.server.default.use_condstore": True}
    with screen() as display:
        with Thunderbird(folder, display, condstore) as bird:
            bird.set_up(server, account)
            bird.open("INBOX")
            bird.until_rows(*VARIED)
            bird.select(EIGHT_BIT)
            until("\\Seen", lambda: "\\Seen" in there(server, account)[EIGHT_BIT])
            assert not bird.has("unread", EIGHT_BIT)
        with Imap(server, account) as imap:
            imap.select()
            imap.ask("STORE 3 -FLAGS (\\Seen)")
            imap.ask("STORE 4 +FLAGS (\\Flagged)")
            imap.ask("STORE 1 +FLAGS (\\Deleted)")
            imap.ask("EXPUNGE")
        server.deliver(account, messages.plain("tb-new"))
        with Thunderbird(folder, display, condstore) as bird:
            bird.open("INBOX")
            bird.until_rows(*VARIED[1:], NEW)
            until("unread again", lambda: bird.has("unread", EIGHT_BIT))
            until("a star", lambda: bird.has("flagged", LONG_LINE))
            assert not bird.has("flagged", DOTTED)
    trace.assert_content("(CHANGEDSINCE ")


def folders(server, account, bird):
    """Each subscribed mailbox is in the folder pane, at its place."""
    wanted = {utf7(name) for name in mailboxes(server, account)}
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
    assert not bird.has("flagged", LONG_LINE)
    with Imap(server, account) as imap:
        imap.select()
        imap.ask("STORE 4 +FLAGS (\\Flagged)")
    until("the star of another client", lambda: bird.has("flagged", LONG_LINE))


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

    yesterday = time.time() - 86400
    everything = [*VARIED, NEW]
    for criteria, wanted in (
            ([("Subject", "DoesntContain", "plain")], [EIGHT_BIT, ATTACHED]),
            ([("ToOrCC", "Contains", "you@")], everything),
            ([("Sender", "Contains", "nobody")], []),
            ([("Date", "IsBefore", yesterday)], everything),
            ([("Date", "IsAfter", yesterday)], []),
            ([("AgeInDays", "IsLessThan", 3)], []),
            ([("Size", "IsGreaterThan", 10)], [ATTACHED]),
            ([("MsgStatus", "Is", "Marked")], [EIGHT_BIT, LONG_LINE]),
            ([("MsgStatus", "Isnt", "Read")], [PLAIN, LONG_LINE, NEW]),
            ([("Keywords", "Contains", "$label1")], []),
            ([("Body", "Contains", "middle"), ("Body", "Contains", "日本")], []),
            ([("Body", "Contains", "middle"), "or", ("Body", "Contains", "日本")], [DOTTED, EIGHT_BIT])):
        found = bird.find(*criteria)
        assert sorted(found) == sorted(wanted), f"{criteria}: {found}"


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


def folders_made(server, account, bird):
    bird.make_folder("Räume")
    until("Räume", lambda: "R&AOQ-ume" in mailboxes(server, account))
    bird.rename_folder("Räume", PROJECT)
    until("a new name", lambda: {PROJECT_QUOTED, "R&AOQ-ume"} & mailboxes(server, account) == {PROJECT_QUOTED})
    until("the new name in the pane", lambda: PROJECT in bird.folders())


def copied_and_undone(server, account, bird):
    bird.select(DOTTED)
    bird.copy_to(PROJECT)
    until("a copy", lambda: set(there(server, account, PROJECT_QUOTED)) == {DOTTED})
    bird.select(PLAIN)
    bird.move_to(PROJECT)
    until("moved", lambda: set(there(server, account, PROJECT_QUOTED)) == {DOTTED, PLAIN})
    bird.until_rows(*VARIED[1:], LARGE)
    bird.undo()
    until("moved back", lambda: set(there(server, account, PROJECT_QUOTED)) == {DOTTED})
    assert set(there(server, account)) == {*VARIED, LARGE}
    bird.open(PROJECT)
    bird.until_rows(DOTTED)
    bird.open("INBOX")
    bird.until_rows(*VARIED, LARGE)


def thrown_away(server, account, bird):
    bird.select(LONG_LINE)
    bird.keys("j")
    until("Junk", lambda: "Junk" in there(server, account)[LONG_LINE])
    bird.select(LARGE)
    bird.delete()
    until("Trash", lambda: set(there(server, account, "Trash")) == {LARGE})
    bird.delete_folder(PROJECT)
    until("a folder in Trash", lambda: "Trash/" + PROJECT_QUOTED in mailboxes(server, account))
    bird.empty_trash()
    until("nothing in Trash", lambda: not there(server, account, "Trash"))
    until("nothing below Trash", lambda: not any(PROJECT_QUOTED in name for name in mailboxes(server, account)))
    until("nothing in the pane", lambda: not any(PROJECT in name for name in bird.folders()))


def drafted_and_answered(server, account, bird):
    """A draft takes the place of the one before, and an answer sent that of the draft."""
    bird.send(account.address, "a question", "Well?")
    bird.until_rows(*VARIED, "a question")
    bird.select("a question")
    with bird.reply():
        written = ""
        for words in ("Perhaps.", " Or not."):
            written += words
            bird.keys(words)
            bird.save_draft()
            until(f"the draft {written!r}", lambda: [written in text for text in texts(server, account, "Drafts")] == [True])
    until("the answer", lambda: "Re: a question" in there(server, account))
    bird.get_messages()
    until("the answer in its conversation", lambda: bird.show_threads() or "Re: a question" in bird.rows())
    until("\\Answered", lambda: "\\Answered" in there(server, account)["a question"])
    until("no draft", lambda: not texts(server, account, "Drafts"))


def mailboxes(server, account):
    with Imap(server, account) as imap:
        return {pieces[0].decode().rpartition(' "/" ')[2].strip('"') for pieces in imap.ask('LSUB "" "*"')}


def texts(server, account, mailbox):
    """The bodies in a mailbox. What is marked as deleted is gone for the user: Thunderbird 140 expunges it when it closes the mailbox."""
    with Imap(server, account) as imap:
        imap.ask(f'EXAMINE "{mailbox}"')
        return [pieces[1].decode() for pieces in imap.ask("UID FETCH 1:* (FLAGS BODY.PEEK[TEXT])")
                if len(pieces) > 1 and b"\\Deleted" not in pieces[0]]


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

    def assert_content(self, *commands, deleted=None):
        """The server had nothing to say against what it was asked, and was asked these.

        The `deleted` mailbox may be asked for in vain: one of Thunderbird's sessions removes it, another does not know."""
        if self.server.foreign:
            return
        lines = list(self.lines())
        refused = [line for line in lines if re.match(r"S: \S+ (BAD|NO) ", line)
                   and not (deleted and "NO [NONEXISTENT]" in line and line.endswith(deleted))]
        assert not refused, refused
        asked = [line.upper() for line in lines if re.match(r"C: \d+ ", line)]
        missing = [command for command in commands if not any(command in line for line in asked)]
        assert not missing, f"Thunderbird has not asked for {missing}"
