"""IMAP and POP3 to the octet."""

import re
import socket
import time

from server import trusting


class Line:
    """A connection that reads lines and counted octets."""

    def __init__(self, host, port, tls=True, seconds=60):
        self.socket = socket.create_connection((host, port), timeout=seconds)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            self.socket = trusting().wrap_socket(self.socket)
        self.buffer = bytearray()

    def send(self, octets):
        self.socket.sendall(octets)

    def fill(self):
        octets = self.socket.recv(1 << 18)
        if not octets:
            raise AssertionError(f"the server has closed the line; before: {bytes(self.buffer[-200:])!r}")
        self.buffer += octets

    def line(self):
        """The next line, without CRLF."""
        start = 0
        while (end := self.buffer.find(b"\r\n", start)) < 0:
            start = max(len(self.buffer) - 1, 0)
            self.fill()
        return self.take(end + 2)[:-2]

    def exactly(self, count):
        while len(self.buffer) < count:
            self.fill()
        return self.take(count)

    def until(self, mark):
        """Everything up to and with `mark`."""
        start = 0
        while (end := self.buffer.find(mark, start)) < 0:
            start = max(len(self.buffer) - len(mark) + 1, 0)
            self.fill()
        return self.take(end + len(mark))

    def take(self, count):
        octets = bytes(self.buffer[:count])
        del self.buffer[:count]
        return octets

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Pop3(Line):
    def __init__(self, server, account):
        super().__init__(*server.endpoint("pop3", "tls"))
        assert self.line().startswith(b"+OK")
        self.ask("USER " + account.address)
        self.ask("PASS " + account.password)

    def ask(self, command):
        """Sends a command that must succeed."""
        self.send(command.encode() + b"\r\n")
        answer = self.line()
        assert answer.startswith(b"+OK"), f"{command.split()[0]}: {answer!r}"
        return answer

    def several(self, command):
        """The octets of an answer of several lines, dots undone."""
        self.ask(command)
        return self.body()

    def body(self):
        start = self.exactly(3)
        if start == b".\r\n":
            return b""
        self.buffer[:0] = start
        octets = self.until(b"\r\n.\r\n")[:-3]
        return (b"\r\n" + octets).replace(b"\r\n..", b"\r\n.")[2:]

    def sizes(self):
        return [int(line.split()[1]) for line in self.several("LIST").split(b"\r\n")[:-1]]

    def retrieve_all(self):
        """Each message and the size that LIST says, read while commands run ahead."""
        sizes = self.sizes()
        window = 50
        for first in range(1, len(sizes) + 1, window):
            numbers = range(first, min(first + window, len(sizes) + 1))
            self.send("".join(f"RETR {n}\r\n" for n in numbers).encode())
            for number in numbers:
                answer = self.line()
                assert answer.startswith(b"+OK"), f"RETR {number}: {answer!r}"
                yield self.body(), sizes[number - 1]


class Imap(Line):
    """Tagged commands; an answer is a list of pieces: lines, each a list of bytes (text, literal, text …)."""

    def __init__(self, server, account=None):
        super().__init__(*server.endpoint("imap", "tls"))
        self.tags = 0
        assert self.line().startswith(b"* ")
        if account:
            self.ask(f'LOGIN "{account.address}" "{account.password}"')

    def response(self):
        """One response, its literals apart: [text, literal, text, …]."""
        pieces = []
        while True:
            text = self.line()
            pieces.append(text)
            literal = re.search(rb"\{(\d+)\}$", text)
            if not literal:
                return pieces
            pieces.append(self.exactly(int(literal.group(1))))

    def start(self, command):
        self.tags += 1
        tag = f"a{self.tags}".encode()
        self.send(tag + b" " + (command if isinstance(command, bytes) else command.encode()) + b"\r\n")
        return tag

    def finish(self, tag):
        """The untagged responses, and the tagged one's text."""
        untagged = []
        while True:
            pieces = self.response()
            if pieces[0].startswith(tag + b" "):
                return untagged, pieces[0][len(tag) + 1:]
            untagged.append(pieces)

    def ask(self, command):
        """Sends a command that must succeed; gives its untagged responses."""
        untagged, text = self.finish(self.start(command))
        assert text.startswith(b"OK"), f"{str(command)[:80]}: {text!r}"
        return untagged

    def select(self, mailbox="INBOX"):
        """How many messages there are."""
        for pieces in self.ask(f'SELECT "{mailbox}"'):
            if pieces[0].endswith(b" EXISTS"):
                return int(pieces[0].split()[1])
        raise AssertionError("SELECT without EXISTS")

    def append(self, message, mailbox="INBOX", flags=""):
        """APPEND without waiting for leave to send the literal (RFC 7888)."""
        untagged, text = self.finish(
            self.start(f"APPEND {mailbox} ({flags}) {{{len(message)}+}}\r\n".encode() + message))
        return text

    def append_all(self, all_messages, mailbox="INBOX"):
        """All in one APPEND (RFC 3502)."""
        literals = b"".join(f" {{{len(message)}+}}\r\n".encode() + message for message in all_messages)
        self.ask(f"APPEND {mailbox}".encode() + literals)

    def found(self, key):
        """What SEARCH finds."""
        return next(pieces[0].split()[2:] for pieces in self.ask("SEARCH " + key) if pieces[0].startswith(b"* SEARCH"))

    def fetch_all(self, batch=50):
        """Of each message its size as RFC822.SIZE says, and its octets."""
        count = self.select()
        for first in range(1, count + 1, batch):
            for pieces in self.ask(f"FETCH {first}:{min(first + batch - 1, count)} (RFC822.SIZE BODY.PEEK[])"):
                if b" FETCH " not in pieces[0]:
                    continue
                size = re.search(rb"RFC822\.SIZE (\d+)", b"".join(pieces[::2]))
                yield pieces[1], int(size.group(1))

    def idle(self):
        tag = self.start("IDLE")
        while not (line := self.line()).startswith(b"+"):
            assert line.startswith(b"* "), line
        return tag

    def done(self, tag):
        self.send(b"DONE\r\n")
        return self.finish(tag)

    def hear(self, what, seconds=10):
        """Reads unasked responses until `what(text)` holds for one; gives all that came."""
        heard = []
        end = time.monotonic() + seconds
        while True:
            self.socket.settimeout(max(end - time.monotonic(), 0.01))
            try:
                heard.append(self.response()[0])
            except TimeoutError:
                raise AssertionError(f"not heard within {seconds} s; heard only {heard}") from None
            finally:
                self.socket.settimeout(60)
            if what(heard[-1]):
                return heard
