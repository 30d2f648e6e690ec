"""Runs the tests with other mail servers: run.py [--quick] [--packages DIR] [--posthouse PROGRAM] [--keep] [NAME…]

A test is a function `test_…(world, folder)` in a module `mta_….py`; one whose name begins with a NAME is run, or each; with
--quick those that are not marked as slow. Ends with 0 if none has failed.
"""

import argparse
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
sys.path.append(os.path.join(os.path.dirname(HERE), "clients"))

import packages  # noqa: E402
from services import Net  # noqa: E402
from world import World  # noqa: E402


def tests():
    # What shows that the world is sound comes first.
    files = sorted((f for f in os.listdir(HERE) if f.startswith("mta_") and f.endswith(".py")), key=lambda f: (f != "mta_peers.py", f))
    for file in files:
        for name, function in vars(importlib.import_module(file[:-3])).items():
            if name.startswith("test_"):
                yield name[5:].replace("_", "-"), function


def run(name, function, world):
    folder = tempfile.mkdtemp(prefix="test-", dir=world.folder)
    start = time.monotonic()
    try:
        function(world, folder)
        print(f"ok {name} ({time.monotonic() - start:.1f} s)", flush=True)
        return True
    except Exception as failure:
        where = traceback.extract_tb(failure.__traceback__)
        at = [f"{os.path.basename(f.filename)}:{f.lineno}" for f in where if f.filename.startswith(HERE)]
        kind = "" if isinstance(failure, AssertionError) else type(failure).__name__ + ": "
        print(f"FAIL {name}: {kind}{failure} [{' '.join(at[1:])}]", flush=True)
        return False


def main():
    parser = argparse.ArgumentParser(prog="bin/check-mta")
    parser.add_argument("--quick", action="store_true", help="only what takes less than two minutes in all")
    parser.add_argument("--packages", default=os.path.expanduser("~/.cache/posthouse-mta"), metavar="DIR",
                        help="where packages of Debian's lie, or are downloaded to, and the servers run (default: %(default)s)")
    parser.add_argument("--posthouse", default=os.path.join(ROOT, "bin", "posthouse"), metavar="PROGRAM")
    parser.add_argument("--keep", action="store_true", help="keep the folder of the run, with logs and data, also if all is well")
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_intermixed_args()
    wanted = [(n, f) for n, f in tests() if not arguments.names or n.startswith(tuple(arguments.names))]
    if not wanted:
        sys.exit("no test of that name; there are: " + ", ".join(n for n, _ in tests()))
    chosen = [(n, f) for n, f in wanted if not (arguments.quick and hasattr(f, "slow"))]
    net = Net()
    try:
        packages.fetch(arguments.packages)
        packages.try_port(net.address("resolver"), 53)
    except packages.Unavailable as why:
        print(f"bin/check-mta is skipped: {why}\n0 passed, 0 failed, {len(wanted)} skipped")
        return
    # Whoever stops this stops all that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = tempfile.mkdtemp(prefix="run-", dir=arguments.packages)
    passed = 0
    world = World(net, arguments.packages, folder, arguments.posthouse)
    try:
        world.start()
        for name, function in chosen:
            passed += run(name, function, world)
    finally:
        world.stop()
    complaints = world.complaints()
    for complaint in complaints:
        print(f"FAIL log: {complaint}")
    is_well = passed == len(chosen) and not complaints
    if is_well and not arguments.keep:
        shutil.rmtree(folder)
    else:
        print(f"logs and data are in {folder}")
    print(f"{passed} passed, {len(chosen) - passed} failed, {len(wanted) - len(chosen)} skipped", flush=True)
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
