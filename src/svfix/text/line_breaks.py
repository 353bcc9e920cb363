"""Line breaks: words broken over the end of a line, which are one word to who reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from svfix.patterns import pattern

SUSPENDED_BEFORE = {"och", "ock", "å", "&", "eller", "samt", "respektive", "resp", "men", "utan"}
"""Words after which a hyphen at the line's end is suspended: `in-⏎och utförsel`."""

# Hyphen, true hyphen, not sign (as many engines write it) and soft hyphen; then the end of a line
# and no more than two empty ones, form feeds among them. `&`, `@`, `¢` and digits are read for
# letters (`&r`, `6kning`); but for them, the right part starts in lower case.
HYPHENS = "-‐¬\xad"
_HYPHEN = f"[{HYPHENS}]"
_PART = r"[\w&@¢]"
_BREAK = pattern(
    rf"""(?<!{_PART})(?P<left>{_PART}+)
        (?P<hyphen>{_HYPHEN})(?P<gap>[ \t]*\r?\n(?:[ \t\f]*\r?\n){{0,2}}[ \t\f]*)
        (?P<right>(?:(?=[^\W\d_])|[\d&@¢](?=[^\W\d_])){_PART}+)""",
    re.VERBOSE,
)
_LINE_END = pattern(rf"{_HYPHEN}[ \t]*\r?\n")
_LETTER = pattern(_PART)


class Break(NamedTuple):
    """A word broken over a line's end: ``text[start:hyphen]`` and ``text[resume:end]``.

    `word` is the two in one. Swedish never writes a consonant three times, so that one comes back
    when such a word is broken and goes when it is joined: `till-⏎låta` is `tillåta`.
    """

    start: int
    hyphen: int
    resume: int
    end: int
    word: str


def line_breaks(text: str) -> list[Break]:
    """Return the words of `text` that are broken over the end of a line, in order and disjoint.

    >>> [b.word for b in line_breaks("för att ge-\\n   nomföra och till-\\nlåta")]
    ['genomföra', 'tillåta']

    A hyphen that is part of the word, or stands for the part of a word to come, breaks none:

    >>> line_breaks("in-\\noch utförsel, EU-\\nlandet, 80-\\ntalet, e-\\npost")
    []
    """
    breaks: list[Break] = []
    for found in found_in(text):
        if not has_own_hyphen(found["left"]) and (not breaks or breaks[-1].end <= found.start()):
            breaks.append(as_break(found))
    return breaks


def found_in(text: str) -> Iterator[re.Match[str]]:
    """The broken words of a text; the right part of one may be the left part of the next."""
    for end in _LINE_END.finditer(text):
        start = end.start()
        while start and _LETTER.match(text, start - 1):
            start -= 1
        found = _BREAK.match(text, start)
        if found and found["right"] not in SUSPENDED_BEFORE and not found["right"][0].isupper():
            yield found


def as_break(found: re.Match[str]) -> Break:
    left, right = found["left"], found["right"]
    word = left + (right[1:] if is_elided(left, right) else right)
    return Break(found.start(), found.start("hyphen"), found.start("right"), found.end(), word)


def is_elided(left: str, right: str) -> bool:
    """Whether joining would write a consonant three times."""
    return left[-2:].lower() == 2 * right[0] and right[0] not in "aeiouyåäö"


def has_own_hyphen(left: str) -> bool:
    """Whether a word that starts with `left` has its hyphen on any line: EU-, 80-, e-."""
    return len(left) == 1 or left[-1].isdigit() or any(c.isupper() for c in left[1:])
