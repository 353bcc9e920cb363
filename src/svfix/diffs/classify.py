"""Classes: what kind of error a wrong word is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from svfix.alignment.folding import bare

CLASSES = (
    "diacritic", "confusion", "case", "digit", "punctuation",
    "space", "hyphen", "deletion", "insertion", "name",
)  # fmt: skip

MOST = 8
"""Words from which a place is found where words were cut or run together; it may have more."""

WIDEST = 2000
"""Characters that words cut or run together may have; a page without spaces has some."""

COMPARED = 10**8
"""Product of the lengths (characters) up to which words are compared letter by letter: 1 ms."""

_SENTENCE_ENDS = ".!?:–-\"'"


def _alphanumeric(word: str) -> str:
    return "".join(filter(str.isalnum, word))


def _folded(word: str) -> str:
    return bare(word.casefold())


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


# In order; the first that holds names the class. Each is asked of (reference, word as read).
_TESTS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("insertion", lambda reference, read: not reference),
    ("deletion", lambda reference, read: not read),
    ("case", lambda reference, read: reference.casefold() == read.casefold()),
    ("diacritic", lambda reference, read: _folded(reference) == _folded(read)),
    ("hyphen", lambda reference, read: reference.replace("-", "") == read.replace("-", "")),
    ("punctuation", lambda reference, read: _alphanumeric(reference) == _alphanumeric(read)),
    ("digit", lambda reference, read: _has_digit(reference)),
)


def classify(reference: str, read: str) -> str:
    """The class of the error that `read` is where the page has `reference`.

    `space` is of several words together (see `cut_words`), and `name` what is a confusion in a name
    (see `is_name`).

    >>> classify("för", "for"), classify("för", "fdr"), classify("2016", "2O16"), classify("", "~")
    ('diacritic', 'confusion', 'digit', 'insertion')
    """
    return next((name for name, holds in _TESTS if holds(reference, read)), "confusion")


def is_name(words: Sequence[str], index: int, small: set[str]) -> bool:
    """Whether a word is written as a name: capital within a sentence, never small in the text.

    >>> words = "I dag kom Anna till Umeå".split()
    >>> [word for i, word in enumerate(words) if is_name(words, i, {"i", "kom"})]
    ['Anna', 'Umeå']
    """
    word = words[index].lstrip("\"'(")
    if not word[:1].isupper() or not word[1:2].islower():
        return False
    opens = index == 0 or words[index - 1][-1] in _SENTENCE_ENDS
    return not opens and _alphanumeric(word).lower() not in small


def cut_words(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """The stretches of a run of wrong words in which words were cut or run together.

    `pairs` are (reference, read), "" where a text has no word. Yields (start, end).

    >>> list(cut_words([("Metoden", "Metodenfor"), ("för", ""), ("nu", "")]))
    [(0, 2)]
    >>> list(cut_words([("år", "ar"), ("", "~")]))  # a speck beside a word
    []
    """
    end = 0
    for lone, (reference, read) in enumerate(pairs):
        if lone >= end and bool(reference) != bool(read) and _has_both(pairs, lone):
            for start, stop in _around(lone, end, len(pairs)):
                if _gain(pairs[start:stop]) >= len(reference or read):
                    start, end = _widened(pairs, start, stop, end)
                    yield start, end
                    break


def _has_both(pairs: Sequence[tuple[str, str]], lone: int) -> bool:
    """Whether both texts have words near a place; a passage that one lacks is looked at quickly."""
    near = pairs[max(0, lone - MOST + 1) : lone + MOST]
    return any(reference for reference, _ in near) and any(read for _, read in near)


def _around(lone: int, least: int, most: int) -> Iterator[tuple[int, int]]:
    """Stretches around a word without a partner, the shortest first."""
    for length in range(2, MOST + 1):
        for start in range(max(least, lone - length + 1), lone + 1):
            if start + length <= most:
                yield start, start + length


def _widened(pairs: Sequence[tuple[str, str]], start: int, end: int, least: int) -> tuple[int, int]:
    """A stretch with the words beside it for as long as they fit in: many may be run together."""
    gain = _gain(pairs[start:end])
    room = WIDEST - sum(max(map(len, pair)) for pair in pairs[start:end])
    while end < len(pairs) and room > 0 and (more := _gain(pairs[start : end + 1])) > gain:
        room -= max(map(len, pairs[end]))
        end, gain = end + 1, more
    while start > least and room > 0 and (more := _gain(pairs[start - 1 : end])) > gain:
        start, gain = start - 1, more
        room -= max(map(len, pairs[start]))
    return start, end


def _gain(pairs: Sequence[tuple[str, str]]) -> int:
    """Letters by which words fit better together than one by one.

    -1 where a text has none, or so many that nobody would look.
    """
    left, right = (_folded("".join(side)) for side in zip(*pairs, strict=True))
    if not left or not right or len(left) * len(right) > COMPARED:
        return -1
    apart = sum(Levenshtein.distance(_folded(a), _folded(b)) for a, b in pairs)
    return apart - Levenshtein.distance(left, right)
