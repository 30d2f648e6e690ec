"""Runs the tests of real clients: run.py SERVER.json [--posthouse PROGRAM] [NAME…]

A test is a function `test_…(server, folder)` in a module `client_….py`; one whose name begins with a NAME is run, or
each. Ends with 0 if all have passed.
"""

import argparse
import importlib
import os
import shutil
import sys
import tempfile
import time
import traceback

from server import Server

HERE = os.path.dirname(os.path.abspath(__file__))


def tests():
    for file in sorted(os.listdir(HERE)):
        if file.startswith("client_") and file.endswith(".py"):
            module = importlib.import_module(file[:-3])
            for name, function in vars(module).items():
                if name.startswith("test_"):
                    yield name[5:].replace("_", "-"), function


def run(name, function, server):
    folder = tempfile.mkdtemp(prefix="client-")
    start = time.monotonic()
    try:
        function(server, folder)
        print(f"ok {name} ({time.monotonic() - start:.1f} s)", flush=True)
        return True
    except Exception as failure:
        where = traceback.extract_tb(failure.__traceback__)
        at = [f"{os.path.basename(f.filename)}:{f.lineno}" for f in where if f.filename.startswith(HERE)]
        kind = "" if isinstance(failure, AssertionError) else type(failure).__name__ + ": "
        print(f"FAIL {name}: {kind}{failure} [{' '.join(at[1:])}]", flush=True)
        return False
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("--posthouse", help="the program that makes accounts")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_intermixed_args()
    server = Server.read(arguments.server, arguments.posthouse)
    wanted = [(n, f) for n, f in tests() if not arguments.names or n.startswith(tuple(arguments.names))]
    if not wanted:
        sys.exit("no test of that name; there are: " + ", ".join(n for n, _ in tests()))
    passed = sum([run(name, function, server) for name, function in wanted])
    print(f"{passed} passed, {len(wanted) - passed} failed", flush=True)
    sys.exit(0 if passed == len(wanted) else 1)


if __name__ == "__main__":
    main()
