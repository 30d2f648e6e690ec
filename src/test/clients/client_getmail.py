"""getmail6: POP3 and IMAP, keeping and deleting."""

import re

import messages
from programs import make_maildir, maildir, run, write
from wire import Imap


def test_getmail_pop3_keep(server, folder):
    keep(server, folder, "SimplePOP3SSLRetriever", "pop3")


def test_getmail_pop3_delete(server, folder):
    delete(server, folder, "SimplePOP3SSLRetriever", "pop3")


def test_getmail_imap_keep(server, folder):
    keep(server, folder, "SimpleIMAPSSLRetriever", "imap")


def test_getmail_imap_delete(server, folder):
    delete(server, folder, "SimpleIMAPSSLRetriever", "imap")


def keep(server, folder, retriever, protocol):
    account, sent, box = start(server, folder)
    get(server, folder, account, retriever, protocol, delete=False)
    assert_got(sent, box)
    get(server, folder, account, retriever, protocol, delete=False)
    assert len(maildir(box)) == len(sent), "the second run has got something again"
    with Imap(server, account) as imap:
        assert imap.select() == len(sent)


def delete(server, folder, retriever, protocol):
    account, sent, box = start(server, folder)
    get(server, folder, account, retriever, protocol, delete=True)
    assert_got(sent, box)
    with Imap(server, account) as imap:
        assert imap.select() == 0


def start(server, folder):
    account = server.fresh()
    sent = messages.varied("getmail")
    server.deliver(account, *sent)
    return account, sent, make_maildir(folder, "box")


def get(server, folder, account, retriever, protocol, delete):
    host, port = server.endpoint(protocol, "tls")
    # An agent of our own, since getmail will not write into a maildir as root.
    agent = write(folder, "agent", f'#!/bin/sh\nexec cat > "$(mktemp {folder}/box/new/XXXXXXXX)"\n', mode=0o700)
    configuration = write(folder, "getmailrc", f"""
[retriever]
type = {retriever}
server = {host}
port = {port}
username = {account.address}
password = {account.password}

[destination]
type = MDA_external
path = {agent}
allow_root_commands = true

[options]
read_all = false
delete = {str(delete).lower()}
delivered_to = false
received = false
verbose = 0
""")
    run("getmail", "--getmaildir", folder, "--rcfile", configuration, env={"HOME": folder})


def assert_got(sent, box):
    received = list(maildir(box).values())
    assert len(received) == len(sent), f"{len(received)} of {len(sent)} messages"
    # getmail adds fields of its own behind the header section.
    received = [re.sub(rb"\nX-getmail-[^\n]*", b"", messages.lf(r)) for r in received]
    for message in sent:
        found = [r for r in received if r.endswith(messages.lf(message))]
        assert len(found) == 1, f"{len(found)} times: {message[:300]!r}"
