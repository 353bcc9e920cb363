"""Words: what is compared, cut at white space and folded, with their places in the text as given.

Where line breaks are folded, a word broken over lines is one word. Whether its hyphen belongs to
it (`IT-⏎avdelning`) only other places can tell, so all the texts of a page are cut together.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt

from svfix.alignment.folding import Folder

Ints = npt.NDArray[np.int64]

BREAK = "⏎"
"""The word that a line break is where line breaks count; a blank line is two of them."""

_CHUNK = re.compile(r"\S+")
_CHUNK_OR_BREAK = re.compile(r"\S+|(?:[^\S\n]*\n)+")
_HYPHENS = "-\u00ad¬‐"
# Words that a hyphen at a line's end goes before without being broken: `för-⏎och nackdelar`.
_CONJUNCTIONS = frozenset("och eller samt resp respektive men till".split())


@dataclass(frozen=True)
class Words:
    """The words of a text: `folded` as they count, and their places in `text`."""

    text: str
    folded: list[str]
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.folded)

    def shown(self, index: int) -> str:
        """A word as it stands; one broken over lines in one piece."""
        word = self.text[self.starts[index] : self.ends[index]]
        return word if word.split() == [word] else self.folded[index]

    def take(self, indices: Ints) -> Words:
        """These words, in this order."""
        folded = [self.folded[i] for i in indices.tolist()]
        return Words(self.text, folded, self.starts[indices], self.ends[indices])

    def lines(self, ends: str = "\n") -> Ints:
        """The line that each word begins on, from 0; `ends` are the characters that end one."""
        breaks = np.array([m.start() for m in re.finditer(f"[{ends}]", self.text)], np.int64)
        return np.searchsorted(breaks, self.starts)


def cut(texts: Sequence[str], fold: Folder) -> list[Words]:
    """The words of texts that belong together.

    >>> page = cut(["Den kun-\\nskap", "Den kunskap"], Folder(["lines", "hyphens"]))
    >>> page[0].folded, page[0].starts.tolist()
    (['Den', 'kunskap'], [0, 4])
    >>> cut(["hälso- och sjuk-\\nvård"], Folder([]))[0].folded
    ['hälso-', 'och', 'sjuk-', '⏎', 'vård']
    """
    found = [_chunks(text, fold) for text in texts]
    if not {"lines", "hyphens"} <= fold.names:
        return found
    known = {word for words in found for word in words.folded}
    return [_mended(words, fold, known) for words in found]


def _chunks(text: str, fold: Folder) -> Words:
    starts, ends = array("q"), array("q")
    folded: list[str] = []
    for chunk in (_CHUNK if "lines" in fold.names else _CHUNK_OR_BREAK).finditer(text):
        word = chunk.group()
        word = fold(word) if not word.isspace() else BREAK * min(2, word.count("\n"))
        if word:
            folded.append(word)
            starts.append(chunk.start())
            ends.append(chunk.end())
    if folded and folded[-1].startswith(BREAK):  # the end of the file is no break
        del folded[-1], starts[-1], ends[-1]
    return Words(text, folded, np.array(starts, np.int64), np.array(ends, np.int64))


def _mended(words: Words, fold: Folder, known: set[str]) -> Words:
    """The words with those broken over lines put together, their hyphen kept if it is theirs."""
    folded, ends = list(words.folded), words.ends.copy()
    gone = []
    for index in reversed(list(_broken(words))):
        mended = _joined(words, index, folded[index + 1], fold, known)
        if mended:
            folded[index], ends[index] = mended, ends[index + 1]
            gone.append(index + 1)
    if not gone:
        return words
    whole = Words(words.text, folded, words.starts, ends)
    return whole.take(np.delete(np.arange(len(words)), gone))


def _broken(words: Words) -> Iterator[int]:
    """The words with a hyphen at the end of a line and a word on the next one."""
    text = words.text
    before = words.ends[:-1].tolist()
    for index, (end, start) in enumerate(zip(before, words.starts[1:].tolist(), strict=True)):
        if text[end - 1] in _HYPHENS and text.count("\n", end, start) == 1:
            yield index


def _joined(words: Words, index: int, rest: str, fold: Folder, known: set[str]) -> str:
    """A broken word in one piece; "" if it is not broken."""
    start, end = int(words.starts[index]), int(words.ends[index])
    head = fold(words.text[start:end].rstrip(_HYPHENS))
    if not head or not head[-1].isalnum() or rest.strip(".,;:") in _CONJUNCTIONS:
        return ""
    hyphened = f"{head}-{rest}"
    if not rest[0].islower() or (hyphened in known and head + rest not in known):
        return hyphened
    return head + rest


def numbered(words: Iterable[str], number: dict[str, int]) -> list[int]:
    """The words as numbers, the same for the same word; `number` remembers them.

    >>> number = {}
    >>> numbered(["två", "år", "två"], number) == numbered(["två", "år", "två"], number)
    True
    """
    return list(map(number.setdefault, words, count(max(number.values(), default=-1) + 1)))
