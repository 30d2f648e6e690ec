"""Holds BODYSTRUCTURE against the parts that it tells of, each fetched by its number (RFC 9051 §6.4.5.1, §7.5.2, §9)."""

import re

TOKEN = re.compile(rb'\s*(?:([()])|"((?:[^"\\]|\\.)*)"|~?\{\d+\}|((?:[^\s()"{\[]|\[[^\]]*\])+))')
KNOWN_ENCODINGS = (b"7bit", b"8bit", b"binary", b"base64", b"quoted-printable")
AT_ONCE = 40


def items(pieces):
    """The data items of a FETCH response, by name in capitals."""
    tokens = tokens_of(pieces)
    assert [next(tokens) for _ in range(3)][2] == "FETCH", pieces[0][:80]
    assert next(tokens) == "("
    values = rest_of_list(tokens)
    return {name.upper(): value for name, value in zip(values[::2], values[1::2], strict=True)}


def tokens_of(pieces):
    """Octets for strings, text for the rest."""
    for text, literal in zip(pieces[::2], [*pieces[1::2], None]):
        at = 0
        while text[at:].strip():
            token = TOKEN.match(text, at)
            assert token, f"no token at {text[at:at + 40]!r}"
            at = token.end()
            parenthesis, quoted, atom = token.groups()
            if quoted is not None:
                yield re.sub(rb"\\(.)", rb"\1", quoted)
            elif parenthesis or atom:
                yield (parenthesis or atom).decode()
            else:
                yield literal


def rest_of_list(tokens):
    """What follows `(`: lists, octets, numbers, None for NIL, and other atoms as text."""
    values = []
    for token in tokens:
        if token == ")":
            return values
        if token == "(":
            values.append(rest_of_list(tokens))
        elif isinstance(token, str) and token.isdigit():
            values.append(int(token))
        else:
            values.append(None if token == "NIL" else token)
    raise AssertionError("a list that is never closed")


class Node:
    """A body of BODYSTRUCTURE with its section number, `()` for the message's own multipart."""

    def __init__(self, body, path, is_message=False):
        self.path = path
        self.parts = []
        self.message = None
        if isinstance(body[0], list):
            count = next(i for i, item in enumerate(body) if not isinstance(item, list))
            self.type = b"multipart/" + body[count].lower()
            self.parts = [Node(part, (*path, i)) for i, part in enumerate(body[:count], 1)]
            self.parameters, self.extension = pairs(body[count + 1]), body[count + 2:]
            self.basic = [part.basic for part in self.parts] + [body[count]]
            assert len(self.extension) == 3, self.extension
            return
        if is_message:
            self.path = (*path, 1)
        self.type = body[0].lower() + b"/" + body[1].lower()
        self.encoding, self.size = body[5].lower(), body[6]
        self.lines = None
        self.basic = body[:7]
        length = 7
        if self.type.startswith(b"text/"):
            self.lines, length = body[7], 8
            self.basic = body[:8]
        elif self.type in (b"message/rfc822", b"message/global") and len(body) > 11:
            assert len(body[7]) == 10, "an ENVELOPE without ten members"
            self.message, self.lines, length = Node(body[8], self.path, True), body[9], 10
            self.basic = [*body[:8], self.message.basic, body[9]]
        assert len(body) == length + 4, f"{len(body) - length} extension data: {body[length:]}"

    def number(self, *more):
        return ".".join(map(str, (*self.path, *more)))

    def all(self):
        yield self
        for part in self.parts:
            yield from part.all()
        if self.message:
            yield from self.message.all()


def pairs(parameters):
    parameters = parameters or []
    return dict(zip((name.lower() for name in parameters[::2]), parameters[1::2]))


def sections(root):
    """What to fetch: of each part all that has a number, and of each multipart the part behind its last one."""
    for node in root.all():
        if node.path:
            yield node.number()
            yield node.number("MIME")
        if node.message:
            yield node.number("HEADER")
            yield node.number("TEXT")
        if node.parts:
            yield node.number(len(node.parts) + 1)


def fetch(imap, number, names):
    got = {}
    for first in range(0, len(names), AT_ONCE):
        for pieces in imap.ask(f"FETCH {number} ({' '.join(names[first:first + AT_ONCE])})"):
            if b" FETCH " in pieces[0]:
                got.update(items(pieces))
    return got


