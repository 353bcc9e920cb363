"""Spacing: words of a text, what stands between them, and what becomes of those that are glued."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from svfix.formats.agreement import Places, TextEdit, letters

PIECE = re.compile(r"[\S\xa0\u2007\u202f]+")
"""A word. A no-break space is part of one: the second byte of `à` is, in another character set."""


def words_of(text: str) -> list[str]:
    """The words of a text.

    >>> words_of(" till dÃ\N{NO-BREAK SPACE} och ")
    ['till', 'dÃ\\xa0', 'och']
    """
    return PIECE.findall(text)


def spaced_as(line: str, words: Sequence[str]) -> list[bool]:
    """Which words of a line stand right behind the one before, as the line's own text has them.

    A line that says something else tells nothing, and one without any space only of marks.

    >>> spaced_as("upp, och verksam-", ["upp", ",", "och", "verksam", "-"])
    [False, True, False, False, True]
    >>> spaced_as("uppoch,", ["upp", "och", ","]), spaced_as("app,", ["upp", ","])
    ([False, False, True], [False, False])
    """
    own, at = ["".join(word.split()) for word in words], letters(line)
    if "".join(line[place] for place in at) != "".join(own):
        return [False] * len(words)
    parted = any(after > before + 1 for before, after in pairwise(at))
    made, count = [], 0
    for number, word in enumerate(own):
        near = word and 0 < count < len(at) and at[count] == at[count - 1] + 1
        made.append(
            bool(near and (parted or not (_has_letters(word) and _has_letters(own[number - 1]))))
        )
        count += len(word)
    return made


def dealt(parts: Sequence[str], new: Sequence[str]) -> list[tuple[str, bool]]:
    """What each of some glued parts reads in the new words, and whether a space is before it now.

    >>> dealt(["uppféljningen", ","], ["uppföljningen,"])
    [('uppföljningen', False), (',', False)]
    >>> dealt(["av", "den"], ["av", "den"]), dealt(["upp"], ["upp", "till"])
    ([('av', False), ('den', True)], [('upp till', False)])
    """
    old, text = "".join(parts), " ".join(new)
    if len(parts) == 1:
        return [(text, False)]
    places, at, before = Places(old, text), 0, 0
    made = []
    for part in parts:
        at += len(part)
        after = places.of(at) if at < len(old) else len(text)
        apart = before > 0 and " " in text[before - 1 : before + 1]
        made.append((text[before:after].strip(" "), apart))
        before = after
    return made


def _has_letters(word: str) -> bool:
    return any(map(str.isalnum, word))


def with_gaps(text: str, edits: Iterable[TextEdit]) -> list[TextEdit]:
    """Edits of words, of which those that take a word out take a space beside it too.

    >>> with_gaps("av den", [(3, 6, "")]), with_gaps("av den", [(0, 2, ""), (3, 6, "")])
    ([(2, 6, '')], [(0, 3, ''), (3, 6, '')])
    >>> with_gaps("av, den", [(2, 3, "")])
    [(2, 3, '')]
    """
    made: list[TextEdit] = []
    last = 0
    for start, end, new in edits:
        if not new and last < start and text[start - 1] == " " and not text[end : end + 1].strip():
            start -= 1
        elif not new and text[end : end + 1] == " " and (start == last or text[start - 1] == " "):
            end += 1
        made.append((start, end, new))
        last = end
    return made
