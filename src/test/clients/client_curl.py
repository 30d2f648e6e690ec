"""curl: SMTP, POP3 and IMAP, each over TLS and with STARTTLS."""

import messages
from programs import run, write


def curl(account, *arguments, **options):
    return run("curl", "--silent", "--show-error", "--insecure", "--max-time", "30",
               "--user", f"{account.address}:{account.password}", *arguments, **options)


def fetched(server, account):
    """The newest message in INBOX, by IMAP; curl drops nothing of it."""
    url = server.url("imaps", "imap", "tls")
    return curl(account, f"{url}/INBOX;MAILINDEX=*")


def send(server, folder, scheme, protocol, security, *options):
    sender, recipient = server.sender(), server.fresh()
    message = messages.dotted("curl").replace(b"someone@elsewhere.example>\r\nTo", sender.address.encode() + b">\r\nTo")
    path = write(folder, "message", message)
    curl(sender, server.url(scheme, protocol, security), "--mail-from", sender.address,
         "--mail-rcpt", recipient.address, "--upload-file", path, *options)
    messages.assert_same(message, fetched(server, recipient))


def test_curl_smtp(server, folder):
    send(server, folder, "smtp", "submission", "starttls", "--ssl-reqd")


def test_curl_smtps(server, folder):
    send(server, folder, "smtps", "submission", "tls")


def test_curl_smtp_login(server, folder):
    send(server, folder, "smtps", "submission", "tls", "--login-options", "AUTH=LOGIN")


def test_curl_smtp_wrong_password(server, folder):
    account = server.fresh()
    account.password = "wrong"
    path = write(folder, "message", messages.plain("curl"))
    curl(account, server.url("smtps", "submission", "tls"), "--mail-from", account.address,
         "--mail-rcpt", account.address, "--upload-file", path, expect=67)


def test_curl_pop3s(server, folder):
    pop3(server, server.url("pop3s", "pop3", "tls"))


def test_curl_pop3_stls(server, folder):
    pop3(server, server.url("pop3", "pop3", "starttls"), "--ssl-reqd")


def pop3(server, url, *options):
    account = server.fresh()
    sent = messages.varied("curl")
    server.deliver(account, *sent)
    listing = curl(account, url + "/", *options).decode().split("\r\n")
    assert len(listing) == len(sent) + 1, listing
    for number, message in enumerate(sent, 1):
        received = curl(account, f"{url}/{number}", *options)
        messages.assert_same(message, received)
        assert listing[number - 1] == f"{number} {len(received)}", listing
    ids = curl(account, url + "/", "--request", "UIDL", *options).decode().splitlines()
    assert len({line.split()[1] for line in ids}) == len(sent), ids
    top = curl(account, url + "/", "--request", "TOP 2 1", *options)
    assert top.endswith(b"\r\n\r\n.\r\n"), top
    curl(account, f"{url}/1", "--request", "DELE", "--head", *options)
    left = curl(account, url + "/", "--request", "UIDL", *options).decode().splitlines()
    assert [line.split()[1] for line in left] == [line.split()[1] for line in ids[1:]], (ids, left)


def test_curl_imaps(server, folder):
    imap(server, folder, server.url("imaps", "imap", "tls"))


def test_curl_imap_starttls(server, folder):
    imap(server, folder, server.url("imap", "imap", "starttls"), "--ssl-reqd")


def imap(server, folder, url, *options):
    account = server.fresh()
    sent = messages.varied("curl")
    server.deliver(account, *sent)
    for number, message in enumerate(sent, 1):
        messages.assert_same(message, curl(account, f"{url}/INBOX;MAILINDEX={number}", *options))
    assert b"INBOX" in curl(account, url + "/", *options)
    assert b"* SEARCH 3" in curl(account, url + "/INBOX?SUBJECT%20eight", *options)
    appended = messages.eight_bit("curl-appended")
    curl(account, url + "/INBOX", "--upload-file", write(folder, "message", appended), *options)
    assert curl(account, f"{url}/INBOX;MAILINDEX={len(sent) + 1}", *options) == appended
    curl(account, url + "/INBOX", "--request", "STORE 1 +FLAGS \\Deleted", *options)
    assert b"* 1 EXPUNGE" in curl(account, url + "/INBOX", "--request", "EXPUNGE", *options)
    text = curl(account, f"{url}/INBOX;MAILINDEX=1;SECTION=TEXT", *options)
    assert text == sent[1].partition(b"\r\n\r\n")[2], text
