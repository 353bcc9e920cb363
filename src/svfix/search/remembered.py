"""Searches remembered: what a form may have been is asked again in the next text."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import NamedTuple

from svfix.search.paths import Found, made, numbered, sizes, starts, sums

KEPT = 8_000  # forms: some 10 MB


class Remembered:
    """A search that looks for the candidates of each form once, under one channel and beam."""

    def __init__(self, search: Callable[[list[str]], Found]) -> None:
        self._search = search
        self._known: dict[str, Part] = {}

    def __call__(self, forms: list[str]) -> Found:
        """The candidates of forms, the same as those of the search."""
        if len(self._known) > KEPT:
            self._known = {}
        known = self._known  # another thread may begin anew
        new = [form for form in dict.fromkeys(forms) if form not in known]
        if new:
            known.update(zip(new, apart(self._search(new), len(new)), strict=True))
        return joined([known[form] for form in forms])


class Part(NamedTuple):
    """What `Found` has for one form: the bytes of its columns, and how long each path is."""

    word: bytes
    titled: bytes
    prior: bytes
    channel: bytes
    sizes: bytes
    step: bytes


def apart(found: Found, forms: int) -> Iterator[Part]:
    """What a search found, form by form."""
    columns = found.word, found.titled, found.prior, found.channel, sizes(found.paths)
    word, titled, prior, channel, length = (bytes(memoryview(each)) for each in columns)
    first, step = found.paths.first, bytes(memoryview(found.paths.step))
    places = starts(found, forms)
    for form in range(forms):
        a, b = places[form], places[form + 1]
        wide = slice(4 * a, 4 * b)
        steps = step[4 * first[a] : 4 * first[b]]
        yield Part(word[wide], titled[a:b], prior[wide], channel[wide], length[wide], steps)


def joined(parts: list[Part]) -> Found:
    """What searches of single forms found, as one search of all of them would."""
    if not parts:
        return Found.empty()
    word, titled, prior, channel, length, step = map(b"".join, zip(*parts, strict=True))
    form = numbered([len(part.titled) for part in parts])
    first = sums(array("i", length))
    columns = array("i", word), array("B", titled), array("f", prior), array("f", channel)
    return made([form, *columns, first, array("i", step)])
