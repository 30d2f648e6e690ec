"""Postfix and Exim among themselves, through our DNS: what fails here is the fault of the tests, not of Posthouse."""

import socket

import messages
from peer import parsed


def test_peers_both_ways(world, folder):
    there, back = messages.plain("peers-there"), messages.plain("peers-back")
    world.postfix.send(world.postfix.user(), [world.exim.user()], there)
    assert world.exim.awaited("peers-there").endswith(messages.lf(there))
    world.exim.send(world.exim.user(), [world.postfix.user()], back)
    assert world.postfix.awaited("peers-back").endswith(messages.lf(back))


def test_peers_bounces(world, folder):
    world.postfix.send(world.postfix.user(), ["nobody@exim.test"], messages.plain("peers-bounced"))
    bounce = parsed(world.postfix.awaited("peers-bounced"))
    assert "there is no nobody in this house" in str(bounce), bounce
    world.exim.send(world.exim.user(), ["nobody@postfix.test"], messages.plain("peers-bounced"))
    assert "User unknown" in str(parsed(world.exim.awaited("peers-bounced")))


def test_peers_deaf_is_deaf(world, folder):
    """Connecting to where nobody answers does take long."""
    with socket.socket() as client:
        client.settimeout(2)
        try:
            client.connect((world.net.address("deaf"), world.net.port))
        except TimeoutError:
            return
    raise AssertionError("the deaf address answers")
