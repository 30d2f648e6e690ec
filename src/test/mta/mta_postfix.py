"""Postfix at the other end."""

import email
import email.policy

import hands
import messages
from hands import letter, mark_of
from house import Report
from world import slow


def test_postfix_both_ways(world, folder):
    ann, pat = world.one.account("ann"), world.postfix.user()
    sent, mark = letter(ann.address, pat, "question")
    hands.swaks(world.one, ann, [pat], sent, folder)
    received = world.postfix.awaited(mark)
    assert received.rstrip().endswith(messages.lf(sent).rstrip()), received.decode()
    assert b"with ESMTPS" in received.partition(b"\n\n")[0], "not by TLS:\n" + received.decode()
    answer, mark = letter(pat, ann.address, "answer")
    world.postfix.send(pat, [ann.address], answer)
    assert hands.fetchmail(world.one, ann, mark, folder).endswith(messages.lf(answer))


def test_postfix_bounces_ours(world, folder):
    ann = world.one.account("ann")
    sent, mark = letter(ann.address, "nobody@postfix.test", "unknown")
    world.one.submit(ann, ["nobody@postfix.test"], sent)
    report = Report(world.one.awaited(ann, mark))
    fields = report.assert_says("nobody@postfix.test", "failed", "5.1.1", "User unknown in virtual mailbox table", "mail.postfix.test")
    assert "User unknown" in fields["Diagnostic-Code"], fields


def test_postfix_has_its_mail_bounced(world, folder):
    pat = world.postfix.user()
    world.one.account("ann")
    sent, mark = letter(pat, "nobody@one.test", "unknown")
    world.postfix.send(pat, ["nobody@one.test"], sent)
    report = Report(world.postfix.awaited(mark))
    assert report.of("nobody@one.test")["Status"].startswith("5.1.1"), report.text
    assert "mail.one.test" in report.text and "550 5.1.1" in report.text, report.text


def test_postfix_same_octets(world, folder):
    ann, pat = world.one.account("ann"), world.postfix.user()
    sent = hands.varied(ann.address, "postfix-octets")
    for message in sent:
        world.one.submit(ann, [pat], message, ["BODY=8BITMIME"])
    for message in sent:
        mark = mark_of(message)
        received = world.postfix.awaited(mark)
        assert received.endswith(messages.lf(message)), f"other octets came for {mark}:\n{received[:800]!r}"


def test_postfix_same_octets_from_there(world, folder):
    ann, pat = world.one.account("ann"), world.postfix.user()
    sent = messages.varied("from-postfix")
    for message in sent:
        world.postfix.send(pat, [ann.address], message, ["BODY=8BITMIME"])
    for message in sent:
        mark = mark_of(message)
        received = world.one.awaited(ann, mark)
        assert received.endswith(message), f"other octets came for {mark}:\n{received[:800]!r}"


def test_postfix_reports_success(world, folder):
    """NOTIFY, ENVID and ORCPT are passed on, and Postfix's own report comes back to ann."""
    ann, pat = world.one.account("ann"), world.postfix.user()
    sent, mark = letter(ann.address, pat, "success")
    world.one.submit(ann, [pat], sent, ["RET=HDRS", "ENVID=envelope+2B1"], ["NOTIFY=SUCCESS,FAILURE", "ORCPT=rfc822;friend@list.example"])
    report = Report(world.one.awaited(ann, mark))
    assert report.about["Reporting-MTA"] == "dns; mail.postfix.test", report.about
    assert report.about["Original-Envelope-Id"] == "envelope+1", report.about
    fields = report.of(pat)
    assert fields["Action"] == "delivered", fields
    assert fields["Original-Recipient"] == "rfc822;friend@list.example", fields


def test_postfix_success_is_wanted_by_its_user(world, folder):
    """The other way: Postfix asks, and our report comes back to its user."""
    ann, pat = world.one.account("ann"), world.postfix.user()
    sent, mark = letter(pat, ann.address, "success")
    world.postfix.send(pat, [ann.address], sent, ["ENVID=of-postfix"], ["NOTIFY=SUCCESS"])
    world.one.awaited(ann, mark)
    report = Report(world.postfix.awaited(mark))
    assert report.about["Reporting-MTA"] == "dns; mail.one.test", report.about
    assert report.about["Original-Envelope-Id"] == "of-postfix", report.about
    assert report.of(ann.address)["Action"] == "delivered"


