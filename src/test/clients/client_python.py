"""Python's smtplib, poplib and imaplib."""

import imaplib
import poplib
import smtplib

import messages
from server import trusting

poplib._MAXLINE = 1 << 20


def test_smtplib(server, folder):
    sender, recipient, second = server.sender(), server.fresh(), server.fresh()
    host, port = server.endpoint("submission", "starttls")
    sent = [m.replace(b"someone@elsewhere.example", sender.address.encode()) for m in messages.varied("smtplib")]
    with smtplib.SMTP(host, port, timeout=30) as smtp:
        smtp.starttls(context=trusting())
        smtp.login(sender.address, sender.password)
        for message in sent:
            assert smtp.sendmail(sender.address, [recipient.address, second.address], message) == {}
        domain = sender.address.partition("@")[2]
        refused = smtp.sendmail(sender.address, [recipient.address, "nobody-here@" + domain], sent[0])
        assert refused["nobody-here@" + domain][0] == 550, refused
        assert smtp.vrfy("postmaster")[0] == 252
        assert smtp.noop()[0] == 250 and smtp.rset()[0] == 250
    with imaplib.IMAP4_SSL(*server.endpoint("imap", "tls"), ssl_context=trusting()) as imap:
        imap.login(second.address, second.password)
        imap.select()
        for number, message in enumerate(sent, 1):
            messages.assert_same(message, imap.fetch(str(number), "(BODY.PEEK[])")[1][0][1])


def test_smtplib_ssl(server, folder):
    account = server.fresh()
    host, port = server.endpoint("submission", "tls")
    with smtplib.SMTP_SSL(host, port, timeout=30, context=trusting()) as smtp:
        smtp.login(account.address, account.password, initial_response_ok=False)
        smtp.sendmail(account.address, account.address, f"From: {account.address}\r\n\r\nNo date.\r\n")
        try:
            smtp.sendmail("other@elsewhere.example", account.address, "From: other@elsewhere.example\r\n\r\n")
        except smtplib.SMTPException:
            pass
        else:
            raise AssertionError("somebody else's address was taken")
    with imaplib.IMAP4_SSL(*server.endpoint("imap", "tls"), ssl_context=trusting()) as imap:
        imap.login(account.address, account.password)
        imap.select()
        header = imap.fetch("1", "(BODY[HEADER])")[1][0][1].lower()
        assert b"\r\nmessage-id: <" in header and b"\r\ndate: " in header, header


def test_poplib(server, folder):
    account = server.fresh()
    sent = messages.varied("poplib")
    server.deliver(account, *sent)
    pop = poplib.POP3_SSL(*server.endpoint("pop3", "tls"), timeout=30, context=trusting())
    capabilities = pop.capa()
    for name in ("TOP", "UIDL", "USER", "SASL", "PIPELINING", "RESP-CODES", "UTF8"):
        assert name in capabilities, capabilities
    pop.utf8()
    login(pop, account)
    count, octets = pop.stat()
    assert count == len(sent)
    sizes = [int(line.split()[1]) for line in pop.list()[1]]
    assert sum(sizes) == octets
    ids = [line.split()[1] for line in pop.uidl()[1]]
    assert len(set(ids)) == count and all(1 <= len(i) <= 70 for i in ids)
    for number, message in enumerate(sent, 1):
        received = b"\r\n".join(pop.retr(number)[1]) + b"\r\n"
        assert len(received) == sizes[number - 1]
        messages.assert_same(message, received)
    header = pop.top(1, 0)[1]
    assert header[-1] == b"", header
    pop.dele(1)
    pop.dele(3)
    pop.rset()
    pop.dele(2)
    pop.quit()
    pop = poplib.POP3_SSL(*server.endpoint("pop3", "tls"), timeout=30, context=trusting())
    login(pop, account)
    assert [line.split()[1] for line in pop.uidl()[1]] == ids[:1] + ids[2:]
    pop.dele(1)
    pop.close()  # without QUIT: nothing is deleted
    pop = poplib.POP3(*server.endpoint("pop3", "starttls"), timeout=30)
    pop.stls(trusting())
    login(pop, account)
    assert pop.stat()[0] == count - 1
    pop.quit()


def login(pop, account):
    pop.user(account.address)
    pop.pass_(account.password)


def test_imaplib(server, folder):
    account = server.fresh()
    sent = messages.varied("imaplib")
    server.deliver(account, *sent)
    imap = imaplib.IMAP4_SSL(*server.endpoint("imap", "tls"), ssl_context=trusting(), timeout=30)
    imap.login(account.address, account.password)
    assert "IMAP4REV1" in imap.capabilities
    assert imap.select()[1] == [b"%d" % len(sent)]
    for number, message in enumerate(sent, 1):
        messages.assert_same(message, imap.fetch(str(number), "(RFC822)")[1][0][1])
    assert imap.search(None, "SEEN")[1] == [b"1 2 3 4 5"]
    assert imap.search(None, "SUBJECT", "eight")[1] == [b"3"]
    assert imap.store("2", "+FLAGS", r"(\Flagged Kept)")[0] == "OK"
    assert imap.search(None, "KEYWORD", "Kept")[1] == [b"2"]
    assert imap.create("Folder/Sub")[0] == "OK"
    assert imap.copy("1:2", "Folder/Sub")[0] == "OK"
    assert imap.uid("MOVE", imap.fetch("5", "(UID)")[1][0].split()[2].rstrip(b")"), "Folder/Sub")[0] == "OK"
    assert imap.select("Folder/Sub")[1] == [b"3"]
    flags = imap.fetch("2", "(FLAGS)")[1][0]
    assert b"\\Flagged" in flags and b"Kept" in flags, flags
    assert imap.append("Folder/Sub", r"(\Draft)", '"03-Nov-2026 09:30:00 +0100"', sent[3])[0] == "OK"
    assert imap.noop()[0] == "OK"
    code, date = imap.fetch("4", "(INTERNALDATE BODY[])")
    assert b"3-Nov-2026 08:30:00 +0000" in date[0][0] and date[0][1] == sent[3], date[0][0]
    assert imap.store("1", "+FLAGS.SILENT", r"\Deleted")[0] == "OK"
    assert imap.expunge()[1] == [b"1"]
    assert imap.status("INBOX", "(MESSAGES UNSEEN UIDNEXT)")[1][0].split()[1:3] == [b"(MESSAGES", b"4"]
    assert imap.rename("Folder", "Shelf")[0] == "OK"
    assert imap.select("Shelf/Sub")[1] == [b"3"]
    assert imap.close()[0] == "OK"
    assert imap.delete("Shelf/Sub")[0] == "OK"
    assert imap.select("Shelf/Sub")[0] == "NO"
    imap.logout()


def test_imaplib_starttls(server, folder):
    account = server.fresh()
    with imaplib.IMAP4(*server.endpoint("imap", "starttls"), timeout=30) as imap:
        imap.starttls(trusting())
        imap.authenticate("PLAIN", lambda _: b"\0" + account.address.encode() + b"\0" + account.password.encode())
        assert imap.select()[0] == "OK"
        try:
            imap.login("a", "b")
        except imaplib.IMAP4.error:
            pass
