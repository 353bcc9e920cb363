"""Items: what has a mark of its own at the head of its line, a dash, a letter or a section's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from svfix.text.chunks import Kind
from svfix.text.code_points import Points
from svfix.text.tokens import NEWLINE, Tokens

Longs = npt.NDArray[np.int64]

ITEM = 0.7  # how often an item has a capital: of 15,420 of the corpora four fifths, by text 0 to 1
SECTION = 0.95  # the same behind a section's sign and number: 716 of 737

MARKS = 2  # that stand before an item at most: `- § 5`
LONGEST = 5  # characters of a token that may be a mark: `xviii`

_MARK = re.compile(
    r"""[ \t]*(?:
      (?P<section>§{1,2}[ ]?\d{1,4}[a-z]?[.:]?|\d{1,4}[ ]?(?:[a-z][ ])?§{1,2})(?=[ \t])
      | [-–—•*·▪●○■□►]{1,2}(?=[ \t]|[^\W\d_]{2})
      | (?:[→⇒☐☑✓+]|\#{1,6}|\[[ xX]\])(?=[ \t])
      | \(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[^\W\d_]|[ivxIVX]{2,5})(?:\)|\.(?=[ \t]))
      )[ \t]{0,8}""",
    re.VERBOSE,
)
_QUOTES = re.compile(r"[\"'”“„»«’‘(\[]{0,2}")


class Item(NamedTuple):
    """An item: the token that begins its line, its first word, and how often that has a capital."""

    head: int
    word: int
    share: float


def items(text: str, points: Points, tokens: Tokens, heads: Longs) -> Iterator[Item]:
    """The items of a text whose lines begin with the tokens `heads`.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> from svfix.text.code_points import code_points
    >>> def found(text):
    ...     tokens = tokenise(text, [], vocabulary(lexicon.default(), ()).chunk)
    ...     found = items(text, code_points(text), tokens, np.flatnonzero(tokens.line))
    ...     return [tokens[item.word].form for item in found]
    >>> found("a) Översyn\\n4. Årsmöte\\n§ 5 Övrigt\\n(iii) ”Åter”\\noch om § 6 Övrigt")
    ['Översyn', 'Årsmöte', 'Övrigt', 'Åter']
    """
    start = tokens.start[heads]
    ahead = points[np.maximum(start - 1, 0)]
    marked = (start > 0) & (ahead != NEWLINE)
    marked |= (tokens.kind[heads] != Kind.WORD) | (tokens.sizes[heads] <= LONGEST)
    for head in heads[marked].tolist():
        line = text.rfind("\n", 0, int(tokens.start[head])) + 1
        found = _behind(text, line)
        if found is None:
            continue
        place, share = found
        quotes = _QUOTES.match(text, place)
        place = quotes.end() if quotes else place
        word = int(np.searchsorted(tokens.start, place))
        if word < len(tokens) and tokens.start[word] == place:
            yield Item(head, word, share)


def _behind(text: str, line: int) -> tuple[int, float] | None:
    """Where an item's text begins on a line, which begins at a place, and its share."""
    place, share = line, 0.0
    for _ in range(MARKS):
        mark = _MARK.match(text, place)
        if mark is None:
            break
        place, share = mark.end(), SECTION if mark["section"] else ITEM
    return (place, share) if share else None
