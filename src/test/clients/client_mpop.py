"""mpop: POP3, keeping and deleting."""

import messages
from programs import make_maildir, maildir, run, write
from wire import Imap


def test_mpop_keep(server, folder):
    account, sent, box = start(server, folder)
    mpop(server, folder, account, "tls", keep=True)
    assert_fetched(sent, box)
    mpop(server, folder, account, "tls", keep=True)
    assert len(maildir(box)) == len(sent), "the second run has fetched something again"
    with Imap(server, account) as imap:
        assert imap.select() == len(sent)


def test_mpop_delete(server, folder):
    delete(server, folder, "tls", "on")


def test_mpop_delete_stls(server, folder):
    delete(server, folder, "starttls", "on")


def test_mpop_without_pipelining(server, folder):
    delete(server, folder, "tls", "off")


def delete(server, folder, security, pipelining):
    account, sent, box = start(server, folder)
    mpop(server, folder, account, security, keep=False, pipelining=pipelining)
    assert_fetched(sent, box)
    with Imap(server, account) as imap:
        assert imap.select() == 0


def start(server, folder):
    account = server.fresh()
    sent = messages.varied("mpop")
    server.deliver(account, *sent)
    return account, sent, make_maildir(folder, "box")


def mpop(server, folder, account, security, keep, pipelining="auto"):
    host, port = server.endpoint("pop3", security)
    configuration = write(folder, "mpoprc", f"""
account default
host {host}
port {port}
tls on
tls_starttls {"on" if security == "starttls" else "off"}
tls_certcheck off
auth plain
user {account.address}
password {account.password}
keep {"on" if keep else "off"}
pipelining {pipelining}
received_header off
uidls_file {folder}/uidls
delivery maildir {folder}/box
""")
    run("mpop", "--file", configuration, env={"HOME": folder})


def assert_fetched(sent, box):
    received = list(maildir(box).values())
    assert len(received) == len(sent), f"{len(received)} of {len(sent)} messages"
    for message in sent:
        found = [r for r in received if r.endswith(messages.lf(message))]
        assert len(found) == 1, f"{len(found)} times: {message[:300]!r}"
