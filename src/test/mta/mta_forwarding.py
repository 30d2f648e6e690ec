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
