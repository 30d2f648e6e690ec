"""Mail to others, of which some are here: offered again until it is accepted, and then delivered, bounced or still queued."""
import collections
import json
import re
import subprocess
import threading
import time

from posthouse_demo import message

SETTINGS = """\
[queue]
retry-first = "1s"
retry-most = "2s"
smarthosts = ["sink smtp://127.0.0.1:%d"]
routes = ["to *: sink"]
[smtp]
recipients-per-day-max = 1000000
"""
LISTED_MAX = 10_000


class Letter:
    def __init__(self, token, sender, local, remote, size):
        self.token, self.sender, self.local, self.remote = token, sender, local, remote
        self.octets = message(token, size, sender)


class Outgoing:
    """What was offered and accepted of it."""

    def __init__(self, demo, model, sink):
        self.demo, self.model, self.sink = demo, model, sink
        self.lock = threading.Lock()
        self.offers = collections.Counter()   # remote recipient -> how often its message was offered
        self.senders = {}                     # remote recipient -> who is to get its bounce
        self.accepted = set()
        self.unanswered = []                  # letters that are being offered
        self.lost = []                        # and whose client has lost the connection

    def letter(self, token, sender, rng):
        """To somebody here in two of three, and to some elsewhere."""
        local = rng.choice([[], ["ann@demo.test"], ["ben@demo.test", "ann@demo.test"]])
        kinds = rng.sample(["yes", "also", "no", "later"], rng.randint(1, 3))
        remote = ["%s-%s@far%d.test" % (kind, token, rng.randrange(3)) for kind in kinds]
        return Letter(token, sender, local, remote, rng.choice([200, 2000, 20000, 150000]))

    def send(self, client, letter):
        """Once more or for the first time, the same octets."""
        with self.lock:
            for to in letter.remote:
                self.offers[to] += 1
                self.senders[to] = letter.sender
            self.unanswered.append(letter)
        first = self.offers[letter.remote[0]] == 1
        for user in letter.local:
            if first:
                self.model.offer(user, letter.token, "INBOX")
            else:
                self.model.trying(user, letter.token, "INBOX")
        client.sendmail(letter.sender, letter.local + letter.remote, letter.octets)
        with self.lock:
            self.unanswered.remove(letter)
            self.accepted.update(letter.remote)
        for user in letter.local:
            self.model.done("mixed delivery", user, letter.token, "INBOX")
        with self.model.lock:
            self.model.acknowledged["sent elsewhere"] += len(letter.remote)

    def killed(self):
        """The server is gone, and no client is left."""
        self.sink.epoch += 1
        self.lost += self.unanswered
        self.unanswered = []

    def again(self, client, sender):
        """Offers what was not answered before the server was killed."""
        while letter := self.next_lost(sender):
            self.send(client, letter)
            with self.model.lock:
                self.model.acknowledged["repeated"] += 1

    def next_lost(self, sender):
        with self.lock:
            letter = next((it for it in self.lost if it.sender == sender), None)
            if letter:
                self.lost.remove(letter)
            return letter

    def queued(self):
        """The remote recipients that are still in the queue."""
        listed = subprocess.run(
            self.demo.program + ["queue", "list", "--json", "--limit", str(LISTED_MAX), "--data", self.demo.data],
            check=True, stdout=subprocess.PIPE, timeout=120).stdout
        return {to for mail in json.loads(listed) for to in self.recipients(mail)}

    @staticmethod
    def recipients(mail):
        assert len(mail["to"]) == mail["recipients"], "the queue's list does not name all recipients: %s" % mail
        return mail["to"]

    def settle(self, seconds):
        """Until the queue is empty, or no longer than this; what is left then."""
        end = time.monotonic() + seconds
        while (left := self.queued()) and time.monotonic() < end:
            time.sleep(1)
        return left

    def bounces(self):
        """How often each sender has been told that a recipient does not get it."""
        found = collections.Counter()
        for sender in sorted(set(self.senders.values())):
            client = self.demo.imap(sender)
            client.select("INBOX", readonly=True)
            answer, uids = client.uid("SEARCH", "HEADER", "Content-Type", "multipart/report")
            assert answer == "OK", uids
            for uid in uids[0].split():
                text = client.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1].decode("latin1")
                for group in re.split(r"\r\n\r\n", text):
                    if re.search(r"^Action: failed", group, re.M | re.I):
                        to = re.search(r"^Final-Recipient: rfc822; *(\S+)", group, re.M | re.I).group(1)
                        found[sender, to] += 1
            client.logout()
        return found

    def verify(self, left, bounced):
        """Each recipient that was accepted is delivered, bounced or still queued; and nothing else has happened."""
        wrong = list(self.sink.broken)
        for to in sorted(self.offers):
            copies = self.sink.taken.get(to, [])
            bounces = bounced[self.senders[to], to]
            # One copy for each time that it was offered, and again where a kill came before it was written down (RFC 1047).
            most = max(collections.Counter(copies).values(), default=0)
            if most > self.offers[to]:
                wrong.append("%s has it %d times without a kill between" % (to, most))
            if bounces > self.offers[to]:
                wrong.append("%s bounced %d times" % (to, bounces))
            if to.startswith("no-"):
                ended = bounces
                if copies:
                    wrong.append("%s is refused and has it" % to)
            else:
                ended = len(copies)
                if bounces:
                    wrong.append("%s bounced, though nobody refuses it" % to)
            if to in self.accepted and not ended and to not in left:
                wrong.append("%s was accepted and is neither delivered nor bounced nor queued" % to)
        for sender, to in bounced:
            if self.senders.get(to) != sender:
                wrong.append("%s hears of %s, to whom another wrote" % (sender, to))
        wrong += ["%s has what nobody sent" % to for to in self.sink.taken if to not in self.offers]
        return wrong

    def summary(self, left, bounced):
        copies = [self.sink.taken.get(to, []) for to in self.accepted]
        return ("%d recipients elsewhere accepted: %d delivered (%d more than once, over a kill), %d bounced, %d still queued; the sink: %s"
                % (len(self.accepted), sum(map(bool, copies)), sum(len(it) > 1 for it in copies),
                   sum(1 for _, to in bounced if to in self.accepted), len(left & self.accepted), dict(self.sink.counts)))
