"""Real DNS: nsd answers for `test.`, unbound in front of it asks for everybody."""

import os
import socket

from services import Service, write

AUTHORITY_PORT = 5354
MANY = 2000
TOO_MANY = 10_000


def zone(net):
    """Each name is a case; which, says its comment."""
    peer = net.address("postfix")
    lines = [
        "$ORIGIN test.", "$TTL 300",
        "@ SOA ns.test. hostmaster.test. 1 3600 600 86400 5", "@ NS ns.test.", f"ns A {net.address('nsd')}",
    ]
    for name in ("one", "two", "three", "postfix", "exim", "plain"):
        lines += [f"{name} MX 10 mail.{name}", f"mail.{name} A {net.address(name)}"]
    lines += [
        "nullmx MX 0 .",                                            # takes no mail (RFC 7505)
        f"aonly A {peer}",                                          # no MX: the address itself (RFC 5321 §5.1)
        "alias CNAME postfix",                                      # the domain is another's name
        "cname MX 10 alias.cname", "alias.cname CNAME mail.postfix",  # the MX is; not allowed, and found all the same
        "deadfirst MX 10 dead", "deadfirst MX 20 mail.postfix",     # nobody listens at the first
        f"dead A {net.address('dead')}",
        "deaffirst MX 10 deaf", "deaffirst MX 20 mail.postfix",     # the first never answers a SYN
        f"deaf A {net.address('deaf')}",
        "onlydead MX 10 dead",
        "halfmx MX 10 none.halfmx", "halfmx MX 20 mail.postfix",    # the first has no address
        "loopmx MX 10 a.loop", "a.loop CNAME b.loop", "b.loop CNAME a.loop",
        "selfmx MX 10 mail.one",                                    # leads back to one.test, which does not have it
        'nomail TXT "neither MX nor address"',
        "firm MX 10 mail.two", "firm MX 20 mail.postfix",           # the first refuses for good: nobody else is asked
    ]
    # As much as one answer carries, and more than it can (RFC 1035 §4.2.2: 65,535 octets).
    lines += [f"many MX {n + 1} m{n}.many" for n in range(MANY)] + [f"m{n}.many A {peer}" for n in range(MANY)]
    lines += [f"crowd MX {n + 1} m{n}.crowd" for n in range(TOO_MANY)]
    lines += ["addresses MX 10 a.addresses", *(f"a.addresses A 127.0.{100 + n // 250}.{1 + n % 250}" for n in range(MANY))]
    return "\n".join(lines) + "\n"


class Dns:
    def __init__(self, net, unpacked, folder):
        self.net = net
        self.unpacked = unpacked
        self.folder = folder
        self.nsd = Service("nsd", folder)
        self.unbound = Service("unbound", folder)
        self.mute = None
        self.address = net.address("resolver")

    def start(self):
        # A name server that hears and says nothing.
        self.mute = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.mute.bind((self.net.address("mute"), AUTHORITY_PORT))
        write(self.folder, "test.zone", zone(self.net))
        configuration = write(self.folder, "nsd.conf", f"""
server:
    ip-address: {self.net.address("nsd")}
    port: {AUTHORITY_PORT}
    username: ""
    chroot: ""
    zonesdir: "{self.folder}"
    database: ""
    pidfile: "{self.folder}/nsd.pid"
    xfrdfile: "{self.folder}/xfrd.state"
    zonelistfile: "{self.folder}/zone.list"
    cookie-secret-file: ""
    server-count: 1
    rrl-ratelimit: 0
remote-control:
    control-enable: no
zone:
    name: "test"
    zonefile: "{self.folder}/test.zone"
""")
        self.nsd.start(os.path.join(self.unpacked, "nsd/usr/sbin/nsd"), "-d", "-c", configuration)
        self.nsd.await_port(self.net.address("nsd"), AUTHORITY_PORT)
        resolver = write(self.folder, "unbound.conf", f"""
server:
    interface: {self.address}
    port: 53
    username: ""
    chroot: ""
    directory: "{self.folder}"
    pidfile: "{self.folder}/unbound.pid"
    use-syslog: no
    log-time-ascii: yes
    access-control: 127.0.0.0/8 allow
    do-not-query-localhost: no
    do-ip6: no
    module-config: "iterator"
    qname-minimisation: no
    local-zone: "." static
    local-zone: "test." transparent
remote-control:
    control-enable: no
stub-zone:
    name: "test"
    stub-addr: {self.net.address("nsd")}@{AUTHORITY_PORT}
    stub-no-cache: no
stub-zone:
    name: "servfail.test"
    stub-addr: {self.net.address("dead")}@{AUTHORITY_PORT}
stub-zone:
    name: "mute.test"
    stub-addr: {self.net.address("mute")}@{AUTHORITY_PORT}
""")
        self.unbound.start(os.path.join(self.unpacked, "unbound/usr/sbin/unbound"), "-d", "-c", resolver)
        self.unbound.await_port(self.address, 53)

    def stop(self):
        self.unbound.stop()
        self.nsd.stop()
        if self.mute:
            self.mute.close()
