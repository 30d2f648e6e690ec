"""Alpine: reading, flagging, saving, deleting, expunging and searching."""

import messages
from programs import write
from terminal import Terminal
from wire import Imap


def test_alpine_keeps_house(server, folder):
    account = server.fresh()
    server.deliver(account, *[messages.plain(f"alpine-{n}", f"body {n}\r\n") for n in range(1, 6)],
                   messages.attached("alpine-files"))
    port = server.endpoint("imap", "tls")[1]
    place = f"{{localhost:{port}/imap/ssl/novalidate-cert/user={account.address}}}"
    rc = write(folder, "pinerc", f"""
personal-name=Ann
user-domain=demo.test
inbox-path={place}INBOX
folder-collections=Mail {place}[]
default-saved-msg-folder=Archive
read-message-folder=
sort-key=Arrival
feature-list=no-enable-newmail-in-xterm-icon,quit-without-confirm,enable-flag-cmd,expunge-without-confirm,enable-aggregate-command-set,enable-exit-via-lessthan-command
last-version-used=9.99alpine2.26
""")
    with Terminal(folder, "alpine", "-p", rc, "-i") as alpine:
        alpine.sees("PASSWORD")
        alpine.type(account.password, "Enter")
        alpine.sees("plain alpine-1", "alpine-files", unless=("Preserve password", "n"))
        # The list begins at the first message that is new.
        alpine.type("j", "1", "Enter", "Enter")
        alpine.sees("body 1")
        alpine.type("<")
        alpine.sees("plain alpine-2")
        alpine.type("j", "2", "Enter", "*")
        alpine.sees("or Important ?")
        alpine.type("*")
        alpine.sees('Flagged message 2 "Important"')
        alpine.type("j", "3", "Enter", "d")
        alpine.sees("D   3")
        alpine.type("j", "4", "Enter", "s")
        alpine.sees("SAVE", "Archive")
        alpine.type("Enter")
        alpine.sees("D   4")
        alpine.type("x")
        alpine.sees("of 4", "3 Nov  3", "plain alpine-5")
        # Looked for on the server.
        alpine.type(";")
        alpine.sees("SELECT criteria")
        alpine.type("t")
        alpine.sees("Select based on")
        alpine.type("a")
        alpine.sees("String in message TEXT")
        alpine.type("body 5", "Enter")
        alpine.sees("X N   3")
        alpine.type("q")
        alpine.ends()
    with Imap(server, account) as imap:
        assert imap.select() == 4
        state = {}
        for pieces in imap.ask("FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])"):
            state[pieces[1].decode().strip().partition(": ")[2]] = pieces[0] + pieces[2]
        assert set(state) == {"plain alpine-1", "plain alpine-2", "plain alpine-5", "attachment alpine-files"}, state
        assert b"\\Seen" in state["plain alpine-1"] and b"\\Seen" not in state["plain alpine-5"], state
        assert b"\\Flagged" in state["plain alpine-2"] and b"\\Flagged" not in state["plain alpine-1"], state
        assert imap.select("Archive") == 1
