"""Programs for terminals, looked at and typed at as a person does: tmux holds the screen."""

import os
import subprocess

from programs import shown
from server import until


class Terminal:
    """A program on a screen of its own, of 120 by 40 characters."""

    def __init__(self, folder, *command, env=None):
        self.socket = os.path.join(folder, "tmux")
        self.folder = folder
        settings = dict({"HOME": folder, "LC_ALL": "C.UTF-8", "TERM": "xterm"}, **(env or {}))
        words = ["env", *(f"{name}={value}" for name, value in settings.items()), *command]
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", "-c", folder, *words)

    def tmux(self, *arguments):
        done = subprocess.run(["tmux", "-S", self.socket, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=30)
        if done.returncode != 0:
            raise AssertionError(f"tmux {arguments[0]}: {shown(done.stdout)}")
        return done.stdout.decode("utf-8", "replace")

    def text(self):
        return self.tmux("capture-pane", "-p")

    def type(self, *keys):
        """Keys by tmux's names; a text of several characters as it is."""
        for key in keys:
            literal = ["-l"] if len(key) > 1 and not key[0].isupper() else []
            # A semicolon would end tmux's command.
            self.tmux("send-keys", *literal, "\\;" if key == ";" else key)

    def sees(self, *texts, unless=None, seconds=20):
        """Waits until the screen shows all of the texts. A question that may come first is answered: (text, key)."""
        def shows():
            screen = self.text()
            if unless and unless[0] in screen:
                self.type(unless[1])
            return all(text in screen for text in texts)
        try:
            until(texts, shows, seconds)
        except AssertionError:
            raise AssertionError(f"the screen does not show {texts}:\n{shown(self.text().encode())}") from None

    def ends(self, seconds=20):
        """Waits until the program has ended."""
        def over():
            return subprocess.run(["tmux", "-S", self.socket, "has-session"], stderr=subprocess.DEVNULL).returncode != 0
        until("the program ends", over, seconds)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], stderr=subprocess.DEVNULL, check=False)
