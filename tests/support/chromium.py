"""A headless Chromium driven over a pipe with the DevTools protocol: no package, no port.

Messages are JSON ended by a NUL byte; the browser reads them on its descriptor 3 and writes to 4.
"""

import base64
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from select import select

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATH = next(filter(None, map(shutil.which, NAMES)), None)
WAIT = 60  # s for an answer: a machine that tests may be slow
NAVIGATED = "Inspected target navigated or closed"  # what the browser says of it
FLAGS = (
    "--headless",
    "--no-sandbox",  # a container's root has none, and the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--remote-debugging-pipe",
)
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowRight": 39, " ": 32}
CHARACTERS = {"Enter": "\r", " ": " "}


class Browser:
    """One browser with one tab, to be used in a `with`."""

    def __init__(self, width=1440, height=900):
        self._size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._count = 0
        self._data = b""
        self._session = None
        self.complaints = []
        self.allowed = []  # beginnings of addresses that may be asked

    def __enter__(self):
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        (read, self._out), (self._in, write) = os.pipe(), os.pipe()
        theirs = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (read, write)]

        def place():
            os.dup2(theirs[0], 3)
            os.dup2(theirs[1], 4)

        self._process = subprocess.Popen(
            [PATH, *FLAGS, f"--user-data-dir={self._profile.name}"],
            preexec_fn=place,
            close_fds=False,
            stderr=subprocess.DEVNULL,
        )
        for fd in (read, write, *theirs):
            os.close(fd)
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setDeviceMetricsOverride", **self._size)
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        os.close(self._out)
        os.close(self._in)
        self._profile.cleanup()

    def send(self, method, **params):
        """Send a command, wait for its answer; raise RuntimeError if it is an error."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(answer["error"]["message"])
                return answer["result"]
            self._notice(answer)

    def _next(self):
        """The next message: the pipe is read up to the NUL that ends it."""
        read = [self._data]
        while b"\0" not in read[-1]:
            if not select([self._in], [], [], WAIT)[0]:
                raise TimeoutError("the browser does not answer")
            read.append(os.read(self._in, 1 << 20))
            if not read[-1]:
                raise RuntimeError("the browser is gone")
        message, self._data = b"".join(read).split(b"\0", 1)
        return json.loads(message)

    def _notice(self, event):
        """Keep what a console would show in red, and every request that leaves the file."""
        params = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                self.complaints.append(
                    details.get("exception", details).get("description", str(details))
                )
            case "Runtime.consoleAPICalled" if params["type"] in ("error", "warning", "assert"):
                self.complaints.append(str(params["args"]))
            case "Log.entryAdded" if params["entry"]["level"] in ("error", "warning"):
                self.complaints.append(params["entry"]["text"])
            case "Network.requestWillBeSent":
                url = params["request"]["url"]
                if not url.startswith(("file:", "data:", "about:", *self.allowed)):
                    self.complaints.append(f"request: {url}")

    def open(self, path):
        """Open a file and wait until the report says that it is ready."""
        self.visit(Path(path).resolve().as_uri())

    def visit(self, address):
        """Open an address and wait until the page says that it is ready."""
        self.send("Page.navigate", url=address)
        self.wait("document.documentElement?.dataset.ready === 'true'")

    def run(self, expression):
        """The value of a JavaScript expression; promises are awaited."""
        answer = self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def wait(self, condition):
        """Wait until an expression holds; raise TimeoutError if it never does.

        It does not hold while the page goes to another address.
        """

        def holds():
            try:
                return self.run(condition)
            except RuntimeError as error:
                if str(error) != NAVIGATED:
                    raise
                return False

        end = time.monotonic() + WAIT
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"never: {condition}; {self.complaints}")
            time.sleep(0.02)

    def settle(self):
        """Wait for two frames: what was asked for is drawn."""
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def press(self, key, shift=False, control=False):
        """Press and release a key, as a keyboard does."""
        code = KEYS.get(key, ord(key[0].upper()))
        text = "" if control else CHARACTERS.get(key, key if len(key) == 1 else "")
        common = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 * shift + 2 * control}
        self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)
        self.settle()

    def type(self, text):
        """Put a text where the focus is."""
        self.send("Input.insertText", text=text)

    def click(self, selector):
        """Click the middle of the first element of a selector with the mouse."""
        x, y = self.move_to(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def move_to(self, selector):
        """Move the mouse to the middle of an element, which is scrolled to first."""
        self.run(
            f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})"
        )
        self.settle()
        x, y = self.run(
            f"(() => {{ const b = document.querySelector({json.dumps(selector)})"
            ".getClientRects()[0]; return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.settle()
        return x, y

    def resize(self, width, height):
        """Give the window another size, in CSS pixels."""
        self._size |= {"width": width, "height": height}
        self.send("Emulation.setDeviceMetricsOverride", **self._size)

    def prefer(self, **features):
        """Set media features, as prefer(**{"prefers-color-scheme": "dark"})."""
        listed = [{"name": name, "value": value} for name, value in features.items()]
        self.send("Emulation.setEmulatedMedia", features=listed)

    def screenshot(self, path):
        """Write what the window shows as PNG."""
        Path(path).write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))

    def pdf(self):
        """Print, and return the PDF."""
        printed = self.send(
            "Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69
        )
        return base64.b64decode(printed["data"])
