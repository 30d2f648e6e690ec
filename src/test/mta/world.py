"""The world that the tests run in: real DNS, Postfix, Exim, and two servers of ours, started when a test first wants them."""

import random
import re

from dns import Dns
from house import House
from peer import Exim, Postfix
from services import Deaf, Net


def slow(test):
    """A test that --quick leaves out."""
    test.slow = True
    return test


class World:
    def __init__(self, unpacked, folder, posthouse):
        self.net = Net(f"127.{random.randint(64, 250)}.{random.randint(0, 255)}")
        self.unpacked = unpacked
        self.folder = folder
        self.posthouse = posthouse
        self.dns = Dns(self.net, unpacked, folder)
        self.parts = {}
        self.running = []

    def start(self):
        self.running.append(self.dns)
        self.dns.start()
        self.running.append(Deaf(self.net.address("deaf"), self.net.port))

    def part(self, name, make):
        if name not in self.parts:
            self.parts[name] = None
            service = make()
            self.running.append(service)
            service.start()
            self.parts[name] = service
        if self.parts[name] is None:
            raise AssertionError(f"{name} could not be started before")
        return self.parts[name]

    @property
    def postfix(self):
        return self.part("postfix", lambda: Postfix(self.net, self.dns, self.unpacked, self.folder))

    @property
    def exim(self):
        return self.part("exim", lambda: Exim(self.net, self.dns, self.unpacked, self.folder))

    @property
    def one(self):
        """Keeps mail long, and soon says that it is late."""
        return self.part("one", lambda: House("one", self, ["ann"], 'retry-first = "1s"\nretry-most = "2s"\nwarn-after = "4s"'))

    @property
    def two(self):
        """Gives up soon."""
        return self.part("two", lambda: House("two", self, ["ben"], 'retry-first = "1s"\nretry-most = "2s"\nlifetime = "6s"'))

    def complaints(self):
        """What our servers have logged as an error of their own."""
        found = []
        for house in (part for part in self.parts.values() if isinstance(part, House)):
            found += [f"{house.name}: {line}" for line in house.service.logged().splitlines() if re.search(" ERROR ", line)][:5]
        return found

    def stop(self):
        for service in reversed(self.running):
            service.stop()
