"""Exim at the other end."""

import hands
import messages
from hands import letter, mark_of
from house import Report


def test_exim_both_ways(world, folder):
    ann, pat = world.one.account("ann"), world.exim.user()
    sent, mark = letter(ann.address, pat, "question")
    hands.msmtp(world.one, ann, [pat], sent, folder)
    received = world.exim.awaited(mark)
    assert received.endswith(messages.lf(sent)), received.decode()
    assert b"with esmtps" in received.partition(b"\n\n")[0], "not by TLS:\n" + received.decode()
    answer, mark = letter(pat, ann.address, "answer")
    world.exim.send(pat, [ann.address], answer)
    assert hands.mbsync(world.one, ann, mark, folder).endswith(messages.lf(answer))


def test_exim_bounces_ours(world, folder):
    ann = world.one.account("ann")
    sent, mark = letter(ann.address, "nobody@exim.test", "unknown")
    world.exim.user()
    world.one.submit(ann, ["nobody@exim.test"], sent)
    report = Report(world.one.awaited(ann, mark))
    report.assert_says("nobody@exim.test", "failed", "5.1.1", "there is no nobody in this house", "mail.exim.test")


def test_exim_has_its_mail_bounced(world, folder):
    pat = world.exim.user()
    world.one.account("ann")
    sent, mark = letter(pat, "nobody@one.test", "unknown")
    world.exim.send(pat, ["nobody@one.test"], sent)
    report = Report(world.exim.awaited(mark))
    assert report.of("nobody@one.test")["Action"] == "failed", report.text
    assert "mail.one.test" in report.text and "550 5.1.1" in report.text, report.text


def test_exim_same_octets(world, folder):
    ann, pat = world.one.account("ann"), world.exim.user()
    sent = hands.varied(ann.address, "exim-octets")
    for message in sent:
        world.one.submit(ann, [pat], message, ["BODY=8BITMIME"])
    for message in sent:
        mark = mark_of(message)
        received = world.exim.awaited(mark)
        assert received.endswith(messages.lf(message)), f"other octets came for {mark}:\n{received[:800]!r}"


def test_exim_reports_success(world, folder):
    ann, pat = world.one.account("ann"), world.exim.user()
    sent, mark = letter(ann.address, pat, "success")
    world.one.submit(ann, [pat], sent, ["RET=HDRS", "ENVID=to-exim"], ["NOTIFY=SUCCESS"])
    report = Report(world.one.awaited(ann, mark))
    assert report.about["Reporting-MTA"] == "dns; mail.exim.test", report.about
    assert report.about["Original-Envelope-Id"] == "to-exim", report.about
    assert report.of(pat)["Action"] == "delivered"


def test_exim_takes_nothing_so_large(world, folder):
    """Refused before the message is sent (RFC 1870), and ann reads how much it would have taken."""
    ann, pat = world.one.account("ann"), world.exim.user()
    sent, mark = letter(ann.address, pat, "large", messages.large("x", 3_000_000).partition(b"\r\n\r\n")[2].decode())
    world.one.submit(ann, [pat], sent)
    report = Report(world.one.awaited(ann, mark))
    report.assert_says(pat, "failed", "5.3.4")
    assert "message too big: read" not in world.exim.logged(), "all of it was sent, to hear that it is too much"


def test_exim_puts_off_at_first(world, folder):
    """As servers with grey lists do: tried again, and delivered once."""
    ann, kim = world.one.account("ann"), world.exim.user("kim")
    sent, mark = letter(ann.address, kim, "grey")
    world.exim.close("kim")
    try:
        world.one.submit(ann, [kim], sent)
        world.exim.await_logged("temporarily rejected RCPT", kim)
    finally:
        world.exim.open("kim")
    assert world.exim.awaited(mark, "kim").endswith(messages.lf(sent))
    world.one.await_not_queued(kim)
    assert len([message for message in world.exim.mail("kim") if mark.encode() in message]) == 1
