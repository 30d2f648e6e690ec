"""The world that the tests run in: real DNS, Postfix, Exim, and two servers of ours, started when a test first wants them."""

import os
import re

from dns import Dns
from house import House
from peer import Exim, Postfix
from services import Deaf, write


def slow(test):
    """A test that --quick leaves out."""
    test.slow = True
    return test


class World:
    def __init__(self, net, unpacked, folder, posthouse):
        self.net = net
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

    @property
    def three(self):
        """Sends some of its mail by way of others."""
        exim, postfix, port = self.exim, self.postfix, self.net.port
        login = exim.login[0].replace("@", "%40")
        password = write(self.folder, "password", exim.login[1] + "\n")
        queue = f"""retry-first = "1s"
retry-most = "2s"
smarthosts = [
    "starttls submission://{login}@{exim.host}:{port} {password}",
    "tls submissions://{login}@{exim.host}:{self.net.tls_port} {password}",
    "unknown submission://{login}@{postfix.host}:{port} {password}",
    "rescue smtp://{postfix.host}:{port}",
]
routes = ["from dora@three.test: tls", "to smart.test: starttls", "to unknown.test: unknown", "after 2: rescue"]
"""
        trusted = os.path.join(exim.root, "tls/server.crt")
        return self.part("three", lambda: House("three", self, ["carl", "dora"], queue, trusted))

    def complaints(self):
        """What our servers have logged as an error of their own."""
        found = []
        for house in (part for part in self.parts.values() if isinstance(part, House)):
            found += [f"{house.name}: {line}" for line in house.service.logged().splitlines() if re.search(" ERROR ", line)][:5]
        return found

    def stop(self):
        for service in reversed(self.running):
            service.stop()
