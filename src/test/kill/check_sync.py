"""No acknowledgement leaves before a sync that began after the commit's last write: seen from outside, by strace.

One operation at a time is done against a server under strace. For each acknowledgement that goes to a client, the last write to the
write-ahead log before it must be followed by a sync of that file which begins after the write has ended and ends before the
acknowledgement begins. Where a message is queued, that is the write which has its row: the count of what its sender may
send is written and synced before, and must not be taken for it."""
import os
import re
import subprocess
import sys
import tempfile
import time

from posthouse_demo import Demo, message

CALLS = "write,pwrite64,writev,pwritev,fsync,fdatasync,sync_file_range,sendto,sendmsg"
LINE = re.compile(r"^(\d+)\s+(\d+\.\d+) (.*)$")
WAL = re.compile(r"/db/\d+\.log$")


class Call:
    def __init__(self, name, file, start, text):
        self.name, self.file, self.start, self.end, self.text = name, file, start, None, text


def calls(path):
    """Every system call with the order of its begin and end: strace splits those that overlap into two lines."""
    open_calls, found = {}, []
    for order, line in enumerate(open(path, errors="replace")):
        parsed = LINE.match(line.rstrip("\n"))
        if not parsed:
            continue
        thread, text = parsed.group(1), parsed.group(3)
        resumed = re.match(r"<\.\.\. (\w+) resumed>", text)
        if resumed:
            call = open_calls.pop(thread, None)
            if call:
                call.end = order
            continue
        begun = re.match(r"(\w+)\(\d+<([^>]*)>", text)
        if not begun:
            continue
        call = Call(begun.group(1), begun.group(2), order, text)
        found.append(call)
        if "<unfinished ...>" in text:
            open_calls[thread] = call
        else:
            call.end = order
    return found


def judge(trace, words):
    """For each acknowledgement that holds one of the words: was its commit synced before?"""
    everything = calls(trace)
    answers = []
    for call in everything:
        if "TCP" in call.file or "socket" in call.file or "UNIX" in call.file:
            for word in words:
                if word in call.text:
                    answers.append((word, call))
    verdicts = []
    for word, answer in answers:
        queued = re.search(r"(\S+) queued", answer.text)
        row = "m/" + queued.group(1) if queued else ""
        writes = [c for c in everything if c.name in ("write", "pwrite64", "writev", "pwritev")
                  and WAL.search(c.file) and row in c.text and c.start < answer.start]
        if not writes:
            verdicts.append((word, "no write to a write-ahead log before it"))
            continue
        last = max(writes, key=lambda c: c.start)
        synced = [c for c in everything if c.name in ("fsync", "fdatasync") and c.file == last.file
                  and last.end is not None and c.start > last.end and c.end is not None and c.end < answer.start]
        verdicts.append((word, None if synced else "its commit was not synced"))
    return verdicts


def operate(demo):
    """Each kind of operation that is acknowledged, one after the other, with a pause so that nothing else writes."""
    words = []
    smtp = demo.smtp()
    smtp.sendmail("kill@test.invalid", ["ann@demo.test"], message("sync-smtp"))
    words.append(" delivered")
    time.sleep(0.3)
    # Held, so that nothing of its own follows.
    demo.submission("ann@demo.test").sendmail(
        "ann@demo.test", ["pat@far.test"], message("sync-queue", sender="ann@demo.test"), ["HOLDFOR=600"])
    words.append(" queued")
    time.sleep(0.3)
    imap = demo.imap("ann@demo.test")
    for tag, work in [
            ("APPEND", lambda: imap.append("INBOX", None, None, message("sync-append"))),
            ("SELECT", lambda: imap.select("INBOX")),
            ("STORE", lambda: imap.store("1", "+FLAGS", "(\\Flagged)")),
            ("CREATE", lambda: imap.create("Synced-%d" % time.time())),
            ("COPY", lambda: imap.copy("1", "Archive")),
            ("MOVE", lambda: imap._simple_command("MOVE", "1", "Archive")),
            ("STORE2", lambda: imap.store("1", "+FLAGS", "(\\Deleted)")),
            ("EXPUNGE", lambda: imap.expunge())]:
        # imaplib's tags are not ours to choose: its next one is.
        tagged = "%s%d OK" % (imap.tagpre.decode(), imap.tagnum)
        answer = work()
        assert answer[0] == "OK", (tag, answer)
        if tag != "SELECT":
            words.append(tagged)
        time.sleep(0.3)
    pop3 = demo.pop3("ann@demo.test")
    pop3.dele(1)
    pop3.quit()
    words.append("+OK")
    return words


def ended(trace, process):
    """Waits until strace, which is nobody's child here (-D), has written the end of the process."""
    for _ in range(600):
        if re.search(r"^%d .*\+\+\+ exited" % process, open(trace, errors="replace").read(), re.M):
            return
        time.sleep(0.1)
    sys.exit("strace did not finish " + trace)


def main(program):
    if subprocess.run(["which", "strace"], stdout=subprocess.DEVNULL).returncode:
        sys.exit("this check needs strace: install the package strace")
    folder = tempfile.mkdtemp(prefix="posthouse-sync-")
    trace = folder + "/trace"
    # The first start fills the demo; only the second one is watched.
    demo = Demo(folder + "/data", program=program).start()
    demo.stop()
    demo = Demo(folder + "/data", program=program,
                prefix=["strace", "-D", "-f", "-y", "-ttt", "-s", "65536", "-e", "trace=" + CALLS, "-o", trace]).start()
    words = operate(demo)
    demo.stop()
    ended(trace, demo.process.pid)
    # Only POP3's answer to QUIT follows a commit: it is the last +OK.
    verdicts = judge(trace, [w for w in words if w != "+OK"])
    quits = judge(trace, ["+OK"])
    verdicts += quits[-1:]
    missing = [w for w in words if w not in {v[0] for v in verdicts}]
    bad = [v for v in verdicts if v[1]] + [(w, "never seen in the trace") for w in missing]
    for word, why in verdicts:
        print("%-12s %s" % (word, why or "synced before it was said"))
    for word, why in bad:
        print("NOT SYNCED %s: %s" % (word, why))
    print("%d passed, %d failed" % (len(verdicts) - len([v for v in verdicts if v[1]]), len(bad)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or None))
