"""The server that is tested."""

import json
import os
import secrets
import smtplib
import ssl
import subprocess
import time


class Account:
    def __init__(self, address, password):
        self.address = address
        self.password = password

    def __repr__(self):
        return self.address


class Server:
    """What `posthouse demo --json` says of itself, and accounts for the asking."""

    def __init__(self, description, command=None):
        """`command` is the posthouse program, by which accounts are made."""
        self.data = description["data"]
        self.services = description["services"]
        self.accounts = [Account(a["address"], a["password"]) for a in description["accounts"]]
        self.spare = [Account(a["address"], a["password"]) for a in description.get("spare", [])]
        self.foreign = bool(self.spare)
        self.command = command

    @classmethod
    def read(cls, path, command=None):
        with open(path, encoding="utf-8") as file:
            return cls(json.load(file), command)

    def endpoint(self, protocol, security):
        for service in self.services:
            if service["protocol"] == protocol and service["security"] == security:
                return service["host"], service["port"]
        raise AssertionError(f"the server offers no {protocol} with {security}")

    def url(self, scheme, protocol, security):
        host, port = self.endpoint(protocol, security)
        return f"{scheme}://{host}:{port}"

    def sender(self):
        """An account that sends."""
        return self.fresh() if self.foreign else self.accounts[0]

    def fresh(self, name="client"):
        """An account that nobody has used before."""
        if self.spare:
            return self.spare.pop()
        domain = self.accounts[0].address.partition("@")[2]
        account = Account(f"{name}-{secrets.token_hex(4)}@{domain}", "pass-" + secrets.token_urlsafe(12))
        self.operate("account", "add", account.address, "--password-stdin", stdin=account.password + "\n")
        return account

    def operate(self, *arguments, stdin=""):
        """Runs a command of the operator's."""
        done = subprocess.run(
            [self.command, "--data", self.data, *arguments],
            input=stdin, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        if done.returncode != 0:
            raise AssertionError(f"posthouse {' '.join(arguments)}: {done.stdout.strip()}")
        return done.stdout

    def deliver(self, account, *messages):
        """Mail from elsewhere, by SMTP: once it is taken it is there. (Of other servers only LMTP promises that.)"""
        host, port = self.endpoint("lmtp", "none") if self.foreign else self.endpoint("smtp", "starttls")
        with (smtplib.LMTP(host, port) if self.foreign else smtplib.SMTP(host, port, timeout=30)) as smtp:
            for message in messages:
                smtp.sendmail("someone@elsewhere.example", [account.address], message,
                              ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else [])

    def certificate(self, folder):
        """The certificate of the TLS listeners in a file, for clients that want to know it."""
        host, port = self.endpoint("imap", "tls")
        path = os.path.join(folder, "server.crt")
        with open(path, "w", encoding="ascii") as file:
            file.write(ssl.get_server_certificate((host, port)))
        return path


def trusting():
    """A TLS context that takes any certificate: the demo's is self-signed."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def until(what, holds, seconds=10):
    """Waits for `holds()` to be true, and gives its value."""
    end = time.monotonic() + seconds
    while True:
        value = holds()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)
