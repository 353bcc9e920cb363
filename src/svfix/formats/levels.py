"""Levels: lines, regions and whole texts that say again what the words below them say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svfix.formats.agreement import TextEdit
from svfix.formats.layout import Change


def reads(text: str, change: Change | None) -> str:
    """What a unit of a layout reads after a change.

    >>> reads("avden", None)
    'avden'
    """
    for start, end, new in reversed(change.edits if change else ()):
        text = text[:start] + new + text[end:]
    more = (token.text for token in change.more) if change else ()
    return " ".join(filter(None, [text, *more]))


def above(
    words: Sequence[str], changes: Sequence[Change | None], starts: Sequence[int] | None = None
) -> Iterator[TextEdit]:
    """The edits of the words of a level, put together by spaces or standing at `starts`.

    >>> list(above(["upp", "gift", "ar"], [None, None, Change([(0, 2, "är")], None, ())]))
    [(9, 11, 'är')]
    """
    at = 0
    ready: list[TextEdit] = []
    for number, (word, change) in enumerate(zip(words, changes, strict=True)):
        at = starts[number] if starts else at
        if change:
            start, new = at, reads(word, change)
            if change.apart is False and ready:  # the space between goes too
                start, _, before = ready.pop()
                new = " ".join(filter(None, [before, new]))
            yield from ready
            ready = [(at, at, " ")] if change.apart else []
            ready += [(start, at + len(word), new)] if change.edits else []
        at += len(word) + 1
    yield from ready
