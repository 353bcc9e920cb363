"""Items: what has a mark of its own at the head of its line, a dash, a letter or a section's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from svfix.patterns import pattern
from svfix.text.chunks import Kind
from svfix.text.tokens import Tokens

ITEM = 0.7  # how often an item has a capital: of 15,420 of the corpora four fifths, by text 0 to 1
SECTION = 0.95  # the same behind a section's sign and number: 716 of 737

MARKS = 2  # that stand before an item at most: `- § 5`

_MARK = pattern(
    r"""[ \t]*(?:
      (?P<section>§{1,2}[ ]?\d{1,4}[a-z]?[.:]?|\d{1,4}[ ]?(?:[a-z][ ])?§{1,2})(?=[ \t])
      | [-–—•*·▪●○■□►]{1,2}(?=[ \t]|[^\W\d_]{2})
      | (?:[→⇒☐☑✓+]|\#{1,6}|\[[ xX]\])(?=[ \t])
      | \(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[^\W\d_]|[ivxIVX]{2,5})(?:\)|\.(?=[ \t]))
      )[ \t]{0,8}""",
    re.VERBOSE,
)
_QUOTES = pattern(r"[\"'”“„»«’‘(\[]{0,2}")


class Item(NamedTuple):
    """An item: the token that begins its line, its first word, and how often that has a capital."""

    head: int
    word: int
    share: float


def items(text: str, tokens: Tokens, heads: Iterable[int]) -> Iterator[Item]:
    """The items of a text whose lines begin with the tokens `heads`.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> def found(text):
    ...     tokens = tokenise(text, [], vocabulary(lexicon.default(), ()).chunk)
    ...     heads = [i for i in range(len(tokens)) if tokens.line[i]]
    ...     return [tokens[item.word].form for item in items(text, tokens, heads)]
    >>> found("a) Översyn\\n4. Årsmöte\\n§ 5 Övrigt\\n(iii) ”Åter”\\noch om § 6 Övrigt")
    ['Översyn', 'Årsmöte', 'Övrigt', 'Åter']
    """
    start, end, kind = tokens.start, tokens.end, tokens.kind
    for head in heads:
        if kind[head] == Kind.WORD and begins_plainly(text, start[head], end[head]):
            continue
        found = _behind(text, text.rfind("\n", 0, start[head]) + 1)
        if found is None:
            continue
        place, share = found
        quotes = _QUOTES.match(text, place)
        place = quotes.end() if quotes else place
        word = bisect_left(start, place)
        if word < len(start) and start[word] == place:
            yield Item(head, word, share)


def begins_plainly(text: str, start: int, end: int) -> bool:
    """Whether a word begins its line and is no mark, which has a point or bracket behind letters.

    >>> begins_plainly("och så", 0, 3), begins_plainly("iv) och", 0, 2), begins_plainly("- o", 2, 3)
    (True, False, False)
    """
    if start and text[start - 1] != "\n":
        return False
    return text[start].isalpha() and text[end : end + 1] not in (".", ")")


def _behind(text: str, line: int) -> tuple[int, float] | None:
    """Where an item's text begins on a line, which begins at a place, and its share."""
    place, share = line, 0.0
    for _ in range(MARKS):
        mark = _MARK.match(text, place)
        if mark is None:
            break
        place, share = mark.end(), SECTION if mark["section"] else ITEM
    return (place, share) if share else None
