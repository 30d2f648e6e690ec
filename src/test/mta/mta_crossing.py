"""ann@one.test and ben@two.test, each on a server of ours, write to each other with programs of their own."""

import time

import hands
import messages
from hands import letter, mark_of
from house import Report
from world import slow


def test_crossing_swaks_fetchmail_msmtp_mbsync(world, folder):
    """There and back, each way with other programs."""
    ann, ben = world.one.account("ann"), world.two.account("ben")
    sent, mark = letter(ann.address, ben.address, "question")
    hands.swaks(world.one, ann, [ben.address], sent, folder)
    received = hands.fetchmail(world.two, ben, mark, folder)
    assert received.rstrip().endswith(messages.lf(sent).rstrip()), received.decode()
    answer, mark = letter(ben.address, ann.address, "answer", fields=f"In-Reply-To: <{mark}@letters.example>\r\n")
    hands.msmtp(world.two, ben, [ann.address], answer, folder)
    received = hands.mbsync(world.one, ann, mark, folder)
    assert received.endswith(messages.lf(answer)), received.decode()


def test_crossing_msmtp_mbsync_swaks_fetchmail(world, folder):
    ann, ben = world.one.account("ann"), world.two.account("ben")
    sent, mark = letter(ann.address, ben.address, "question")
    hands.msmtp(world.one, ann, [ben.address], sent, folder)
    assert hands.mbsync(world.two, ben, mark, folder).endswith(messages.lf(sent))
    answer, mark = letter(ben.address, ann.address, "answer")
    hands.swaks(world.two, ben, [ann.address], answer, folder)
    assert hands.fetchmail(world.one, ann, mark, folder).rstrip().endswith(messages.lf(answer).rstrip())


def test_crossing_same_octets(world, folder):
    ann, ben = world.one.account("ann"), world.two.account("ben")
    sent = hands.varied(ann.address, "crossing-octets")
    for message in sent:
        world.one.submit(ann, [ben.address], message, ["BODY=8BITMIME"])
    for message in sent:
        mark = mark_of(message)
        messages.assert_same(message, world.two.awaited(ben, mark))


def test_crossing_is_traced(world, folder):
    """Two Received fields, TLS from server to server, and the sender on the envelope."""
    ann, ben = world.one.account("ann"), world.two.account("ben")
    sent, mark = letter(ann.address, ben.address, "traced")
    world.one.submit(ann, [ben.address], sent)
    head = world.two.awaited(ben, mark).partition(b"\r\n\r\n")[0].decode()
    assert head.startswith(f"Return-Path: <{ann.address}>\r\n"), head
    fields = head.replace("\r\n\t", " ").replace("\r\n ", " ").split("\r\n")
    received = [field for field in fields if field.startswith("Received:")]
    assert len(received) == 2, received
    assert "from mail.one.test" in received[0] and "by mail.two.test" in received[0] and "with ESMTPS" in received[0], received[0]
    assert "by mail.one.test" in received[1] and "with ESMTPSA" in received[1], received[1]


def test_crossing_bounce(world, folder):
    ann = world.one.account("ann")
    sent, mark = letter(ann.address, "nobody@two.test", "unknown")
    world.one.submit(ann, ["nobody@two.test"], sent)
    octets = world.one.awaited(ann, mark)
    assert b"Return-Path: <>" in octets, octets[:500]
    report = Report(octets)
    fields = report.assert_says("nobody@two.test", "failed", "5.1.1", "mail.two.test", "550")
    assert "mail.two.test" in fields["Remote-MTA"], fields
    assert fields["Diagnostic-Code"].startswith("smtp; 550 5.1.1"), fields
    assert report.about["Reporting-MTA"] == "dns; mail.one.test", report.about
    assert report.message["Auto-Submitted"].startswith("auto-"), report.message["Auto-Submitted"]
    assert mark in report.returned


def test_crossing_success_report(world, folder):
    ann, ben = world.one.account("ann"), world.two.account("ben")
    sent, mark = letter(ann.address, ben.address, "success")
    world.one.submit(ann, [ben.address], sent, ["RET=HDRS", "ENVID=crossing-7"], ["NOTIFY=SUCCESS"])
    world.two.awaited(ben, mark)
    report = Report(world.one.awaited(ann, mark))
    report.assert_says(ben.address, "delivered", "2.")
    assert report.about["Reporting-MTA"] == "dns; mail.two.test", report.about
    assert report.about["Original-Envelope-Id"] == "crossing-7", report.about


