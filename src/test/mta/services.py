"""What is common to the servers that a test world starts."""

import os
import random
import signal
import socket
import subprocess
import time

PLACES = {"one": 1, "two": 2, "postfix": 3, "exim": 4, "plain": 5, "three": 6, "dead": 9, "deaf": 10, "resolver": 53, "nsd": 54, "mute": 55}


class Net:
    """Loopback addresses of a world's own, one a server, and the one port on which all of them take mail; Exim has one more, for TLS
    from the first octet."""

    def __init__(self):
        self.prefix = f"127.{random.randint(64, 250)}.{random.randint(0, 255)}"
        self.port = free_port()
        self.tls_port = free_port()

    def address(self, place):
        return f"{self.prefix}.{PLACES[place]}"


def free_port():
    """A port that nobody has on any address, and none that outgoing connections are given."""
    while True:
        port = random.randrange(10_000, 30_000)
        with socket.socket() as probe:
            try:
                probe.bind(("0.0.0.0", port))
                return port
            except OSError:
                continue


class Service:
    """A program that runs until it is stopped, its output in a log."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.log = os.path.join(folder, name + ".log")
        self.process = None

    def start(self, *command, env=None):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                            env=dict(os.environ, **(env or {})))

    def await_port(self, host, port, seconds=60):
        end = time.monotonic() + seconds
        while True:
            try:
                socket.create_connection((host, port), timeout=5).close()
                return
            except OSError as refused:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise AssertionError(f"{self.name} does not listen on {host}:{port}: {refused}\n{self.last_words()}") from None
            time.sleep(0.05)

    def last_words(self, lines=20):
        return "\n".join("    " + line for line in self.logged().splitlines()[-lines:])

    def logged(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def stop(self, seconds=20):
        """Ends it, and what it has started itself."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process = None


class Deaf:
    """An address where connecting takes for ever: its queue of connections is full, and nobody takes one."""

    def __init__(self, host, port):
        self.listener = socket.socket()
        self.listener.bind((host, port))
        self.listener.listen(0)
        self.waiting = []
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex((host, port))
            self.waiting.append(client)

    def stop(self):
        for end in [*self.waiting, self.listener]:
            end.close()


def certificate(folder, host):
    """A self-signed certificate for a host, and its key."""
    paths = os.path.join(folder, "server.crt"), os.path.join(folder, "server.key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
                    "-subj", "/CN=" + host, "-addext", "subjectAltName=DNS:" + host, "-out", paths[0], "-keyout", paths[1]],
                   check=True, capture_output=True)
    return paths


def chroot(root, users, resolver):
    """Gives a root of a program's own the files that every program looks for; `users` are names and numbers."""
    write(root, "etc/passwd", "".join(f"{name}:x:{number}:{number}::/:/bin/false\n" for name, number in [("root", 0), *users]))
    write(root, "etc/group", "".join(f"{name}:x:{number}:\n" for name, number in [("root", 0), *users]))
    write(root, "etc/resolv.conf", f"nameserver {resolver}\noptions timeout:2 attempts:1\n")
    write(root, "etc/hosts", "127.0.0.1 localhost\n")
    write(root, "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
    with open("/etc/services", "rb") as services:
        write(root, "etc/services", services.read())
    os.makedirs(os.path.join(root, "dev"), exist_ok=True)
    for name, minor in (("null", 3), ("urandom", 9), ("random", 8)):
        os.mknod(os.path.join(root, "dev", name), 0o020666, os.makedev(1, minor))
        os.chmod(os.path.join(root, "dev", name), 0o666)
    made(root, "tmp", mode=0o1777)


def made(root, path, owner=0, mode=0o755):
    """A folder below `root`."""
    folder = os.path.join(root, path)
    os.makedirs(folder, exist_ok=True)
    os.chown(folder, owner, owner)
    os.chmod(folder, mode)
    return folder


def write(root, path, content):
    file = os.path.join(root, path)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, "wb") as out:
        out.write(content if isinstance(content, bytes) else content.encode())
    return file
