"""Marionette, by which programs of Mozilla's are driven: JSON arrays behind their lengths, over TCP."""

import json
import socket
import time

# Keys without a character (WebDriver, "Keyboard actions").
ENTER, SHIFT, CONTROL, ESCAPE, DELETE, F5 = "\ue007", "\ue008", "\ue009", "\ue00c", "\ue017", "\ue035"


class Marionette:
    """A session whose scripts run in the program's own window, with its rights."""

    def __init__(self, port, seconds=30):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=seconds + 5)
        self.file = self.socket.makefile("rb")
        self.commands = 0
        hello = self.packet()
        assert hello["marionetteProtocol"] == 3, hello
        self.ask("WebDriver:NewSession", {})
        self.ask("WebDriver:SetTimeouts", {"script": seconds * 1000})
        self.ask("Marionette:SetContext", {"value": "chrome"})

    def packet(self):
        length = b""
        while (octet := self.file.read(1)) != b":":
            assert octet, "the program has closed the line"
            length += octet
        return json.loads(self.file.read(int(length)))

    def ask(self, command, parameters):
        self.commands += 1
        packet = json.dumps([0, self.commands, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(packet), packet))
        _, number, error, result = self.packet()
        assert number == self.commands, f"{command}: the answer to {number}, not {self.commands}"
        assert not error, f"{command}: {error['error']}: {error['message']}\n{error.get('stacktrace', '')[:1000]}"
        return result

    def script(self, body, *arguments):
        """What the body of an asynchronous function returns, a promise or not, that is given `arguments`."""
        script = f"return (async (...args) => {{ {body} }})(...arguments);"
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": arguments})["value"]

    def click(self, known, element):
        """Moves the mouse to what the expression `element` gives, in whatever frame of the window, once it is there, and clicks.

        `known` is script that stands before it."""
        x, y = self.script(f"""{known}
            let frame;
            while (!(frame = {element})) {{
                await new Promise(drawn => setTimeout(drawn, 50));
            }}
            const box = frame.getBoundingClientRect();
            let [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
            while ((frame = frame.ownerDocument.defaultView.browsingContext.embedderElement)) {{
                const outer = frame.getBoundingClientRect();
                [x, y] = [x + outer.left, y + outer.top];
            }}
            return [Math.round(x), Math.round(y)];""")
        self.act("pointer", {"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0},
                 {"type": "pointerUp", "button": 0})

    def press(self, *keys):
        """Presses keys, holds them, and lets them go: a character each, or what WebDriver has for others."""
        self.act("key", *[{"type": "keyDown", "value": key} for key in keys],
                 *[{"type": "keyUp", "value": key} for key in reversed(keys)])

    def type(self, text):
        for character in text:
            self.press(character)

    def act(self, device, *actions):
        self.ask("WebDriver:PerformActions", {"actions": [{"type": device, "id": device, "actions": actions}]})

    def windows(self):
        return self.ask("WebDriver:GetWindowHandles", {})

    def window(self):
        return self.ask("WebDriver:GetWindowHandle", {})["value"]

    def switch(self, window):
        self.ask("WebDriver:SwitchToWindow", {"handle": window})

    def confirm(self, seconds=10):
        """Waits for a question, and says yes."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self.ask("WebDriver:AcceptAlert", {})
            except AssertionError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def close_window(self):
        self.ask("WebDriver:CloseChromeWindow", {})

    def close(self):
        self.file.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
