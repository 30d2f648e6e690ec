"""fetchmail: POP3 and IMAP, keeping and deleting."""

import os

import messages
from programs import make_maildir, maildir, run, write
from wire import Imap


def test_fetchmail_keep(server, folder):
    keep(server, folder, "pop3", "tls")


def test_fetchmail_keep_imap(server, folder):
    keep(server, folder, "imap", "tls")


def test_fetchmail_delete(server, folder):
    delete(server, folder, "pop3", "tls")


def test_fetchmail_delete_stls(server, folder):
    delete(server, folder, "pop3", "starttls")


def test_fetchmail_delete_imap(server, folder):
    delete(server, folder, "imap", "starttls")


def keep(server, folder, protocol, security):
    account, sent, box = start(server, folder)
    fetch(server, folder, account, protocol, security, "keep")
    assert_fetched(sent, box)
    fetch(server, folder, account, protocol, security, "keep", expect=1)
    assert len(maildir(box)) == len(sent), "the second run has fetched something again"
    assert count(server, account) == len(sent)
    later = messages.plain("fetchmail-later")
    server.deliver(account, later)
    fetch(server, folder, account, protocol, security, "keep")
    assert_fetched(sent + [later], box)


def delete(server, folder, protocol, security):
    account, sent, box = start(server, folder)
    fetch(server, folder, account, protocol, security, "nokeep")
    assert_fetched(sent, box)
    assert count(server, account) == 0
    fetch(server, folder, account, protocol, security, "nokeep", expect=1)
    assert len(maildir(box)) == len(sent)


def start(server, folder):
    account = server.fresh()
    sent = messages.varied("fetchmail")
    server.deliver(account, *sent)
    return account, sent, make_maildir(folder, "box")


def fetch(server, folder, account, protocol, security, keep, expect=0):
    host, port = server.endpoint(protocol, security)
    agent = write(folder, "agent", f'#!/bin/sh\nexec cat > "$(mktemp {folder}/box/new/XXXXXXXX)"\n', mode=0o700)
    configuration = write(folder, "fetchmailrc", f"""
set no syslog
set idfile "{folder}/ids"
poll {host} service {port} protocol {protocol}{" uidl" if protocol == "pop3" else ""}
    user "{account.address}" password "{account.password}"
    {"ssl" if security == "tls" else "sslproto tls1+"} no sslcertck no rewrite no mimedecode {keep}
    mda "{agent}"
""")
    # fetchmail complains about a home without it.
    run("fetchmail", "--fetchmailrc", configuration, "--nodetach", "--pidfile", os.path.join(folder, "pid"),
        expect=expect, env={"HOME": folder, "FETCHMAILHOME": folder, "LC_ALL": "C"})


def assert_fetched(sent, box):
    """fetchmail adds a Received field, and gives the agent lines with LF."""
    received = list(maildir(box).values())
    assert len(received) == len(sent), f"{len(received)} of {len(sent)} messages"
    for message in sent:
        found = [r for r in received if r.endswith(messages.lf(message))]
        assert len(found) == 1, f"{len(found)} times: {message[:300]!r}"


def count(server, account):
    with Imap(server, account) as imap:
        return imap.select()
