"""What the tests of reviews share: a small batch with a scan, sessions, and a server of its own."""

import json
import os
import signal
import subprocess
import time
from argparse import Namespace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.batches import command, make

import svfix
from svfix.batch import inputs
from svfix.review import views
from svfix.review.estimating import Estimator
from svfix.review.journal import Journal
from svfix.review.pictures import Scans
from svfix.review.session import Session

DAMAGED = (
    "Metoden for uppféljningen har varit intervjuer med chefer fran olika forvaltningar.\n"
    "Det ar sagt att Projeldledare tog ordet den 31 februari, och att namnden ar nojd.\n"
)
FIXED = (
    "Metoden för uppföljningen har varit intervjuer med chefer från olika förvaltningar.\n"
    "Det är sagt att Projeldledare tog ordet den 31 februari, och att nämnden är nöjd.\n"
)
CLEAN = "Det är en bra dag i dag, och ingen har något att säga om den.\n"
A, B, HOCR, CLEAN_PAGE = 0, 1, 2, 3  # the pages of `batch`, by number
READING = Namespace(format="auto", field=None, formats={}, encoding=None)


def batch(folder):
    """Pages of several formats: one with a scan, one that is clean, one that is no page."""
    make(
        folder,
        {"a.txt": DAMAGED, "b.txt": DAMAGED.replace("Metoden", "Formen"), "clean.txt": CLEAN},
    )
    scan(folder / "c")
    return folder


def scan(stem, text=DAMAGED):
    """A page that is printed: its picture, and hOCR with the words in their places."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(size=30)
    image = Image.new("L", (1500, 260), 255)
    draw = ImageDraw.Draw(image)
    lines = []
    for n, line in enumerate(text.splitlines()):
        words, left, top = [], 60, 60 + 70 * n
        for word in line.split():
            draw.text((left, top), word, fill=0, font=font)
            box = draw.textbbox((left, top), word, font=font)
            sides = " ".join(str(round(side)) for side in box)
            words.append(f"<span class='ocrx_word' title='bbox {sides}'>{word}</span>")
            left = round(box[2]) + 14
        lines.append(
            f"<span class='ocr_line' title='bbox 60 {top} 1440 {top + 40}'>{' '.join(words)}</span>"
        )
    body = "\n".join(lines)
    page = (
        "<!DOCTYPE html>\n<html><body><div class='ocr_page' title='image \"c.png\"; bbox 0 0 1500 "
        f"260'>\n<p class='ocr_par'>{body}</p></div></body></html>\n"
    )
    image.save(f"{stem}.png")
    Path(f"{stem}.hocr").write_text(page, encoding="utf-8")


def session(folder, path=None, by="Anna", **options):
    """A session of a folder, with its decisions in a file beside it."""
    journal = Journal(Path(path or f"{folder}.review.jsonl"))
    found = inputs.find([str(folder)], [], None).inputs
    return Session(found, svfix.Fixer(**options), READING, journal, by)


def session_profile(text):
    """The profile of a text that nothing was learned of."""
    return svfix.explain(text).profile


def item(session, number, before):
    """The first item of a page that was read so."""
    page = session.page(number)
    return next(one for one in page.items if one.before == before)


def names(entries):
    """The names of pages."""
    return [entry.name for entry in entries]


def texts(session, number):
    """The texts of a page as they are shown."""
    page = views.page(session, Scans(), number)
    return ["".join(_standing(page, piece) for piece in pieces) for pieces in page["texts"]]


def _standing(page, piece):
    if "text" in piece:
        return piece["text"]
    one = page["items"][piece["item"]]
    return one["row"]["after"] if one["row"] else one["proposed"]


def estimated(session, path):
    """Let all pages of a session be found out about, with an index at a path."""
    estimator = Estimator(session, path)
    estimator.start()
    while estimator.waiting or not all(e.known or e.fault for e in session.queue.entries):
        time.sleep(0.01)
    estimator.end()


def asked(session, number, item, after, **more):
    """What the page in the browser sends of a decision on an item."""
    page = session.page(number)
    said = {"text": item.text, "start": item.start, "end": item.end, "proposed": item.proposed}
    said |= {"original": page.original, "seen": 0, "chosen": False, "everywhere": False}
    return said | {"after": after} | more


class Server:
    """`svfix review` as a process of its own, to be used in a `with`."""

    def __init__(self, *arguments, cwd):
        self._command = command("review", *arguments, "--no-browser")
        self.cwd, self.folder = Path(cwd), Path(cwd) / "scans"

    def __enter__(self):
        self.process = subprocess.Popen(
            self._command, cwd=self.cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            raise RuntimeError(self.process.stderr.read())
        self.parts = urlsplit(self.address)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        self.process.stdout.close()
        self.process.stderr.close()

    def kill(self):
        """Let the process end at once, wherever it is."""
        self.process.kill()
        self.process.wait(30)

    def raw(self, method, path, body=None, headers=None):
        """The status, the headers and the body of an answer to any request."""
        connection = HTTPConnection(self.parts.hostname, self.parts.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def get(self, path):
        """What the page gets, as JSON."""
        return json.loads(self.raw("GET", self.parts.path + path)[2])

    def post(self, path, body):
        """The status and the JSON of an answer to what the page sends."""
        status, _, answer = self.raw(
            "POST", self.parts.path + path, json.dumps(body), {"Content-Type": "application/json"}
        )
        return status, json.loads(answer)


def cpu_seconds(pid):
    """The time that the processor gave a process so far, and its greatest memory in MB."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    ticks = os.sysconf("SC_CLK_TCK")
    return (int(fields[11]) + int(fields[12])) / ticks, int(peak.split()[1]) / 1024
