"""swaks: SMTP, submission and LMTP, and what must be refused."""

import messages
from programs import run, write
from wire import Imap


def swaks(server, protocol, security, *arguments, **options):
    host, port = server.endpoint(protocol, security)
    return run("swaks", "--server", host, "--port", str(port), "--helo", "client.example", *arguments, **options)


def inbox(server, account):
    with Imap(server, account) as imap:
        return [octets for octets, _ in imap.fetch_all()]


def send(server, folder, protocol, security, *options):
    """swaks counts no octets of ours but sends `--data` as it is."""
    sender, recipient = server.sender(), server.fresh()
    message = messages.attached("swaks").replace(b"someone@elsewhere.example", sender.address.encode())
    path = write(folder, "message", message)
    swaks(server, protocol, security, "--from", sender.address, "--to", recipient.address, "--data", "@" + path,
          *[option.format(user=sender.address, password=sender.password) for option in options])
    received = inbox(server, recipient)
    assert len(received) == 1, len(received)
    # swaks ends the data with an empty line of its own.
    messages.assert_same(message.rstrip(), received[0].rstrip())


LOGIN = ("--auth-user", "{user}", "--auth-password", "{password}")


def test_swaks_smtp(server, folder):
    send(server, folder, "smtp", "starttls")


def test_swaks_smtp_starttls(server, folder):
    send(server, folder, "smtp", "starttls", "--tls")


def test_swaks_submission_plain(server, folder):
    send(server, folder, "submission", "starttls", "--tls", "--auth", "PLAIN", *LOGIN)


def test_swaks_submission_login(server, folder):
    send(server, folder, "submission", "starttls", "--tls", "--auth", "LOGIN", *LOGIN)


def test_swaks_submissions(server, folder):
    send(server, folder, "submission", "tls", "--tls-on-connect", "--auth", *LOGIN)


def test_swaks_lmtp(server, folder):
    send(server, folder, "lmtp", "none", "--protocol", "LMTP")


def test_swaks_pipelined(server, folder):
    send(server, folder, "smtp", "starttls", "--pipeline")


def test_swaks_refusals(server, folder):
    domain = server.accounts[0].address.partition("@")[2]
    unknown = swaks(server, "smtp", "starttls", "--from", "a@b.example", "--to", "nobody-here@" + domain, expect=24)
    assert b"550 5.1.1" in unknown, unknown
    relay = swaks(server, "smtp", "starttls", "--from", "a@b.example", "--to", "a@elsewhere.example", expect=24)
    assert b"<** 55" in relay, relay
    account = server.fresh()
    other = server.fresh()
    stranger = swaks(server, "submission", "starttls", "--tls", "--auth", "PLAIN", "--auth-user", account.address,
                     "--auth-password", account.password, "--from", other.address, "--to", other.address,
                     expect=None)
    assert b"<~* 55" in stranger, stranger.decode()
    wrong = swaks(server, "submission", "starttls", "--tls", "--auth", "PLAIN", "--auth-user", account.address,
                  "--auth-password", "wrong", "--to", other.address, "--from", account.address, expect=28)
    assert b"<~* 535" in wrong, wrong.decode()
    assert inbox(server, other) == []
