"""DNS as it is found: each name of the zone is a case."""

import time

import messages
from hands import letter
from house import Report
from world import slow


def test_dns_no_mx(world, folder):
    delivered(world, "aonly.test")


def test_dns_domain_is_an_alias(world, folder):
    delivered(world, "alias.test")


def test_dns_mx_is_an_alias(world, folder):
    delivered(world, "cname.test")


def test_dns_first_mx_is_dead(world, folder):
    delivered(world, "deadfirst.test", 10)


def test_dns_first_mx_has_no_address(world, folder):
    delivered(world, "halfmx.test", 10)


def test_dns_thousands_of_mx(world, folder):
    delivered(world, "many.test")


@slow
def test_dns_first_mx_never_answers(world, folder):
    """Connecting must not be waited for as long as TCP would."""
    delivered(world, "deaffirst.test", 60)


def test_dns_null_mx(world, folder):
    """RFC 7505 §4.2."""
    report = bounced(world, "nullmx.test", "5.1.10")
    assert "no mail" in report.text or "not accept" in report.text, report.text


def test_dns_no_such_domain(world, folder):
    report = bounced(world, "nowhere.test", "5.1.2")
    assert "no such domain" in report.text or "not exist" in report.text, report.text


def test_dns_domain_without_mail(world, folder):
    """Neither MX nor address."""
    bounced(world, "nomail.test", "5.")


def test_dns_leads_back_to_ourselves(world, folder):
    bounced(world, "selfmx.test", "5.4.6")


def test_dns_refusal_of_the_first_mx_is_final(world, folder):
    """The second would take it, and must not be asked (RFC 5321 §5.1)."""
    world.two.account("ben")
    bounced(world, "firm.test", "5.")
    assert not any("@firm.test" in line for line in world.postfix.logged().splitlines()), "the second was asked"


def test_dns_servfail(world, folder):
    delayed(world, "servfail.test")


def test_dns_all_mx_are_dead(world, folder):
    delayed(world, "onlydead.test")


def test_dns_mx_in_circles(world, folder):
    """An MX whose name is an alias of itself."""
    undelivered(world, "loopmx.test")


@slow
def test_dns_never_answers(world, folder):
    delayed(world, "mute.test", 60)


@slow
def test_dns_more_mx_than_an_answer_holds(world, folder):
    delayed(world, "crowd.test", 60)


@slow
def test_dns_thousands_of_dead_addresses(world, folder):
    delayed(world, "addresses.test", 60)


@slow
def test_dns_expiry(world, folder):
    """Given up after `queue.lifetime`, with what was tried."""
    ben, there = world.two.account("ben"), "pat@onlydead.test"
    sent, mark = letter(ben.address, there, "expired")
    world.two.submit(ben, [there], sent)
    report = Report(world.two.awaited(ben, mark, 60))
    fields = report.assert_says(there, "failed", "")
    assert fields["Status"][:2] in ("4.", "5."), fields
    world.two.await_not_queued(there)


def test_dns_dead_ones_delay_nobody(world, folder):
    """Mail to a name that never answers waits; mail to others behind it does not."""
    ann, pat = world.one.account("ann"), world.postfix.user()
    for place in ("deaffirst.test", "mute.test", "servfail.test", "onlydead.test"):
        for _ in range(10):
            world.one.submit(ann, ["kim@" + place], letter(ann.address, "kim@" + place, "slow")[0], (), ["NOTIFY=NEVER"])
    sent, mark = letter(ann.address, pat, "quick")
    start = time.monotonic()
    world.one.submit(ann, [pat], sent)
    world.postfix.awaited(mark, seconds=5)
    assert time.monotonic() - start < 5


def test_dns_several_recipients(world, folder):
    """One message for many places: each recipient fares as it would alone."""
    ann, ben = world.one.account("ann"), world.two.account("ben")
    good = [ben.address, world.postfix.user(), world.postfix.user("kim"), world.exim.user()]
    bad = ["nobody@postfix.test", "nobody@exim.test", "pat@nullmx.test", "pat@nowhere.test"]
    sent, mark = letter(ann.address, "everybody@one.test", "several")
    world.one.submit(ann, [*good, *bad], sent)
    messages.assert_same(sent, world.two.awaited(ben, mark))
    world.postfix.awaited(mark)
    world.postfix.awaited(mark, "kim")
    world.exim.awaited(mark)
    told = world.one.reported(ann, mark, bad)
    assert sorted(told) == sorted(bad), f"reported are {told}"


def delivered(world, domain, seconds=20):
    ann, there = world.one.account("ann"), f"pat@{domain}"
    world.postfix.user()
    sent, mark = letter(ann.address, there, domain)
    world.one.submit(ann, [there], sent)
    assert world.postfix.awaited(mark, seconds=seconds).endswith(messages.lf(sent))


def bounced(world, domain, status, seconds=10):
    """At once, not when it has been tried for days."""
    ann, there = world.one.account("ann"), f"pat@{domain}"
    world.postfix.user()
    sent, mark = letter(ann.address, there, domain)
    world.one.submit(ann, [there], sent)
    report = Report(world.one.awaited(ann, mark, seconds))
    report.assert_says(there, "failed", status, domain)
    return report


def delayed(world, domain, seconds=30):
    """ann hears that it is late; it is still queued."""
    ann, there = world.one.account("ann"), f"pat@{domain}"
    sent, mark = letter(ann.address, there, domain)
    world.one.submit(ann, [there], sent)
    report = Report(world.one.awaited(ann, mark, seconds))
    report.assert_says(there, "delayed", "4.", domain)
    assert there in world.one.queued(), f"{there} is no longer queued:\n{world.one.queued()}"


def undelivered(world, domain):
    """Told to be late or undeliverable, whichever the resolver makes of it."""
    ann, there = world.one.account("ann"), f"pat@{domain}"
    sent, mark = letter(ann.address, there, domain)
    world.one.submit(ann, [there], sent)
    fields = Report(world.one.awaited(ann, mark)).of(there)
    assert fields["Action"] in ("delayed", "failed"), fields
