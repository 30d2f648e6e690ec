"""Messages, in CRLF, with what clients and servers trip over."""

import email.message
import email.policy

HEADER = (
    "From: Someone <someone@elsewhere.example>\r\n"
    "To: You <you@demo.test>\r\n"
    "Date: Tue, 03 Nov 2026 09:30:00 +0100\r\n"
    "Message-ID: <{id}@elsewhere.example>\r\n"
    "Subject: {subject}\r\n"
)


def plain(tag, body="Hello.\r\n"):
    return (HEADER.format(id=tag, subject="plain " + tag) + "\r\n" + body).encode()


def dotted(tag):
    """Lines that are, or begin with, a dot."""
    return plain(tag, ".\r\n..\r\n.leading dot\r\n...\r\nin the . middle\r\n.\r\n")


def eight_bit(tag):
    header = HEADER.format(id=tag, subject="eight bits " + tag)
    mime = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    return (header + mime + "\r\nGrüße, Ελλάδα, 日本\r\n").encode()


def long_line(tag):
    """A line as long as RFC 5322 §2.1.1 allows."""
    return plain(tag, "x" * 998 + "\r\nshort\r\n")


def large(tag, octets=2_000_000):
    line = "".join(chr(33 + i) for i in range(70)) + "\r\n"
    return plain(tag, line * (octets // len(line)))


def attached(tag):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Someone <someone@elsewhere.example>"
    message["To"] = "You <you@demo.test>"
    message["Date"] = "Tue, 03 Nov 2026 09:30:00 +0100"
    message["Message-ID"] = f"<{tag}@elsewhere.example>"
    message["Subject"] = "attachment " + tag
    message.set_content("See below.\n")
    message.add_attachment(bytes(range(256)) * 40, maintype="application", subtype="octet-stream",
                           filename="all octets.bin")
    return message.as_bytes()


def varied(tag):
    """One of each."""
    kinds = (plain, dotted, eight_bit, long_line, attached)
    return [kind(f"{tag}-{kind.__name__}") for kind in kinds]


def lf(message):
    return message.replace(b"\r\n", b"\n")


def assert_same(message, received):
    """`received` is the message behind trace fields, and nothing else."""
    assert received.endswith(message), f"other octets came back:\n{received[:600]!r}"
    trace = received[:len(received) - len(message)]
    for line in trace.split(b"\r\n")[:-1]:
        name = line.partition(b":")[0].lower()
        assert line[:1] in (b" ", b"\t") or name in (b"return-path", b"delivered-to", b"x-original-to", b"received"), \
            f"not a trace field: {line!r}"
