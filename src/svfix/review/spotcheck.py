"""Spot checks: how many words of a batch are wrong, from some that were drawn and looked at.

Every stretch between white space with a letter or a figure in it is as likely to be drawn as any
other.  The share that was wrong has the interval of Wilson (1927), which holds for few errors too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from math import sqrt
from random import Random
from typing import NamedTuple

from svfix.review.decisions import Row

WORDS = re.compile(r"\S*\w\S*")
Z = 1.959964  # the quantile of the normal distribution that leaves 2.5 % on either side


class Share(NamedTuple):
    """A share with its interval, in which it is 19 times out of 20."""

    share: float
    low: float
    high: float


def share(count: int, size: int) -> Share | None:
    """The share of `count` in `size`, None of nothing.

    >>> [round(x, 3) for x in share(0, 200)], [round(x, 3) for x in share(10, 200)]
    ([0.0, 0.0, 0.019], [0.05, 0.027, 0.09])
    """
    if not size:
        return None
    p = count / size
    middle = (p + Z * Z / (2 * size)) / (1 + Z * Z / size)
    reach = Z * sqrt(p * (1 - p) / size + Z * Z / (4 * size * size)) / (1 + Z * Z / size)
    low = 0.0 if not count else middle - reach
    high = 1.0 if count == size else middle + reach
    return Share(p, low, high)


def count(text: str) -> int:
    """How many words can be drawn of a text.

    >>> count("den 3 - 4 maj")
    4
    """
    return sum(1 for _ in WORDS.finditer(text))


def draw(pages: Sequence[tuple[str, int]], size: int, seed: int) -> list[tuple[str, int]]:
    """Some words, each once: the page of each and its number there, in random order.

    `pages` are names with how many words each has. The same seed draws the same of the same pages.

    >>> sorted(draw([("a", 2), ("b", 1)], 9, 1))
    [('a', 0), ('a', 1), ('b', 0)]
    """
    behind = list(accumulate(words for _, words in pages))
    total = behind[-1] if behind else 0
    found = []
    for word in Random(seed).sample(range(total), min(size, total)):  # noqa: S311 (a sample, drawn to be drawn again)
        page = bisect_right(behind, word)
        found.append((pages[page][0], word - (behind[page - 1] if page else 0)))
    return found


def place(texts: Iterable[str], number: int) -> tuple[int, int, int] | None:
    """Where a word stands by its number: its text, start and end; None where there are fewer.

    >>> place(["en två", "tre"], 2)
    (1, 0, 3)
    """
    for text, found in _words(texts):
        if not number:
            return text, *found.span()
        number -= 1
    return None


def _words(texts: Iterable[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for number, text in enumerate(texts):
        yield from ((number, found) for found in WORDS.finditer(text))


class Estimate(NamedTuple):
    """What a spot check shows: of how many words, and the shares wrong as read and as delivered."""

    words: int
    before: Share | None
    after: Share | None


def estimate(answers: Sequence[Row]) -> Estimate:
    """What the answers to a draw show.

    >>> answers = [{"checked": {"truth": "är", "read": "ar", "now": "är"}}] * 3
    >>> estimate(answers).after.share, estimate(answers).before.share
    (0.0, 1.0)
    """
    told = [answer["checked"] for answer in answers]
    before = sum(one["truth"] != one["read"] for one in told)
    after = sum(one["truth"] != one["now"] for one in told)
    return Estimate(len(told), share(before, len(told)), share(after, len(told)))
