"""Runs client programs."""

import os
import subprocess


def run(*command, stdin=b"", folder=None, expect=0, env=None, seconds=60):
    """Runs a program and gives its standard output; any other exit status than `expect` fails."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    try:
        done = subprocess.run(
            command, input=stdin, cwd=folder, env=dict(os.environ, **(env or {})),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"") + (late.stderr or b"")
        raise AssertionError(f"{command[0]} takes longer than {seconds} s:\n{shown(said)}") from None
    if expect is not None and done.returncode != expect:
        raise AssertionError(
            f"{command[0]} ends with {done.returncode}, not {expect}:\n{shown(done.stdout + done.stderr)}")
    return done.stdout


def shown(output):
    text = output.decode("utf-8", "replace").strip()
    return "\n".join("    " + line for line in text.splitlines()[-30:])


def write(folder, name, content, mode=0o600):
    """A file for a client: its configuration, a message."""
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    os.chmod(path, mode)
    return path


def make_maildir(folder, name):
    path = os.path.join(folder, name)
    for part in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(path, part))
    return path


def maildir(path):
    """The messages in a maildir, by name."""
    found = {}
    for part in ("cur", "new"):
        for name in os.listdir(os.path.join(path, part)):
            with open(os.path.join(path, part, name), "rb") as file:
                found[name] = file.read()
    return found
