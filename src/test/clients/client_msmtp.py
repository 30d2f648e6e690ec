"""msmtp: submission with STARTTLS and over TLS, several recipients, a large message."""

import messages
from programs import run, write
from wire import Imap


def test_msmtp_starttls(server, folder):
    send(server, folder, "starttls", messages.dotted("msmtp"))


def test_msmtp_tls(server, folder):
    send(server, folder, "tls", messages.large("msmtp", 8_000_000))


def test_msmtp_login(server, folder):
    send(server, folder, "tls", messages.eight_bit("msmtp"), auth="login")


def send(server, folder, security, message, auth="plain"):
    sender, first, second = server.sender(), server.fresh(), server.fresh()
    host, port = server.endpoint("submission", security)
    message = message.replace(b"someone@elsewhere.example>\r\nTo", sender.address.encode() + b">\r\nTo")
    configuration = write(folder, "msmtprc", f"""
account default
host {host}
port {port}
tls on
tls_starttls {"on" if security == "starttls" else "off"}
tls_certcheck off
auth {auth}
user {sender.address}
password {sender.password}
from {sender.address}
""")
    run("msmtp", "--file", configuration, first.address, second.address, stdin=messages.lf(message))
    for recipient in (first, second):
        with Imap(server, recipient) as imap:
            received = [octets for octets, _ in imap.fetch_all()]
        assert len(received) == 1, len(received)
        messages.assert_same(message, received[0])
