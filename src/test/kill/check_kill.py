"""kill -9 under parallel deliveries, APPEND, STORE, MOVE, EXPUNGE, POP3 DELE and mail to others; then everything that was acknowledged
is there, once.

Looks both ways: nothing acknowledged is missing, nothing is there twice, and nothing is there that was never offered. Of mail to others
every recipient is delivered, bounced or still queued in the end."""
import collections
import os
import random
import re
import shutil
import sys
import tempfile
import threading
import time

from outgoing import SETTINGS, Outgoing
from posthouse_demo import Demo, message
from sink import Sink

ANN, BEN = "ann@demo.test", "ben@demo.test"
BOXES = ["INBOX", "Kill", "Archive"]
SETTLE_SECONDS = 300


class Model:
    """What may be true of each token: the sets of places where it may be. An operation under way allows both ends of it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.places = {}     # (user, token) -> set of allowed places; None stands for "nowhere"
        self.flagged = {}    # token -> set of allowed answers to "is it flagged?"
        self.acknowledged = collections.Counter()
        self.arrived = set()  # acknowledged to its sender: only these are touched by the other workers

    def offer(self, user, token, box):
        with self.lock:
            self.places[user, token] = {None, box}
            self.flagged[token] = {False}

    def done(self, what, user, token, place):
        with self.lock:
            self.places[user, token] = {place}
            self.arrived.add((user, token))
            self.acknowledged[what] += 1

    def trying(self, user, token, place):
        with self.lock:
            self.places[user, token] = self.places[user, token] | {place}


class Workers:
    def __init__(self, demo, model, outgoing, round_number, seed):
        self.demo, self.model, self.outgoing, self.round, self.seed = demo, model, outgoing, round_number, seed
        self.stop = threading.Event()
        self.errors = []
        jobs = [self.deliver, self.deliver, self.deliver, self.append, self.shuffle, self.store, self.drop,
                self.submit, self.submit, self.submit]
        self.threads = [threading.Thread(target=self.guard, args=(job, i), daemon=True) for i, job in enumerate(jobs)]

    def guard(self, job, number):
        """A worker ends when the server is killed; a refusal of the server before that is a failure of the check."""
        try:
            job(number, random.Random(self.seed * 1000 + number))
        except Refused as refusal:
            self.errors.append(str(refusal))
        except Exception as error:
            if not self.stop.is_set():
                # The line may break a moment before we are told that the server was killed.
                time.sleep(0.5)
                if not self.stop.is_set():
                    self.errors.append("%s: %r" % (job.__name__, error))

    def deliver(self, number, rng):
        with self.demo.smtp() as client:
            count = 0
            while not self.stop.is_set():
                token = "d-%d-%d-%d" % (self.round, number, count)
                count += 1
                users = [ANN, BEN] if count % 3 == 0 else [ANN] if count % 3 == 1 else [BEN]
                for user in users:
                    self.model.offer(user, token, "INBOX")
                size = rng.choice([200, 2000, 20000, 150000])
                client.sendmail("kill@test.invalid", users, message(token, size))
                for user in users:
                    self.model.done("delivery", user, token, "INBOX")

    def submit(self, number, rng):
        """To some here and some elsewhere; first what the kill before has left without an answer."""
        sender = ANN if number % 2 else BEN
        with self.demo.submission(sender) as client:
            self.outgoing.again(client, sender)
            count = 0
            while not self.stop.is_set():
                token = "s-%d-%d-%d" % (self.round, number, count)
                count += 1
                self.outgoing.send(client, self.outgoing.letter(token, sender, rng))

    def append(self, number, rng):
        client = self.demo.imap(ANN)
        count = 0
        while not self.stop.is_set():
            token = "a-%d-%d" % (self.round, count)
            count += 1
            self.model.offer(ANN, token, "Kill")
            check(client.append("Kill", None, None, message(token, rng.choice([200, 9000]))))
            self.model.done("append", ANN, token, "Kill")

    def arrived(self, client, box):
        """What is in ann's mailbox and was acknowledged to its sender: whose place nobody else is about to tell."""
        return [it for it in tokens(client, box) if (ANN, it[1]) in self.model.arrived]

    def shuffle(self, number, rng):
        """MOVE from Kill to Archive, and expunge of some of Archive."""
        client = self.demo.imap(ANN)
        while not self.stop.is_set():
            found = self.arrived(client, "Kill")
            if not found:
                time.sleep(0.01)
            for uid, token, _ in rng.sample(found, min(3, len(found))):
                self.model.trying(ANN, token, "Archive")
                check(client.uid("MOVE", uid, "Archive"))
                self.model.done("move", ANN, token, "Archive")
            found = self.arrived(client, "Archive")
            if len(found) > 3:
                uid, token, _ = rng.choice(found)
                self.model.trying(ANN, token, None)
                check(client.uid("STORE", uid, "+FLAGS.SILENT", "(\\Deleted)"))
                check(client.uid("EXPUNGE", uid))
                self.model.done("expunge", ANN, token, None)

    def store(self, number, rng):
        client = self.demo.imap(ANN)
        while not self.stop.is_set():
            found = self.arrived(client, "INBOX")
            if not found:
                time.sleep(0.01)
            for uid, token, flagged in rng.sample(found, min(3, len(found))):
                want = not flagged
                with self.model.lock:
                    self.model.flagged[token] = {flagged, want}
                check(client.uid("STORE", uid, "+FLAGS.SILENT" if want else "-FLAGS.SILENT", "(\\Flagged)"))
                with self.model.lock:
                    self.model.flagged[token] = {want}
                    self.model.acknowledged["store"] += 1

    def drop(self, number, rng):
        """POP3 DELE and QUIT at ben's."""
        while not self.stop.is_set():
            client = self.demo.pop3(BEN)
            gone = []
            count = len(client.list()[1])
            for i in range(max(1, count - 3), count + 1):
                text = b"\n".join(client.top(i, 0)[1]).decode("latin1")
                token = token_in(text)
                if token and (BEN, token) in self.model.arrived:
                    self.model.trying(BEN, token, None)
                    client.dele(i)
                    gone.append(token)
            client.quit()
            for token in gone:
                self.model.done("pop3 delete", BEN, token, None)


