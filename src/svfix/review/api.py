"""The application: what the page asks for, and what it is answered."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files
from secrets import randbits
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from svfix.formats.boxes import Box
from svfix.io.files import FileError
from svfix.review import checking, learning, views
from svfix.review.estimating import Estimator
from svfix.review.pictures import NoPicture, Scans, Shown
from svfix.review.queue import Wanted, rows
from svfix.review.refusals import Refused
from svfix.review.session import Session

Answer = Callable[[Request], Awaitable[Response]]
Body = dict[str, Any]

KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
MOST_ROWS = 200  # pages of the queue that are answered at once
MOST_BYTES = 1_000_000  # of what the page sends
MOST_DRAWN = 10_000  # words of a spot check


class Api:
    """The answers about one session."""

    def __init__(self, session: Session, scans: Scans, estimator: Estimator) -> None:
        self.session, self.scans, self.estimator = session, scans, estimator

    def routes(self) -> list[Route]:
        """What is answered, by path."""
        get: dict[str, Callable[[Request], Any]] = {
            "/api/start": self.start,
            "/api/queue": self.queue,
            "/api/page/{number:int}": self.page,
            "/api/changes": self.changes,
            "/api/alternatives/{number:int}": self.alternatives,
            "/api/learnable": self.learnable,
            "/api/check": self.checked,
            "/api/drawn/{which:int}": self.drawn,
            "/picture/{number:int}/{sheet:int}": self.picture,
        }
        post: dict[str, Callable[[Request, Body], Any]] = {
            "/api/decide/{number:int}": self.decide,
            "/api/undo": self.undo,
            "/api/done/{number:int}": self.done,
            "/api/learn": self.learn,
            "/api/draw": self.draw,
            "/api/check": self.check,
        }
        return [
            Route("/", _asset, methods=["GET"]),
            Route("/assets/{name}", _asset, methods=["GET"]),
            *(Route(path, self._got(make), methods=["GET"]) for path, make in get.items()),
            *(Route(path, self._posted(make), methods=["POST"]) for path, make in post.items()),
        ]

    def _got(self, make: Callable[[Request], Any]) -> Answer:
        async def answer(request: Request) -> Response:
            return await run_in_threadpool(self._answer, lambda: make(request))

        return answer

    def _posted(self, make: Callable[[Request, Body], Any]) -> Answer:
        async def answer(request: Request) -> Response:
            data = b""
            async for part in request.stream():
                data += part
                if len(data) > MOST_BYTES:
                    return _told("that is too much", 413)
            try:
                body = json.loads(data)
            except (ValueError, RecursionError):
                body = None
            if not isinstance(body, dict):
                return _told("that is no JSON object", 400)
            return await run_in_threadpool(self._answer, lambda: make(request, body))

        return answer

    def _answer(self, make: Callable[[], Any]) -> Response:
        """What some work gives, or why it could not be done."""
        try:
            with self.estimator.held():
                found = make()
        except Refused as error:
            return _told(str(error), 409, row=error.row)
        except NoPicture as error:
            return _told(str(error), 404)
        except FileError as error:
            return _told(str(error), 422)
        except (KeyError, TypeError, ValueError) as error:
            return _told(f"that cannot be asked: {error}", 400)
        return found if isinstance(found, Response) else _json(found)

    def start(self, request: Request) -> Body:
        """What the page needs to begin."""
        session = self.session
        return {
            "by": session.by,
            "journal": str(session.journal.path),
            "last": session.decisions.last,
            "rules": sorted(session.queue.rules),
            "totals": session.queue.totals(),
        }

    def queue(self, request: Request) -> Body:
        """Pages, in the order asked for."""
        asked = request.query_params
        wanted = Wanted(
            asked.get("order", "wrong"), asked.get("state", ""), asked.get("kind", ""),
            asked.get("rule", ""), float(asked.get("sure", 1)), asked.get("search", ""),
        )  # fmt: skip
        start, count = int(asked.get("start", 0)), min(MOST_ROWS, int(asked.get("count", 50)))
        queue = self.session.queue
        with self.session.lock:
            found = queue.find(wanted)
            answer = {"count": len(found), "rows": list(rows(queue, found[start : start + count]))}
            if "near" in asked:
                answer |= _near([entry.number for entry in found], int(asked["near"]))
            return answer | {"totals": queue.totals(), "rules": sorted(queue.rules)}

    def page(self, request: Request) -> Body:
        """A page."""
        return views.page(self.session, self.scans, request.path_params["number"])

    def changes(self, request: Request) -> Body:
        """What was decided after a row, and how far the estimates are."""
        session, since = self.session, int(request.query_params["since"])
        with session.lock:
            return {
                "last": session.decisions.last,
                "rows": [_brief(row) for row in session.decisions.since(since)],
                "totals": session.queue.totals(),
                "changed": learning.in_words(session.changes),
                "changes": len(session.changes),
                "waiting": self.estimator.waiting,
            }  # fmt: skip

    def alternatives(self, request: Request) -> Body:
        """What else a word may have been."""
        asked = request.query_params
        page = self.session.page(request.path_params["number"])
        text, start, end = (int(asked[name]) for name in ("text", "start", "end"))
        if not 0 <= text < len(page.results):
            raise ValueError("there is no such text")
        where = views.Places(page, self.scans).where(text, start, end)
        count = self.session.queue.places(page.form(text, start, end))
        return {"hypotheses": page.alternatives(text, start, end), "places": count, **where}

    def decide(self, request: Request, body: Body) -> Body:
        """Note a decision."""
        asked = _fields(body, text=int, start=int, end=int, seen=int, original=str, proposed=str,
                        after=str, chosen=bool, everywhere=bool)  # fmt: skip
        return self.session.decide(request.path_params["number"], asked, _by(body))

    def undo(self, request: Request, body: Body) -> Body:
        """Take a row back."""
        return self.session.undo(_fields(body, id=int)["id"], _by(body))

    def done(self, request: Request, body: Body) -> Body:
        """Note whether a page was read through."""
        is_done = _fields(body, done=bool)["done"]
        return self.session.done(request.path_params["number"], is_done, _by(body))

    def learnable(self, request: Request) -> Body:
        """The words that could be learned, and those that were."""
        known = self.session.decisions.learned()
        return {"words": self.session.learnable(), "learned": known}

    def learn(self, request: Request, body: Body) -> Body:
        """Learn words, and how a page was misread."""
        words = _fields(body, words=list)["words"]
        if not all(isinstance(word, str) and 0 < len(word) <= 100 for word in words):
            raise ValueError("words are texts of up to 100 letters")
        number = body.get("page")
        noted = self.session.learn(words, None if number is None else int(number), _by(body))
        return {"rows": [_brief(row) for row in noted]}

    def draw(self, request: Request, body: Body) -> Body:
        """Draw words for a spot check."""
        count = max(1, min(MOST_DRAWN, _fields(body, count=int)["count"]))
        checking.draw(self.session, count, randbits(32), _by(body))
        return views.checked(self.session)

    def checked(self, request: Request) -> Body:
        """How far the spot check is."""
        return views.checked(self.session)

    def drawn(self, request: Request) -> Body:
        """A word of the spot check."""
        return views.drawn(self.session, self.scans, request.path_params["which"])

    def check(self, request: Request, body: Body) -> Body:
        """Note what a word of the spot check truly is."""
        asked = _fields(body, draw=int, which=int, truth=str)
        checking.answer(self.session, asked["draw"], asked["which"], asked["truth"], _by(body))
        return views.checked(self.session)

    def picture(self, request: Request) -> Response:
        """The picture of a physical page, or with `box` a part of it."""
        entry = self.session.entry(request.path_params["number"])
        sheet = request.path_params["sheet"]
        found = self.scans.find(entry.path, entry.name, sheet)
        if found is None:
            raise NoPicture("there is no picture of this page")
        box = request.query_params.get("box")
        if box is None:
            return _picture(self.scans.whole(found, sheet))
        left, top, right, bottom = map(float, box.split(","))
        return _picture(self.scans.part(found, sheet, Box(left, top, right, bottom)))


def _fields(body: Body, **kinds: type) -> Body:
    """The fields of what was sent. Raises ValueError for one of another kind."""
    for name, kind in kinds.items():
        value = body[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ValueError(f"{name} is no {kind.__name__}")
    return {name: body[name] for name in kinds}


def _by(body: Body) -> str:
    return " ".join(str(body.get("by", "")).split())[:100]


def _brief(row: Body) -> Body:
    """A row without what only the server needs."""
    return {name: value for name, value in row.items() if name not in ("profile", "drawn")}


def _near(numbers: list[int], number: int) -> Body:
    """The pages before and behind one in a queue, None where there are none."""
    if number not in numbers:
        return {"previous": None, "next": numbers[0] if numbers else None, "place": None}
    at = numbers.index(number)
    return {
        "previous": numbers[at - 1] if at else None,
        "next": numbers[at + 1] if at + 1 < len(numbers) else None,
        "place": at + 1,
    }


def _picture(shown: Shown) -> Response:
    return Response(shown.data, media_type=shown.kind)


def _json(value: Any) -> Response:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(data.encode("utf-8", "replace"), media_type="application/json")


def _told(sentence: str, status: int, **more: Any) -> Response:
    return JSONResponse({"error": sentence, **more}, status)


@cache
def _read(name: str) -> bytes:
    return (files(__package__) / "page" / name).read_bytes()


async def _asset(request: Request) -> Response:
    """A file of the page."""
    name = request.path_params.get("name", "index.html")
    stem, _, ending = name.rpartition(".")
    if ending not in KINDS or not stem.replace("-", "").isalnum():
        return _told("there is no such file", 404)
    try:
        return Response(_read(name), media_type=KINDS[ending])
    except OSError:
        return _told("there is no such file", 404)


def application(session: Session, scans: Scans, estimator: Estimator) -> Starlette:
    """The application of a session, without its guard."""
    return Starlette(routes=Api(session, scans, estimator).routes())
