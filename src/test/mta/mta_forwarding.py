"""What two.test passes on: by account, by alias, and back again."""

import messages
from hands import letter
from house import Report
from world import slow


def test_forwarding_to_postfix(world, folder):
    """The sender becomes an address of ours (SRS): Postfix must not see mail from one.test come from two.test."""
    ann, onward = world.one.account("ann"), world.two.fresh("onward")
    world.two.server.operate("account", "forward", onward.address, world.postfix.user(), "--no-keep")
    sent, mark = letter(ann.address, onward.address, "forwarded")
    world.one.submit(ann, [onward.address], sent)
    received = world.postfix.awaited(mark).decode()
    assert received.endswith(messages.lf(sent).decode()), received
    path = received.partition("\n")[0]
    assert path.startswith("Return-Path: <SRS0=") and path.endswith("=one.test=ann@two.test>"), path
    assert not world.two.mail(onward), "a copy was kept"


@slow
def test_forwarding_keeps_a_copy(world, folder):
    ann, both = world.one.account("ann"), world.two.fresh("both")
    world.two.server.operate("account", "forward", both.address, world.exim.user(), "--keep")
    sent, mark = letter(ann.address, both.address, "kept")
    world.one.submit(ann, [both.address], sent)
    assert world.exim.awaited(mark).endswith(messages.lf(sent))
    messages.assert_same(sent, world.two.awaited(both, mark))


@slow
def test_forwarding_that_bounces(world, folder):
    """Postfix knows nobody of that name, and it is ann who hears it: the bounce finds its way back through the rewritten address."""
    ann, onward = world.one.account("ann"), world.two.fresh("bounced")
    world.postfix.user()
    world.two.server.operate("account", "forward", onward.address, "nobody@postfix.test", "--no-keep")
    sent, mark = letter(ann.address, onward.address, "bounced")
    world.one.submit(ann, [onward.address], sent)
    report = Report(world.one.awaited(ann, mark))
    assert "User unknown" in " ".join(report.text.split()), report.text
    assert report.about["Reporting-MTA"] == "dns; mail.two.test", report.about
    world.two.await_not_queued("nobody@postfix.test")


@slow
def test_forwarding_in_a_ring(world, folder):
    """Two accounts, each of which forwards to the other, on two servers: it ends, and somebody has the message."""
    ann, here, there = world.one.account("ann"), world.one.fresh("ring"), world.two.fresh("ring")
    world.one.server.operate("account", "forward", here.address, there.address, "--no-keep")
    world.two.server.operate("account", "forward", there.address, here.address, "--no-keep")
    sent, mark = letter(ann.address, here.address, "ring")
    world.one.submit(ann, [here.address], sent)
    for house, account in ((world.one, here), (world.two, there)):
        house.await_not_queued(there.address)
        house.await_not_queued(here.address)
    found = [mail for house, account in ((world.one, ann), (world.one, here), (world.two, there)) for mail in house.mail(account)
             if mark.encode() in mail]
    assert len(found) == 1, f"{len(found)} messages with {mark}: " + "\n---\n".join(mail.decode()[:800] for mail in found)


@slow
def test_forwarding_by_alias(world, folder):
    """One address for three people on three servers."""
    ann, ben, everybody = world.one.account("ann"), world.two.account("ben"), "everybody@two.test"
    pat, kim = world.postfix.user(), world.exim.user("kim")
    world.two.server.operate("alias", "add", everybody, ben.address, pat, kim)
    sent, mark = letter(ann.address, everybody, "alias")
    world.one.submit(ann, [everybody], sent)
    messages.assert_same(sent, world.two.awaited(ben, mark))
    assert world.postfix.awaited(mark).endswith(messages.lf(sent))
    assert world.exim.awaited(mark, "kim").endswith(messages.lf(sent))


@slow
def test_forwarding_twice_bounces(world, folder):
    """Over two servers of ours to Postfix, which refuses it: Exim's user hears of it, by way of both (SRS1)."""
    near, far, pat = world.one.fresh("near"), world.two.fresh("far"), world.exim.user()
    world.two.server.operate("account", "forward", far.address, "nobody-twice@postfix.test", "--no-keep")
    world.one.server.operate("account", "forward", near.address, far.address, "--no-keep")
    world.postfix.user()
    sent, mark = letter(pat, near.address, "twice")
    world.exim.send(pat, [near.address], sent)
    report = Report(world.exim.awaited(mark))
    report.assert_says("nobody-twice@postfix.test", "failed", "5.1.1", "User unknown", "mail.postfix.test")


def test_forwarding_takes_no_forged_bounces(world, folder):
    pat, forged = world.postfix.user(), "SRS0=AAAA=AA=postfix.test=pat@one.test"
    world.one.account("ann")
    sent, mark = letter(pat, forged, "forged")
    world.postfix.send(pat, [forged], sent)
    report = Report(world.postfix.awaited(mark))
    assert "takes bounces only" in report.text, report.text


@slow
def test_forwarding_by_group(world, folder):
    """Each member gets it once, also who is written to besides, and its owner hears of who does not."""
    owner, member = world.one.fresh("owner"), world.one.fresh("member")
    pat, kim = world.exim.user(), world.postfix.user("kim")
    group = member.address.replace("member-", "group-")
    world.one.server.operate("group", "add", group, member.address, kim, "nobody-group@postfix.test", "--owner", owner.address)
    sent, mark = letter(pat, group, "group")
    world.exim.send(pat, [group, member.address], sent)
    for received in (world.one.awaited(member, mark), world.postfix.awaited(mark, "kim")):
        assert received.startswith(f"Return-Path: <{owner.address}>".encode()), received.decode()
    report = Report(world.one.awaited(owner, mark))
    report.assert_says("nobody-group@postfix.test", "failed", "5.1.1", "User unknown", "mail.postfix.test")
