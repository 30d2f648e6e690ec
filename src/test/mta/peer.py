"""Postfix and Exim: mail servers of others, each in a root of its own, with users who have a maildir."""

import email
import email.policy
import os
import shutil
import smtplib

import packages
from programs import maildir, make_maildir
from server import until
from services import Service, certificate, chroot, made, write

OWNER = 901
USERS = ("pat", "kim", "käthe")


class Peer:
    name = ""
    packages = ()

    def __init__(self, net, dns, unpacked, folder):
        self.net = net
        self.domain = f"{self.name}.test"
        self.host = f"mail.{self.domain}"
        self.address = net.address(self.name)
        self.root = os.path.join(folder, self.name)
        self.unpacked = unpacked
        self.resolver = dns.address
        self.service = Service(self.name, folder)
        self.server_log = os.path.join(self.root, "log")

    def start(self):
        packages.root(self.unpacked, self.root, *self.packages)
        self.prepare()
        boxes = made(self.root, "mail", OWNER)
        for user in USERS:
            for folder, _, _ in os.walk(make_maildir(boxes, user)):
                os.chown(folder, OWNER, OWNER)
        for file in certificate(made(self.root, "tls"), self.host):
            os.chown(file, OWNER, OWNER)
        self.launch()
        self.service.await_port(self.address, self.net.port)

    def prepare(self):
        """Makes the root: users, folders, configuration."""
        raise NotImplementedError

    def launch(self):
        raise NotImplementedError

    def stop(self):
        self.service.stop()

    def user(self, name="pat"):
        return f"{name}@{self.domain}"

    def send(self, sender, recipients, message, options=(), each=()):
        """A user here writes."""
        with smtplib.SMTP(self.address, self.net.port, "user." + self.domain, timeout=60) as smtp:
            smtp.sendmail(sender, recipients, message, list(options), list(each))

    def mail(self, user="pat"):
        """The octets of each message that a user has, as the peer keeps them: with LF."""
        return list(maildir(os.path.join(self.root, "mail", user)).values())

    def awaited(self, mark, user="pat", seconds=30):
        """The one message of a user's that holds `mark`."""
        mark = mark.encode()
        self.until(f"mail with {mark!r} for {self.user(user)}", lambda: any(mark in message for message in self.mail(user)), seconds)
        found = [message for message in self.mail(user) if mark in message]
        assert len(found) == 1, f"{len(found)} messages with {mark!r} for {self.user(user)}"
        return found[0]

    def await_logged(self, *words, seconds=20):
        """Waits for a line of the log that has all these words."""
        self.until(f"a line with {words}", lambda: any(all(w in line for w in words) for line in self.logged().splitlines()), seconds)

    def until(self, what, holds, seconds):
        try:
            return until(what, holds, seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}; {self.name} says:\n{self.last_words()}") from None

    def logged(self):
        if not os.path.exists(self.server_log):
            return ""
        with open(self.server_log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def last_words(self, lines=12):
        return "\n".join("    " + line for line in self.logged().splitlines()[-lines:])


class Postfix(Peer):
    name = "postfix"
    packages = ("postfix",)
    users = ("postfix", 902), ("postdrop", 903), ("mail", OWNER), ("nobody", 65534)
    also = tuple(f"{name}.test" for name in ("plain", "aonly", "alias", "cname", "deadfirst", "deaffirst", "halfmx", "many", "crowd", "onlydead",
                                             "firm"))

    def prepare(self):
        chroot(self.root, self.users, self.resolver)
        made(self.root, "var/lib/postfix", 902, 0o700)
        made(self.root, "var/spool/postfix/pid")
        for name in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"):
            made(self.root, "var/spool/postfix/" + name, 902, 0o700)
        for name in ("maildrop", "public"):
            os.chown(made(self.root, "var/spool/postfix/" + name, 902, 0o730 if name == "maildrop" else 0o710), 902, 903)
        os.chmod(os.path.join(self.root, "var/spool/postfix/maildrop"), 0o1730)
        users = [f"{user}@{domain}" for user in USERS for domain in (self.domain, *self.also)]
        write(self.root, "etc/postfix/users", "".join(f"{user} {user.partition('@')[0]}/\n" for user in users))
        write(self.root, "etc/postfix/dynamicmaps.cf", "")
        write(self.root, "etc/postfix/main.cf", f"""
compatibility_level = 3.6
maillog_file = /log
maillog_file_prefixes = /log
myhostname = {self.host}
mydomain = {self.domain}
myorigin = {self.domain}
mydestination =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
proxy_interfaces = {self.address}
smtp_bind_address = {self.address}
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = {self.domain} {" ".join(self.also)}
virtual_mailbox_base = /mail
virtual_mailbox_maps = texthash:/etc/postfix/users
virtual_uid_maps = static:{OWNER}
virtual_gid_maps = static:{OWNER}
virtual_minimum_uid = 900
virtual_mailbox_limit = 0
message_size_limit = 104857600
smtputf8_enable = yes
smtp_tcp_port = {self.net.port}
smtp_tls_security_level = may
smtp_tls_loglevel = 1
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_tls_cert_file = /tls/server.crt
smtpd_tls_key_file = /tls/server.key
smtpd_peername_lookup = no
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
""")
        services = ["pickup fifo n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 2 1 qmgr",
                    "tlsmgr unix - - n 1000? 1 tlsmgr", "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce",
                    "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce", "verify unix - - n - 1 verify",
                    "flush unix n - n 1000? 0 flush", "proxymap unix - - n - - proxymap", "smtp unix - - n - - smtp",
                    "relay unix - - n - - smtp", "showq unix n - n - - showq", "error unix - - n - - error",
                    "retry unix - - n - - error", "discard unix - - n - - discard", "virtual unix - n n - - virtual",
                    "anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache", "postlog unix-dgram n - n - 1 postlogd",
                    f"{self.address}:{self.net.port} inet n - n - - smtpd",
                    f"{self.net.address('plain')}:{self.net.port} inet n - n - - smtpd\n"
                    "    -o smtpd_discard_ehlo_keywords=8bitmime,smtputf8,dsn,chunking,pipelining,starttls,size"]
        write(self.root, "etc/postfix/master.cf", "\n".join(services) + "\n")

    def launch(self):
        self.service.start(shutil.which("chroot"), self.root, "/usr/lib/postfix/sbin/master", "-d", "-c", "/etc/postfix")


class Exim(Peer):
    name = "exim"
    packages = ("exim4-base", "exim4-daemon-light")
    users = ("Debian-exim", OWNER), ("nobody", 65534)
    size_max = 2_000_000
    login = "relay@exim.test", "of-the-relay"

    def prepare(self):
        chroot(self.root, self.users, self.resolver)
        self.server_log = os.path.join(self.root, "log/main")
        made(self.root, "log", OWNER)
        made(self.root, "var/spool/exim4", OWNER)
        write(self.root, "etc/exim4/exim4.conf", f"""
primary_hostname = {self.host}
local_interfaces = {self.address}
daemon_smtp_ports = {self.net.port} : {self.net.tls_port}
tls_on_connect_ports = {self.net.tls_port}
domainlist ours = {self.domain} : smart.test
log_file_path = /log/%s
log_selector = +smtp_confirmation +tls_cipher
spool_directory = /var/spool/exim4
never_users = root
host_lookup =
message_size_limit = {self.size_max}
tls_advertise_hosts = *
tls_certificate = /tls/server.crt
tls_privatekey = /tls/server.key
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
acl_smtp_rcpt = recipient
keep_environment =

begin acl
recipient:
    defer
        local_parts = {":".join(USERS)}
        condition = ${{if exists{{/mail/$local_part_data/closed}}}}
        message = 4.2.0 come again later, we do not know you yet
    deny
        domains = smart.test
        ! authenticated = *
        message = 5.7.0 log in first
    accept
        domains = +ours
        verify = recipient
    deny
        domains = +ours
        message = 5.1.1 there is no $local_part in this house
    accept
        hosts = 127.0.0.0/8

begin routers
elsewhere:
    driver = dnslookup
    domains = ! +ours
    transport = remote
    no_more
here:
    driver = accept
    local_parts = {":".join(USERS)}
    transport = maildir

begin transports
remote:
    driver = smtp
    port = {self.net.port}
    interface = {self.address}
    hosts_try_dane =
maildir:
    driver = appendfile
    maildir_format
    directory = /mail/$local_part_data
    user = Debian-exim
    return_path_add
    delivery_date_add
    envelope_to_add

begin authenticators
plain:
    driver = plaintext
    public_name = PLAIN
    server_prompts = :
    server_advertise_condition = ${{if def:tls_in_cipher}}
    server_condition = ${{if and{{{{eq{{$auth2}}{{{self.login[0]}}}}}{{eq{{$auth3}}{{{self.login[1]}}}}}}}}}
    server_set_id = $auth2

begin retry
*   *   F,1h,2s
""")

    def launch(self):
        self.service.start(shutil.which("chroot"), self.root, "/usr/sbin/exim4", "-bdf", "-q2s")

    def close(self, user):
        """From now on, mail for a user is put off, as by a server with grey lists."""
        write(self.root, f"mail/{user}/closed", "")

    def open(self, user):
        os.remove(os.path.join(self.root, "mail", user, "closed"))


def parsed(octets):
    return email.message_from_bytes(octets, policy=email.policy.default)