def test_postfix_never_means_never(world, folder):
    ann = world.one.account("ann")
    sent, mark = letter(ann.address, "nobody-never@postfix.test", "never")
    world.one.submit(ann, ["nobody-never@postfix.test"], sent, (), ["NOTIFY=NEVER"])
    world.postfix.await_logged("reject: RCPT", "nobody-never@postfix.test")
    world.one.await_not_queued("nobody-never@postfix.test")
    assert not [message for message in world.one.mail(ann) if mark.encode() in message], "a report that nobody wanted"


def test_postfix_smtputf8(world, folder):
    ann, user = world.one.account("ann"), world.postfix.user("käthe")
    sent, mark = letter(ann.address, user, "utf8")
    world.one.submit(ann, [user], sent, ["SMTPUTF8", "BODY=8BITMIME"])
    assert world.postfix.awaited(mark, "käthe").endswith(messages.lf(sent))


def test_postfix_large(world, folder):
    ann, pat = world.one.account("ann"), world.postfix.user()
    sent, mark = letter(ann.address, pat, "large", messages.large("x", 20_000_000).partition(b"\r\n\r\n")[2].decode())
    world.one.submit(ann, [pat], sent)
    assert world.postfix.awaited(mark, seconds=60).endswith(messages.lf(sent)), "other octets came"


def test_postfix_old_takes_8_bit_as_7(world, folder):
    """A server with no extension at all: what has eight bits comes as quoted-printable or base64, and reads the same."""
    ann, pat = world.one.account("ann"), "pat@plain.test"
    body = "Grüße, Ελλάδα, 日本\r\n.\r\n" + "x" * 900 + "\r\n"
    fields = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    sent, mark = letter(ann.address, pat, "seven", body, fields)
    world.postfix.user()
    world.one.submit(ann, [pat], sent, ["BODY=8BITMIME"])
    received = world.postfix.awaited(mark)
    assert received.isascii(), received
    message = email.message_from_bytes(received, policy=email.policy.default)
    assert message["Content-Transfer-Encoding"] in ("quoted-printable", "base64"), received.decode()
    assert message.get_content().replace("\r\n", "\n") == body.replace("\r\n", "\n"), message.get_content()


def test_postfix_old_gets_no_utf8(world, folder):
    ann, user = world.one.account("ann"), "käthe@plain.test"
    sent, mark = letter(ann.address, user, "utf8-refused")
    world.postfix.user()
    world.one.submit(ann, [user], sent, ["SMTPUTF8", "BODY=8BITMIME"])
    report = Report(world.one.awaited(ann, mark))
    assert [fields["Status"] for fields in report.recipients] == ["5.6.7"], [str(fields) for fields in report.recipients]
    assert "UTF-8" in report.text or "SMTPUTF8" in report.text, report.text


def test_postfix_old_is_relayed_to(world, folder):
    """A server that cannot report: ours says that it has handed the message over (RFC 3461 §5.2.2)."""
    ann, pat = world.one.account("ann"), "pat@plain.test"
    sent, mark = letter(ann.address, pat, "relayed")
    world.postfix.user()
    world.one.submit(ann, [pat], sent, ["RET=HDRS"], ["NOTIFY=SUCCESS"])
    report = Report(world.one.awaited(ann, mark))
    assert report.about["Reporting-MTA"] == "dns; mail.one.test", report.about
    report.assert_says(pat, "relayed", "2.", "mail.plain.test")


@slow
def test_postfix_flood(world, folder):
    """Five hundred letters from Postfix, as fast as it can, each there once."""
    pat, reader = world.postfix.user(), world.one.fresh("flood")
    marks = []
    for _ in range(500):
        sent, mark = letter(pat, reader.address, "flood")
        world.postfix.send(pat, [reader.address], sent)
        marks.append(mark.encode() + b"@")
    world.one.await_count(reader, 500, 120)
    received = world.one.mail(reader)
    assert all(sum(mark in message for message in received) == 1 for mark in marks)
