"""Two IMAP clients in IDLE on one mailbox, and a POP3 client beside them: what one does, the other sees at once."""

import messages
from wire import Imap, Pop3


def test_idle_both_see_everything(server, folder):
    account = server.fresh()
    server.deliver(account, *[messages.plain(f"idle-{n}") for n in range(6)])
    with Imap(server, account) as phone, Imap(server, account) as laptop:
        assert phone.select() == 6 and laptop.select() == 6
        idling = {phone: phone.idle(), laptop: laptop.idle()}

        # New mail.
        server.deliver(account, messages.plain("idle-new"))
        for client in idling:
            client.hear(exists(7))

        # Flags, expunges and moves of each appear at the other.
        for one, other in ((phone, laptop), (laptop, phone)):
            act(one, idling, "STORE 2 +FLAGS (\\Flagged)")
            heard = other.hear(lambda text: b" FETCH " in text)
            assert heard[-1].startswith(b"* 2 FETCH ") and b"\\Flagged" in heard[-1], heard
            act(one, idling, "STORE 2 -FLAGS (\\Flagged)")
            heard = other.hear(lambda text: b" FETCH " in text)
            assert b"\\Flagged" not in heard[-1], heard

            act(one, idling, "STORE 3 +FLAGS (\\Deleted)", "EXPUNGE")
            other.hear(lambda text: text == b"* 3 EXPUNGE")

            act(one, idling, "CREATE Kept" if one is phone else "NOOP", "MOVE 1 Kept")
            other.hear(lambda text: text == b"* 1 EXPUNGE")

        # Three are left. POP3's DELE and QUIT appear at both.
        with Pop3(server, account) as pop:
            assert len(pop.sizes()) == 3
            pop.ask("DELE 2")
            pop.ask("QUIT")
        for client in idling:
            client.hear(lambda text: text == b"* 2 EXPUNGE")

        # What is appended elsewhere, and moved back in, appears too.
        with Imap(server, account) as third:
            assert third.append(messages.plain("idle-appended")).startswith(b"OK")
            third.select("Kept")
            third.ask("MOVE 1 INBOX")
        for client in idling:
            client.hear(exists(4))
        for client, tag in idling.items():
            assert client.done(tag)[1].startswith(b"OK")
            assert len(client.ask("UID SEARCH ALL")[-1][0].split()) == 2 + 4


def exists(count):
    return lambda text: text == b"* %d EXISTS" % count


def act(client, idling, *commands):
    """Leaves IDLE, acts, and idles again."""
    _, text = client.done(idling[client])
    assert text.startswith(b"OK"), text
    for command in commands:
        client.ask(command)
    idling[client] = client.idle()
