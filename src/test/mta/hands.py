"""Programs of a person at a server of ours: swaks and msmtp to send, fetchmail and mbsync to read."""

import os
import tempfile

import client_fetchmail
import client_mbsync
import messages
from programs import make_maildir, maildir, run, write
from server import until

NUMBERS = iter(range(1, 1_000_000))


def letter(sender, to, about, body="Hello.\r\n", fields=""):
    """A message and what marks it, which is in its subject and its Message-ID and in no other's."""
    mark = f"{about}-{next(NUMBERS)}"
    head = (f"From: <{sender}>\r\nTo: <{to}>\r\nDate: Sat, 28 Nov 2026 09:30:00 +0100\r\n"
            f"Message-ID: <{mark}@letters.example>\r\nSubject: {mark}\r\n{fields}\r\n")
    return (head + body).encode(), mark


def varied(sender, tag):
    """Messages with what servers trip over, from a user who may only write in his own name."""
    return [message.replace(b"someone@elsewhere.example>\r\n", sender.encode() + b">\r\n") for message in messages.varied(tag)]


def mark_of(message):
    """The mark of a message from `messages`."""
    return message.partition(b"Message-ID: <")[2].partition(b"@")[0].decode() + "@"


def swaks(house, account, recipients, message, folder):
    host, port = house.server.endpoint("submission", "starttls")
    run("swaks", "--server", host, "--port", str(port), "--helo", "client.example", "--tls", "--auth", "PLAIN",
        "--auth-user", account.address, "--auth-password", account.password, "--from", account.address, "--to", ",".join(recipients),
        "--data", "@" + write(folder, "letter", message))


def msmtp(house, account, recipients, message, folder):
    host, port = house.server.endpoint("submission", "tls")
    configuration = write(folder, "msmtprc", f"""
account default
host {host}
port {port}
tls on
tls_starttls off
tls_certcheck off
auth plain
user {account.address}
password {account.password}
from {account.address}
""")
    run("msmtp", "--file", configuration, *recipients, stdin=messages.lf(message))


def fetchmail(house, account, mark, folder):
    """The octets of the message with `mark`, fetched again and again until it is there."""
    place = tempfile.mkdtemp(dir=folder)
    box = make_maildir(place, "box")

    def fetched():
        client_fetchmail.fetch(house.server, place, account, "pop3", "tls", "keep", expect=None)
        return marked(maildir(box).values(), mark)
    return until(f"a message with {mark} that fetchmail finds for {account}", fetched, 30)


def mbsync(house, account, mark, folder):
    place = tempfile.mkdtemp(dir=folder)
    sync = Sync(house.server, place, account)

    def synced():
        sync.run()
        return marked(sync.near("INBOX"), mark) if os.path.isdir(os.path.join(place, "near", "INBOX")) else None
    return until(f"a message with {mark} that mbsync finds for {account}", synced, 30)


def marked(octets, mark):
    return next((message for message in octets if mark.encode() in message), None)


class Sync(client_mbsync.Sync):
    def way(self):
        """By address, which the certificate does not have: without TLS, which mbsync insists on knowing the name for."""
        return *self.server.endpoint("imap", "starttls"), "SSLType None"
