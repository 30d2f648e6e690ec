"""A mail server elsewhere, as bad as they come: it takes mail for some, refuses some, delays some, and sometimes breaks off.

It knows what it has taken: said 250 to, after the final dot."""
import collections
import random
import re
import socketserver
import threading

DELAYS = 2


class Dropped(Exception):
    pass


class Sink:
    """Recipients say what becomes of them: no-…@ are refused with 550, later-…@ delayed with 450 at first, others taken.

    What is taken is known by the epoch in which its conversation began; an epoch ends when whoever sends is killed."""

    def __init__(self, seed, drops=0.05):
        self.lock = threading.Lock()
        self.random = random.Random(seed)
        self.drops = drops
        self.epoch = 0
        self.taken = collections.defaultdict(list)   # recipient -> the epoch of each copy
        self.delayed = collections.Counter()
        self.counts = collections.Counter()
        self.broken = []                             # what came that nobody sent so
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 60

            def handle(self):
                Conversation(sink, self.rfile, self.wfile).run()

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 100

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def chance(self, share):
        with self.lock:
            return self.random.random() < share

    def count(self, what):
        with self.lock:
            self.counts[what] += 1

    def recipient(self, address):
        if address.startswith("no-"):
            return "550 5.1.1 nobody has that address"
        if address.startswith("later-"):
            with self.lock:
                self.delayed[address] += 1
                if self.delayed[address] <= DELAYS:
                    return "450 4.2.0 come again"
        return "250 2.1.5 yes"

    def take(self, recipients, octets, epoch):
        """A body is whole when its last line names the token of the header, and of each recipient."""
        token = re.search(rb"^X-Token: (\S+)\r\n", octets, re.M)
        whole = token and octets.endswith(b"\r\n" + token.group(1) + b"\r\n")
        with self.lock:
            for recipient in recipients:
                if not whole or ("-" + token.group(1).decode() + "@") not in recipient:
                    self.broken.append("what came for %s is not what was sent" % recipient)
                self.taken[recipient].append(epoch)


class Conversation:
    """SMTP with one client."""

    def __init__(self, sink, reader, writer):
        self.sink, self.reader, self.writer = sink, reader, writer
        self.epoch = sink.epoch
        self.recipients = []

    def run(self):
        try:
            self.may_drop("greeting")
            self.say("220 sink.test ESMTP")
            while self.command(self.line()):
                pass
        except Dropped as where:
            self.sink.count("dropped at %s" % where)
        except OSError:
            self.sink.count("client gone")

    def line(self):
        line = self.reader.readline(100_000)
        if not line.endswith(b"\n"):
            raise ConnectionResetError
        return line

    def say(self, text):
        self.writer.write((text + "\r\n").encode())

    def may_drop(self, where):
        if self.sink.chance(self.sink.drops):
            raise Dropped(where)

    def command(self, line):
        verb = line[:4].upper()
        if verb == b"EHLO":
            self.say("250-sink.test\r\n250-PIPELINING\r\n250 8BITMIME")
        elif verb == b"RCPT":
            address = re.search(rb"<([^>]*)>", line).group(1).decode()
            answer = self.sink.recipient(address)
            self.sink.count(answer[:3])
            if answer.startswith("250"):
                self.recipients.append(address)
            self.say(answer)
        elif verb == b"DATA":
            if self.recipients:
                self.may_drop("DATA")
                self.say("354 go on")
                self.message()
            else:
                self.say("554 5.5.1 for nobody")
        elif verb == b"QUIT":
            self.say("221 2.0.0 bye")
            return False
        elif verb in (b"MAIL", b"RSET", b"NOOP"):
            self.recipients = []
            self.say("250 2.0.0 yes")
        else:
            self.say("500 5.5.2 what?")
        return True

    def message(self):
        lines = []
        while (line := self.line()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        # Nobody can know then whether it was taken: it was not.
        self.may_drop("the end of the message")
        self.sink.take(self.recipients, b"".join(lines), self.epoch)
        self.recipients = []
        self.say("250 2.0.0 taken")
