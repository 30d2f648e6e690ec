"""Servers of Debian's, unpacked and never installed: Postfix and Exim cannot both be installed, and neither should start by itself."""

import glob
import os
import re
import shutil
import socket
import subprocess

SERVERS = ("nsd", "unbound", "postfix", "exim4-base", "exim4-daemon-light")
# Program and package.
PROGRAMS = {"swaks": "swaks", "msmtp": "msmtp", "fetchmail": "fetchmail", "mbsync": "isync", "openssl": "openssl"}
# What programs only recommend, and need here: swaks has TLS by it.
RECOMMENDED = ("libnet-ssleay-perl",)
LIBRARY = re.compile(r"lib[a-z0-9.+-]+")


class Unavailable(Exception):
    """What the tests need cannot be had on this machine; says what to do."""


def fetch(folder):
    """Sees that the clients are installed and that the servers lie unpacked in `folder`, each in one of its name."""
    if os.geteuid() != 0:
        raise Unavailable("it needs root, for chroot and for port 53 of a loopback address: run it with sudo, or in a container")
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise Unavailable("it needs Debian's apt-get and dpkg, for Postfix, Exim, nsd and unbound: run it in a Debian container")
    os.makedirs(folder, exist_ok=True)
    try_devices(folder)
    install([package for program, package in PROGRAMS.items() if not shutil.which(program)]
            + [package for package in RECOMMENDED if not is_installed(package)])
    absent = [package for package in SERVERS if not archives(folder, package)]
    if absent:
        apt("download", *absent, folder=folder)
    libraries = set()
    for package in SERVERS:
        archive = archives(folder, package)[-1]
        libraries |= set(libraries_of(archive))
        target = os.path.join(folder, package)
        if not os.path.isdir(target):
            subprocess.run(["dpkg", "-x", archive, target + ".new"], check=True)
            os.rename(target + ".new", target)
    install(sorted(library for library in libraries if not is_installed(library)))


def try_devices(folder):
    """A root needs /dev/null, and some containers may not make it, or may make it and not use it."""
    device = os.path.join(folder, f"null-{os.getpid()}")
    try:
        os.mknod(device, 0o020666, os.makedev(1, 3))
        try:
            open(device, "wb").close()
        finally:
            os.remove(device)
    except OSError as refused:
        raise Unavailable(f"no device can be made in {folder} ({refused.strerror}): name another folder with --packages, or allow it") from None


def try_port(address, port):
    """Whether a server may listen there."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as refused:
                raise Unavailable(f"port {port} of {address} cannot be had ({refused.strerror}), and Postfix and Exim ask DNS at no other port: "
                                  f"'ss -lnp sport = :{port}' shows who has it") from None


def archives(folder, package):
    return sorted(glob.glob(os.path.join(folder, f"{package}_*.deb")))


def libraries_of(archive):
    depends = subprocess.run(["dpkg-deb", "-f", archive, "Depends"], check=True, text=True, stdout=subprocess.PIPE).stdout
    names = [alternative.split()[0] for alternative in depends.replace("|", ",").split(",") if alternative.strip()]
    return [name for name in names if LIBRARY.fullmatch(name)]


def is_installed(package):
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", package], text=True, capture_output=True)
    return done.stdout == "install ok installed"


def install(packages):
    if packages:
        apt("install", "-q", "-y", "--no-install-recommends", *packages)


def apt(*arguments, folder=None):
    """Runs apt-get, and once more with fresh lists if it fails. Where there is no network it gives up soon."""
    patience = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=0"]
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    done = None
    for attempt in range(2):
        done = subprocess.run(["apt-get", *patience, *arguments], cwd=folder, env=env, text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode == 0:
            return
        if attempt == 0:
            subprocess.run(["apt-get", *patience, "update", "-q"], env=env, stdin=subprocess.DEVNULL, capture_output=True)
    last = (done.stdout.strip().splitlines() or ["nothing"])[-1]
    raise Unavailable(f"apt-get {' '.join(arguments)} failed, and said: {last}")


def linked(source, target):
    """A file in another place, without a second copy of it where the file system can do that."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.lexists(target):
        return
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def root(unpacked, target, *packages):
    """Makes `target` a folder in which programs of these packages can be run by chroot: their files and libraries."""
    for package in packages:
        source = os.path.join(unpacked, package)
        for path, _, names in os.walk(source):
            for name in names:
                linked(os.path.join(path, name), os.path.join(target, os.path.relpath(path, source), name))
    programs = []
    for path, _, names in os.walk(target):
        for name in names:
            file = os.path.join(path, name)
            if os.access(file, os.X_OK) and not os.path.islink(file) or ".so" in name:
                programs.append(file)
    for library in libraries(programs, target):
        linked(os.path.realpath(library), target + library)
    return target


def libraries(programs, target):
    """The libraries of the machine that programs want."""
    own = os.path.join(target, "usr/lib/postfix")
    listed = subprocess.run(["ldd", *programs], text=True, capture_output=True, env=dict(os.environ, LD_LIBRARY_PATH=own)).stdout
    absent = sorted(set(re.findall(r"(\S+) => not found", listed)))
    if absent:
        raise Unavailable(f"libraries are missing on this machine: {', '.join(absent)}")
    found = set(re.findall(r"=> (/\S+)", listed)) | set(re.findall(r"^\s+(/\S+) \(", listed, re.MULTILINE))
    return sorted(library for library in found if not library.startswith(own))
