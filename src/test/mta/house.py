"""A server of ours, with a domain and accounts, that finds others by the world's DNS."""

import email
import email.policy
import os
import secrets
import smtplib
import subprocess

import server
from server import until
from services import Service, free_port, write
from wire import Imap

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


class House:
    def __init__(self, name, world, users, queue, trusted=""):
        """`queue` is what is set in [queue], as text; `trusted` is a certificate to believe."""
        self.name = name
        self.domain = f"{name}.test"
        self.address = world.net.address(name)
        self.port = world.net.port
        self.resolver = world.dns.address
        self.program = world.posthouse
        self.data = os.path.join(world.folder, "data-" + name)
        self.queue = queue
        self.trusted = trusted
        self.service = Service(name, world.folder)
        self.users = users
        self.server = self.described()

    def described(self):
        """As `posthouse demo --json` says it, so that the tests of clients can be used here."""
        kinds = [("smtp", "starttls"), ("submission", "starttls"), ("submission", "tls"), ("lmtp", "none"), ("pop3", "starttls"),
                 ("pop3", "tls"), ("imap", "starttls"), ("imap", "tls")]
        ports = [self.port, *(free_port() for _ in kinds[1:])]
        return server.Server({
            "data": self.data,
            "accounts": [{"address": f"{user}@{self.domain}", "password": "pass-" + secrets.token_urlsafe(12)} for user in self.users],
            "services": [{"protocol": p, "security": s, "host": self.address, "port": port} for (p, s), port in zip(kinds, ports)],
        }, self.program)

    def start(self):
        is_new = not os.path.isdir(self.data)
        if is_new:
            os.makedirs(self.data, mode=0o700)
            self.configure()
        env = {"POSTHOUSE_HEAP": "256m"}
        if self.trusted:
            env["JDK_JAVA_OPTIONS"] = f"-Djavax.net.ssl.trustStore={self.data}/trusted -Djavax.net.ssl.trustStorePassword=trusted"
        self.service.start(self.program, "--data", self.data, "serve", env=env)
        for service in self.server.services:
            self.service.await_port(service["host"], service["port"], 120)
        if is_new:
            self.server.operate("domain", "add", self.domain)
            for account in self.server.accounts:
                self.server.operate("account", "add", account.address, "--password-stdin", stdin=account.password + "\n")

    def configure(self):
        def port(protocol, security):
            return self.server.endpoint(protocol, security)[1]
        if self.trusted:
            jdk = subprocess.run([os.path.join(ROOT, "bin/find-jdk")], check=True, text=True, stdout=subprocess.PIPE).stdout.strip()
            subprocess.run([os.path.join(jdk, "bin/keytool"), "-importcert", "-noprompt", "-file", self.trusted, "-keystore",
                            os.path.join(self.data, "trusted"), "-storepass", "trusted"], check=True, capture_output=True)
        write(self.data, "posthouse.toml", f"""
hostname = "mail.{self.domain}"
[net]
listen = ["{self.address}"]
[smtp]
port = {self.port}
submission-port = {port("submission", "starttls")}
submissions-port = {port("submission", "tls")}
lmtp-port = {port("lmtp", "none")}
lmtp-listen = ["{self.address}"]
lmtp-socket = false
[pop3]
port = {port("pop3", "starttls")}
tls-port = {port("pop3", "tls")}
[imap]
port = {port("imap", "starttls")}
tls-port = {port("imap", "tls")}
[dns]
servers = ["{self.resolver}:53"]
[queue]
port = {self.port}
{self.queue}
""")

    def stop(self):
        self.service.stop()

    def kill(self):
        self.service.process.kill()
        self.service.stop()

    def account(self, user):
        return next(a for a in self.server.accounts if a.address == f"{user}@{self.domain}")

    def fresh(self, name):
        return self.server.fresh(name)

    def submission(self, account):
        """A conversation in which a user here has logged in."""
        host, port = self.server.endpoint("submission", "starttls")
        smtp = smtplib.SMTP(host, port, "user." + self.domain, timeout=120)
        smtp.starttls(context=server.trusting())
        smtp.login(account.address, account.password)
        return smtp

    def submit(self, account, recipients, message, options=(), each=()):
        """A user here writes."""
        with self.submission(account) as smtp:
            smtp.sendmail(account.address, recipients, message, list(options), list(each))

    def mail(self, account):
        with Imap(self.server, account) as imap:
            return [octets for octets, _ in imap.fetch_all()]

    def awaited(self, account, mark, seconds=30):
        """The one message of an account's that holds `mark`."""
        mark = mark.encode()

        def marked():
            return [message for message in self.mail(account) if mark in message]
        found = self.until(f"mail with {mark!r} for {account}", marked, seconds)
        assert len(found) == 1, f"{len(found)} messages with {mark!r} for {account}"
        return found[0]

    def await_count(self, account, count, seconds):
        def counted():
            with Imap(self.server, account) as imap:
                return imap.select() >= count
        self.until(f"{count} messages for {account}", counted, seconds)

    def reported(self, account, mark, addresses, seconds=30):
        """Which recipients of a message were reported to have failed, once those that should be have been."""
        def failed():
            reports = [Report(octets) for octets in self.mail(account) if mark.encode() in octets]
            return [str(group["Final-Recipient"]).partition(";")[2].strip()
                    for report in reports for group in report.recipients if group["Action"] == "failed"]
        self.until(f"reports of {addresses} for {account}", lambda: set(failed()) >= set(addresses), seconds)
        return failed()

    def await_queued(self, address):
        self.until(f"{address} in the queue", lambda: address in self.queued(), 20)

    def await_not_queued(self, address):
        self.until(f"{address} gone from the queue", lambda: address not in self.queued(), 20)

    def until(self, what, holds, seconds):
        try:
            return until(what, holds, seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}; queued at {self.name}: {self.queued()}; its log:\n{self.service.last_words()}") from None

    def queued(self):
        """What is in the queue, as the operator sees it."""
        done = subprocess.run([self.program, "--data", self.data, "queue", "list"], text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        assert done.returncode == 0, f"posthouse queue list: {done.stdout.strip()}"
        return done.stdout.strip()


class Report:
    """A delivery status notification (RFC 3464), read."""

    def __init__(self, octets):
        self.message = email.message_from_bytes(octets, policy=email.policy.default)
        assert self.message.get_content_type() == "multipart/report", f"not a report:\n{octets[:1500].decode('utf-8', 'replace')}"
        parts = list(self.message.iter_parts())
        self.text = parts[0].get_content()
        self.about, *self.recipients = groups(parts[1])
        self.returned = parts[2].as_string() if len(parts) > 2 else ""

    def of(self, address):
        """The fields of one recipient."""
        found = [group for group in self.recipients if address in str(group["Final-Recipient"])]
        assert len(found) == 1, f"{len(found)} times {address} in {[str(group) for group in self.recipients]}"
        return found[0]

    def assert_says(self, address, action, status, *words):
        """What is said of a recipient, to programs and to people."""
        fields = self.of(address)
        assert fields["Action"] == action, f"{address}: {fields['Action']}, not {action}\n{fields}"
        assert fields["Status"].startswith(status), f"{address}: Status {fields['Status']}, not {status}\n{fields}"
        text = " ".join(self.text.split())
        for word in (address, *words):
            assert word in text, f"{word!r} is not in what people read:\n{self.text}"
        return fields


def groups(status):
    """The groups of fields in a message/delivery-status or message/global-delivery-status (RFC 6533)."""
    body = status.as_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return [email.message_from_bytes(group + b"\n\n", policy=email.policy.SMTPUTF8) for group in body.split(b"\n\n") if group.strip()]
