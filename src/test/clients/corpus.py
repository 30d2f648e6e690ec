"""Sends a folder of real mail through the server and looks whether the same octets come back.

corpus.py SERVER.json FOLDER --posthouse PROGRAM

FOLDER holds tar.gz archives and folders of messages, and may hold a MANIFEST.tsv that names the messages among them
(`folder/file` or `archive:member`). Mboxes are split, `From ` lines dropped, line ends made CRLF. By SMTP go all, but
those with NUL or a bare CR or LF must be refused; by APPEND go all, but those with NUL must be refused. What was taken
is read by POP3 and by IMAP; what was taken by APPEND also part by part, as BODYSTRUCTURE tells of it.
"""

import argparse
import os
import re
import smtplib
import sys
import tarfile

import messages
import structure
from server import Server
from wire import Imap, Pop3

NO_MESSAGES = re.compile(r"(^|/)(README[^/]*|MANIFEST[^/]*|LICEN[CS]E[^/]*|\.[^/]*)$|\.expected(\.\d+)?$")


def files(folder):
    """Names as in MANIFEST.tsv, and octets."""
    for path, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            full = os.path.join(path, name)
            relative = os.path.relpath(full, folder)
            if name.endswith(".tar.gz"):
                with tarfile.open(full) as archive:
                    for member in archive:
                        if member.isfile():
                            yield f"{relative}:{member.name}", archive.extractfile(member).read()
            else:
                with open(full, "rb") as file:
                    yield relative, file.read()


def named(folder):
    """The names that MANIFEST.tsv has in its first column, or None without one."""
    try:
        with open(os.path.join(folder, "MANIFEST.tsv"), encoding="utf-8") as file:
            return {line.split("\t")[0] for line in file if line.strip()}
    except FileNotFoundError:
        return None


def is_mbox(name, octets):
    base = re.split("[/:]", name)[-1]
    return octets.startswith(b"From ") and (base.endswith((".mbox", ".mbx")) or base.startswith("mailbox"))


def mails(folder):
    """Names and messages, in CRLF; what a bare CR was is one still."""
    wanted = named(folder)
    for name, octets in files(folder):
        if name not in wanted if wanted is not None else NO_MESSAGES.search(name):
            continue
        octets = re.sub(rb"\r?\n", b"\r\n", octets)
        if not is_mbox(name, octets):
            yield name, without_from(octets)
            continue
        for number, part in enumerate(split(octets), 1):
            yield f"{name}#{number}", without_from(part)


def split(mbox):
    """The messages of an mbox, each with its `From ` line, without the empty line between them."""
    start = 0
    for mark in re.finditer(rb"\r\n\r\n(?=From )", mbox):
        yield mbox[start:mark.end() - 2]
        start = mark.end()
    yield mbox[start:]


def without_from(message):
    return re.sub(rb"\AFrom [^\r\n]*\r?\n?", b"", message)


def is_bare(message):
    return re.search(rb"\r(?!\n)|(?<!\r)\n", message) is not None


class Count:
    def __init__(self):
        self.wrong = 0

    def fail(self, name, why):
        self.wrong += 1
        if self.wrong <= 20:
            print(f"FAIL {name}: {why}", flush=True)


def smtp(server, account, corpus, count):
    """What was taken, in order."""
    taken, refused = [], 0
    host, port = server.endpoint("smtp", "starttls")
    with smtplib.SMTP(host, port, timeout=120) as line:
        line.ehlo("corpus.example")
        for name, message in corpus:
            fits = b"\0" not in message and not is_bare(message)
            try:
                line.sendmail("someone@elsewhere.example", [account.address], message, ["BODY=8BITMIME"])
            except smtplib.SMTPResponseException as refusal:
                refused += 1
                if fits or not 500 <= refusal.smtp_code < 600:
                    count.fail(name, f"by SMTP: {refusal.smtp_code} {refusal.smtp_error!r}")
                if refusal.smtp_code == 421 or line.sock is None:
                    line.connect(host, port)
                continue
            if fits:
                taken.append((name, message if message.endswith(b"\r\n") else message + b"\r\n"))
            else:
                count.fail(name, "by SMTP: taken in spite of NUL or a bare CR or LF")
    print(f"SMTP: {len(taken)} taken, {refused} refused for NUL or a bare CR or LF", flush=True)
    return taken


def append(server, account, corpus, count):
    taken, refused = [], 0
    with Imap(server, account) as imap:
        for name, message in corpus:
            text = imap.append(message)
            if b"\0" in message:
                refused += 1
                if text.startswith(b"OK"):
                    count.fail(name, "by APPEND: taken in spite of NUL")
            elif not text.startswith(b"OK"):
                count.fail(name, f"by APPEND: {text!r}")
            else:
                taken.append((name, message))
    print(f"APPEND: {len(taken)} taken, {refused} refused for NUL", flush=True)
    return taken


def ended(message):
    """POP3 ends every message with CRLF."""
    return message if message.endswith(b"\r\n") or not message else message + b"\r\n"


def compare(what, taken, received, count, same, shape=lambda message: message):
    number = 0
    for number, (octets, size) in enumerate(received, 1):
        if number > len(taken):
            continue
        name, message = taken[number - 1]
        try:
            if size != len(octets):
                raise AssertionError(f"size {size} announced, {len(octets)} sent")
            same(shape(message), octets)
        except AssertionError as difference:
            count.fail(name, f"{what}: {str(difference)[:300]}")
    if number != len(taken):
        count.fail(what, f"{number} messages came back of {len(taken)}")
    print(f"{what}: {number} messages read and compared", flush=True)


def structures(taken, imap, count):
    """BODYSTRUCTURE agrees with what fetching each part gives."""
    imap.select()
    parts = 0
    for number, (name, message) in enumerate(taken, 1):
        try:
            parts += structure.check(imap, number, message)
        except AssertionError as difference:
            count.fail(name, f"BODYSTRUCTURE: {str(difference)[:300]}")
    print(f"BODYSTRUCTURE: {parts} parts of {len(taken)} messages fetched and compared", flush=True)


def same_octets(message, octets):
    assert message == octets, f"other octets came back: {len(message)} in, {len(octets)} out"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("folder")
    parser.add_argument("--posthouse")
    arguments = parser.parse_args()
    server = Server.read(arguments.server, arguments.posthouse)
    corpus = list(mails(arguments.folder))
    if not corpus:
        sys.exit(f"there are no messages in {arguments.folder}")
    print(f"{len(corpus)} messages, {sum(len(m) for _, m in corpus)} octets", flush=True)
    count = Count()

    account = server.fresh()
    taken = smtp(server, account, corpus, count)
    with Pop3(server, account) as pop:
        compare("POP3 behind SMTP", taken, pop.retrieve_all(), count, messages.assert_same)
    with Imap(server, account) as imap:
        compare("IMAP behind SMTP", taken, imap.fetch_all(), count, messages.assert_same)

    account = server.fresh()
    taken = append(server, account, corpus, count)
    with Pop3(server, account) as pop:
        compare("POP3 behind APPEND", taken, pop.retrieve_all(), count, same_octets, ended)
    with Imap(server, account) as imap:
        compare("IMAP behind APPEND", taken, imap.fetch_all(), count, same_octets)
        structures(taken, imap, count)

    print("the same octets everywhere" if not count.wrong else f"{count.wrong} differences", flush=True)
    sys.exit(1 if count.wrong else 0)


if __name__ == "__main__":
    main()
