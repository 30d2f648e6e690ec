"""Starts and kills a demo server, and speaks to it; what the kill and sync checks share."""
import json
import os
import signal
import smtplib
import subprocess
import sys
import imaplib
import poplib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


class Demo:
    """`bin/posthouse demo --json` on a data folder; may be killed and started again on the same data."""

    def __init__(self, data, prefix=(), program=None):
        self.data = data
        self.program = program or [os.path.join(ROOT, "bin", "posthouse")]
        self.command = list(prefix) + self.program
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            self.command + ["demo", "--data", self.data, "--json"],
            stdout=subprocess.PIPE, stderr=open(self.data + ".log", "ab"))
        line = self.process.stdout.readline()
        if not line:
            sys.exit("the server did not start; its log is " + self.data + ".log")
        self.description = json.loads(line)
        self.passwords = {a["address"]: a["password"] for a in self.description["accounts"]}
        return self

    def port(self, protocol):
        for service in self.description["services"]:
            if service["protocol"] == protocol and service["security"] != "tls":
                return service["port"]
        raise KeyError(protocol)

    def imap(self, user):
        client = imaplib.IMAP4("127.0.0.1", self.port("imap"), timeout=60)
        client.login(user, self.passwords[user])
        return client

    def pop3(self, user):
        client = poplib.POP3("127.0.0.1", self.port("pop3"), timeout=60)
        client.user(user)
        client.pass_(self.passwords[user])
        return client

    def smtp(self):
        return smtplib.SMTP("127.0.0.1", self.port("smtp"), timeout=60)

    def submission(self, user):
        client = smtplib.SMTP("127.0.0.1", self.port("submission"), timeout=60)
        client.login(user, self.passwords[user])
        return client

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def message(token, padding=200, sender="kill@test.invalid"):
    """A message that names itself, in its header and again in its last line."""
    lines = ["x" * 60] * (padding // 62)
    return ("From: %s\r\nTo: ann@demo.test\r\nSubject: %s\r\nX-Token: %s\r\n"
            "Message-ID: <%s@kill.test>\r\n\r\n%s\r\n%s\r\n"
            % (sender, token, token, token, "\r\n".join(lines), token)).encode()