class Refused(Exception):
    pass


def check(answer):
    if answer[0] != "OK":
        raise Refused(repr(answer))
    return answer[1]


def token_in(header):
    found = re.search(r"^X-Token: (\S+)", header, re.M | re.I)
    return found.group(1) if found else None


def tokens(client, box):
    """(uid, token, flagged) of each of our messages in a mailbox."""
    check(client.select('"%s"' % box))
    answers = check(client.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[HEADER.FIELDS (X-TOKEN)])"))
    found = []
    for part in answers:
        if isinstance(part, tuple):
            token = token_in(part[1].decode("latin1"))
            if token:
                head = part[0].decode("latin1")
                found.append((re.search(r"UID (\d+)", head).group(1), token, "\\Flagged" in head))
    return found


def verify(demo, model):
    """The sentences that must hold, and the ones that do not."""
    wrong = []
    for user in (ANN, BEN):
        client = demo.imap(user)
        where = collections.defaultdict(list)
        for box in BOXES:
            if user == BEN and box == "Kill":
                continue
            for uid, token, flagged in tokens(client, box):
                where[token].append((box, uid, flagged))
        for token, places in where.items():
            if (user, token) not in model.places:
                wrong.append("%s has %s, which nobody sent there" % (user, token))
            elif len(places) > 1:
                wrong.append("%s has %s %d times: %s" % (user, token, len(places), places))
        for (owner, token), allowed in list(model.places.items()):
            if owner != user:
                continue
            place = where[token][0][0] if where[token] else None
            if place not in allowed:
                wrong.append("%s: %s is in %s, may be in %s" % (user, token, place, sorted(map(str, allowed))))
            model.places[user, token] = {place}
            if user == ANN and where[token] and place == "INBOX":
                flagged = where[token][0][2]
                if flagged not in model.flagged[token]:
                    wrong.append("%s: %s flagged=%s, may be %s" % (user, token, flagged, model.flagged[token]))
                model.flagged[token] = {flagged}
        wrong += contents(client, where, random.Random(1))
        client.logout()
    return wrong


def contents(client, where, rng):
    """A sample of bodies is whole: the last line names the token again."""
    wrong = []
    for box in BOXES:
        here = [(token, places[0][1]) for token, places in where.items() if places and places[0][0] == box]
        if not here:
            continue
        check(client.select('"%s"' % box))
        for token, uid in rng.sample(here, min(20, len(here))):
            body = check(client.uid("FETCH", uid, "(BODY.PEEK[])"))[0][1]
            if not body.endswith(("\r\n%s\r\n" % token).encode()):
                wrong.append("the body of %s is not whole" % token)
    return wrong


def rounds_of(demo, model, outgoing, rounds, seed):
    """How many went wrong."""
    failed = 0
    rng = random.Random(seed)
    for number in range(1, rounds + 1):
        workers = Workers(demo, model, outgoing, number, seed + number)
        for thread in workers.threads:
            thread.start()
        time.sleep(rng.uniform(0.3, 3.0))
        workers.stop.set()
        demo.kill()
        for thread in workers.threads:
            thread.join(timeout=90)
        outgoing.killed()
        demo.start()
        wrong = verify(demo, model) + workers.errors
        failed += bool(wrong)
        tell("round %d" % number, wrong, dict(model.acknowledged))
    return failed


def settle(demo, model, outgoing):
    """The end: clients come again with what was not answered, and the queue comes to rest."""
    for sender in (ANN, BEN):
        with demo.submission(sender) as client:
            outgoing.again(client, sender)
    left = outgoing.settle(SETTLE_SECONDS)
    bounced = outgoing.bounces()
    wrong = verify(demo, model) + outgoing.verify(left, bounced)
    tell("the queue at rest", wrong, dict(model.acknowledged))
    print("    " + outgoing.summary(left, bounced))
    return bool(wrong)


def tell(what, wrong, acknowledged):
    print("%s: %s; acknowledged so far: %s" % (what, "ok" if not wrong else "WRONG", acknowledged), flush=True)
    for sentence in wrong[:20]:
        print("    " + sentence)


def main(rounds, seed, program):
    folder = tempfile.mkdtemp(prefix="posthouse-kill-")
    sink = Sink(seed)
    os.mkdir(folder + "/data", 0o700)
    with open(folder + "/data/posthouse.toml", "w") as settings:
        settings.write(SETTINGS % sink.port)
    demo = Demo(folder + "/data", program=program).start()
    client = demo.imap(ANN)
    check(client.create("Kill"))
    client.logout()
    model = Model()
    outgoing = Outgoing(demo, model, sink)
    failed = rounds_of(demo, model, outgoing, rounds, seed)
    failed += settle(demo, model, outgoing)
    demo.stop()
    if not failed:
        shutil.rmtree(folder)
    else:
        print("the data is kept in " + folder)
    print("%d passed, %d failed" % (rounds + 1 - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time()), sys.argv[3:] or None))