def test_crossing_later(world, folder):
    """Not before its time (FUTURERELEASE, RFC 4865), and seen in the queue until then."""
    ann, ben = world.one.account("ann"), world.two.account("ben")
    sent, mark = letter(ann.address, ben.address, "later")
    start = time.monotonic()
    world.one.submit(ann, [ben.address], sent, ["HOLDFOR=8"])
    world.one.await_queued(ben.address)
    messages.assert_same(sent, world.two.awaited(ben, mark))
    assert time.monotonic() - start >= 7.5, "too early"


def test_crossing_waits_while_the_other_is_down(world, folder):
    ann, ben = world.one.account("ann"), world.two.account("ben")
    world.two.stop()
    try:
        sent, mark = letter(ann.address, ben.address, "waiting")
        world.one.submit(ann, [ben.address], sent)
        world.one.await_queued(ben.address)
    finally:
        world.two.start()
    messages.assert_same(sent, world.two.awaited(ben, mark))


def test_crossing_is_told_to_operators(world, folder):
    """`posthouse trace` at both ends: who brought it, which host took it, under which TLS, and what that said."""
    ann, ben = world.one.account("ann"), world.two.account("ben")
    sent, mark = letter(ann.address, ben.address, "told")
    world.one.submit(ann, [ben.address], sent)
    world.two.awaited(ben, mark)
    message_id = f"<{mark}@letters.example>"
    told = world.one.server.operate("trace", message_id)
    for word in (ann.address, ben.address, "mail.two.test", "TLSv1.3", "250 2."):
        assert word in told, f"{word!r} is not in the trace at one.test:\n{told}"
    told = world.two.server.operate("trace", message_id)
    for word in (ann.address, ben.address, "mail.one.test", "TLSv1.3", "INBOX"):
        assert word in told, f"{word!r} is not in the trace at two.test:\n{told}"


def test_crossing_from_a_script(world, folder):
    """`posthouse sendmail -t -i -f`, as cron and scripts call it, to who is named in To, Cc and Bcc."""
    ann, ben, pat, kim = world.one.account("ann"), world.two.account("ben"), world.postfix.user(), world.postfix.user("kim")
    sent, mark = letter(ann.address, ben.address, "script", "One\r\n.\r\nTwo\r\n", f"Cc: <{pat}>\r\nBcc: <{kim}>\r\n")
    world.one.server.operate("sendmail", "-t", "-i", "-f", ann.address, stdin=messages.lf(sent).decode())
    for received in (world.two.awaited(ben, mark), world.postfix.awaited(mark), world.postfix.awaited(mark, "kim")):
        head, _, body = messages.lf(received).partition(b"\n\n")
        assert body == b"One\n.\nTwo\n", body
        assert b"Cc: <" + pat.encode() in head and b"Bcc" not in head, head.decode()
        assert head.startswith(f"Return-Path: <{ann.address}>\n".encode()), head.decode()


@slow
def test_crossing_killed_while_mail_waits(world, folder):
    """kill -9 on the server whose queue holds mail: all of it arrives, each once."""
    ann, ben = world.one.account("ann"), world.two.account("ben")
    world.two.stop()
    marks = []
    for _ in range(20):
        sent, mark = letter(ann.address, ben.address, "killed")
        world.one.submit(ann, [ben.address], sent)
        marks.append(mark)
    world.one.kill()
    world.one.start()
    world.two.start()
    for mark in marks:
        world.two.awaited(ben, mark + "@")


@slow
def test_crossing_thousand(world, folder):
    """A thousand letters to one destination in a few connections, none lost and none twice."""
    ann = world.one.account("ann")
    ben = world.two.fresh("thousand")
    marks = []
    with world.one.submission(ann) as smtp:
        for _ in range(1000):
            sent, mark = letter(ann.address, ben.address, "thousand")
            smtp.sendmail(ann.address, [ben.address], sent)
            marks.append(mark.encode() + b"@")
    world.two.awaited(ben, marks[-1].decode(), 120)
    world.two.await_count(ben, 1000, 120)
    received = world.two.mail(ben)
    twice = [mark for mark in marks if sum(mark in message for message in received) != 1]
    assert not twice, f"not once: {twice}"
