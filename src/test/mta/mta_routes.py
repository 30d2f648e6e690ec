"""By way of others: smarthosts by recipient, by sender and as a fall-back."""

import messages
from hands import letter
from world import slow


@slow
def test_routes_by_recipient(world, folder):
    """A domain that DNS does not know, by STARTTLS and with a login."""
    carl = world.three.account("carl")
    sent, mark = letter(carl.address, "pat@smart.test", "by-recipient")
    world.three.submit(carl, ["pat@smart.test"], sent)
    received = world.exim.awaited(mark)
    assert received.endswith(messages.lf(sent))
    assert b"with esmtpsa" in received.partition(b"\n\n")[0], received.decode()


@slow
def test_routes_by_sender(world, folder):
    """TLS from the first octet; what the sender writes to Postfix goes by way of Exim."""
    dora, kim = world.three.account("dora"), world.postfix.user("kim")
    sent, mark = letter(dora.address, kim, "by-sender")
    world.three.submit(dora, [kim], sent)
    received = world.postfix.awaited(mark, "kim")
    assert received.endswith(messages.lf(sent))
    assert b"by mail.exim.test with esmtpsa" in received.partition(b"\n\n")[0], received.decode()


@slow
def test_routes_after_some_tries(world, folder):
    """Where nobody listens, the third try goes to who takes it."""
    carl = world.three.account("carl")
    sent, mark = letter(carl.address, "pat@onlydead.test", "after-tries")
    world.three.submit(carl, ["pat@onlydead.test"], sent)
    assert world.postfix.awaited(mark).endswith(messages.lf(sent))


@slow
def test_routes_tell_no_password_to_strangers(world, folder):
    """A smarthost whose certificate nobody vouches for gets neither login nor mail; the mail waits."""
    carl, there = world.three.account("carl"), "pat@unknown.test"
    world.three.submit(carl, [there], letter(carl.address, there, "stranger")[0])
    world.three.until(f"{there} queued for a certificate", lambda: "certificat" in world.three.queued() or "PKIX" in world.three.queued(), 20)
    assert there in world.three.queued()
    assert "@unknown.test" not in world.postfix.logged()