def check(imap, number, message):
    """Everything that FETCH tells of one message agrees; gives how many parts it has."""
    got = fetch(imap, number, ["RFC822.SIZE", "BODY", "BODYSTRUCTURE", "BODY.PEEK[]", "BODY.PEEK[HEADER]",
                               "BODY.PEEK[TEXT]", "PREVIEW"])
    assert got["BODY[]"] == message, "BODY[] is not the message"
    assert got["RFC822.SIZE"] == len(message), f"RFC822.SIZE {got['RFC822.SIZE']} of {len(message)}"
    assert got["BODY[HEADER]"] + got["BODY[TEXT]"] == message, "HEADER and TEXT do not make up the message"
    preview = got["PREVIEW"].decode()
    assert len(preview) <= 200 and not re.search(r"[\0-\x1f\x7f]", preview), f"PREVIEW {preview!r}"
    root = Node(got["BODYSTRUCTURE"], (), True)
    assert root.basic == got["BODY"], "BODY is not BODYSTRUCTURE without extension data"
    octets = fetch(imap, number, [f"BODY.PEEK[{section}]" for section in sections(root)])
    octets = {name[5:-1]: value for name, value in octets.items()}
    entity(root, got["BODY[HEADER]"], got["BODY[TEXT]"], octets)
    for node in root.all():
        if not node.parts and not node.message:
            binary(imap, number, node)
    return sum(1 for _ in root.all())


def entity(node, header, text, octets):
    """A message's header and body against its structure."""
    if node.parts:
        multipart(node, text, octets)
    else:
        assert octets[node.number()] == text, f"{node.number()} is not the message's body"
        assert octets[node.number("MIME")] == header, f"{node.number('MIME')} is not the message's header"
        single(node, octets)


def single(node, octets):
    number, body = node.number(), octets[node.number()]
    assert node.size == len(body), f"{number} has {len(body)} octets, told are {node.size}"
    lines = body.count(b"\n")
    assert node.lines in (None, lines), f"{number} has {lines} lines, told are {node.lines}"
    if node.message:
        header, text = octets[node.number("HEADER")], octets[node.number("TEXT")]
        assert header + text == body, f"HEADER and TEXT do not make up {number}"
        entity(node.message, header, text, octets)


def multipart(node, body, octets):
    """Each part stands in the body, in order, and between boundaries."""
    beyond = node.number(len(node.parts) + 1)
    assert octets[beyond] is None, f"there is a part {beyond}"
    boundary = b"--" + node.parameters.get(b"boundary", b"").rstrip()
    at = 0
    for part in node.parts:
        number = part.number()
        whole = octets[part.number("MIME")] + octets[number]
        found = place(body, boundary, whole, at)
        assert found is not None, f"{number} is not in what is around it, behind {at}"
        at = found + len(whole)
        if part.parts:
            multipart(part, octets[number], octets)
        else:
            single(part, octets)
    rest = body[at:].lstrip(b"\r\n")
    assert not rest or rest.startswith(boundary), f"behind the last part of {node.number()}: {rest[:60]!r}"


def place(body, boundary, whole, at):
    """Where a part stands: behind the next boundary, or without one where it is all there is."""
    line = re.compile(rb"(?:^|(?<=\n))" + re.escape(boundary) + rb"(?=\s)[^\n]*(?:\n|\Z)")
    for delimiter in line.finditer(body, at):
        if body.startswith(whole, delimiter.end()):
            return delimiter.end()
        if at > 0:
            return None
    return 0 if whole == body else None


def binary(imap, number, node):
    """BINARY.SIZE is the length of BINARY (RFC 3516 §4.2, §4.3), whose encoding must be known."""
    section = node.number()
    untagged, text = imap.finish(imap.start(f"FETCH {number} (BINARY.SIZE[{section}] BINARY.PEEK[{section}])"))
    if text.startswith(b"NO [UNKNOWN-CTE]"):
        assert node.encoding not in KNOWN_ENCODINGS, f"{section}: {text!r}"
        return
    assert text.startswith(b"OK"), f"BINARY[{section}]: {text!r}"
    got = items(next(pieces for pieces in untagged if b" FETCH " in pieces[0]))
    size, length = got[f"BINARY.SIZE[{section}]"], len(got[f"BINARY[{section}]"])
    assert size == length, f"BINARY.SIZE[{section}] is {size}, BINARY[{section}] has {length} octets"
