"""Chunks: what stands between white space, and the words and numbers in it.

A chunk is freed of the punctuation around it and cut at the punctuation inside it.  What remains is
a word (to be decoded), a number or something guarded: a digit is never guessed, and addresses,
codes and references are no words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import NamedTuple

from svfix.patterns import pattern
from svfix.text.numbers.figures import COUNTED


class Kind(IntEnum):
    """What a token is to the decoder."""

    WORD = 0
    NUMBER = 1
    GUARDED = 2
    FOREIGN = 3  # a word of another language, which the guard finds


class Part(NamedTuple):
    """A word or number in a chunk."""

    start: int
    end: int
    kind: Kind


class Chunk(NamedTuple):
    """The parts of a chunk, and whether a sentence can end with it, or begin."""

    parts: tuple[Part, ...]
    forms: tuple[str, ...]
    ends: bool
    opens: bool


EDGE_LEFT = "\"'”“„»«’‘´`([{<*•·_~=+#-–—…,.;:!?>)]}^"
EDGE_RIGHT = "\"'”“„»«’‘´`)]}>*•·_~=+#–—…,.;:!?([{<^"
INNER = pattern(
    r"""[/–—―…"”“„»«()\[\]{}<>,;!?=*_+~]+ | \.\.+ | (?<=[^\W\d_])\.(?=[^\W\d_])
      | (?<=\d)\.(?=[^\W\d_]{3}) | (?<=[^\W\d_]{4})\.(?=\d)  # 2.syftet, ordet.2
      | (?<=[^\W\d_]):(?=[^\W\d_]{5})       # longer than any ending
      | (?<=[^\W\d_]{3})['’](?=[^\W\d_]{3})  # a speck; se'n and d'Estaing are shorter
      """,
    re.VERBOSE,
)
ADDRESS = pattern(r"://|^www\.|@[\w-]+\.|\.(?:se|com|org|nu|net|eu|fi|pdf|html?)\b")
REFERENCE = pattern(
    r"""[§%$€£#\d.,:;/–—()+x×*=<>\-°'’"”]+[a-zA-ZåäöÅÄÖ]?   # amounts, dates, 10a, § 4
      | [A-ZÅÄÖ]{1,4}[-.:]?\d[\d.:/\-]*[a-zA-Z]?            # E4, A380, SS-EN 1
      | [\w\-]*\d[\w\-]*\d[\w\-]*                           # a code has two digits or more
      | \d+[:\-][a-zåäö]{1,3}                               # 5:e, 90-tal is a word's business
      """,
    re.VERBOSE,
)
LOST = pattern(r"[a-zåäö]\?[a-zåäö]|\ufffd")  # letters that no engine, but a program lost
LONGEST_WORD = 60  # characters of a word with hyphens in it
LONGEST_FORM = 120  # characters of words run together; a longer form is no text
LETTERS_A_DIGIT = 3  # fewer make a code
FIGURES = pattern(  # that no letters are read as; run together with a word on either side
    r"""(?<=[a-zåäöé]{4})(?:\d{3,} | \d[2379] | [2379]\d)(?![A-ZÅÄÖ]?\d)
      | (?<=[a-zåäöé]{4})[2379](?![^\W_])  # a note's
      | (?<!\d)(?:\d{3,} | \d[2379] | [2379]\d)(?=[A-ZÅÄÖ]?[a-zåäöé]{4})
      | (?<!\d)\d{1,2}(?={counted})
      | (?<!\d)\d{1,2}\.\d{1,2}(?=[A-ZÅÄÖ]?[a-zåäöé]{2})
      """.replace("{counted}", COUNTED),
    re.VERBOSE,
)
ANY_FIGURES = pattern(  # the same in a text whose engine reads no letters as figures
    r"""(?<=[a-zåäöé]{3})\d+(?:[.,:/-]\d+)*(?![A-ZÅÄÖ]?\d)
      | (?<!\d)\d+(?:[.,:/-]\d+)*(?=[A-ZÅÄÖ]?[a-zåäöé]{3})
      """,
    re.VERBOSE,
)
MISREAD_WORD = pattern(
    r"""\d[rnt] | [02-9]l | [pfsnd]\d  # är, än, åt; öl; på, så, då
      | [14568](?!km|kg|cm|mm|ha|kr|st|ml|dl|cl)[a-zåäö]{2}  # öka, ska
      | [^\W\d_][4568][a-zåäö]{1,2}  # för, Gör, köns
      """,
    re.VERBOSE,
)
STOPS = frozenset(".!?:")
CLOSING = frozenset(".!?:\"'”“„»«’‘´)]}")
ENDS = pattern(r"[.!?:][\"'”“„»«’‘´)\]}]*$")
OPENS = pattern(r"[\"'”“„»«’‘´(\[{–—-]*[^\W\d_a-zåäöéü]")
ENDING = pattern(r"(?<=[^\W\d_]):[a-zåäö]{1,4}$")  # EU:s, tv:n


def read(chunk: str, is_word: Callable[[str], bool], figures: re.Pattern[str] = FIGURES) -> Chunk:
    """What a chunk of text holds; `figures` are those that are cut out of words run together."""
    if chunk.isalpha():  # most are, and need no more looking at
        return Chunk(
            (Part(0, len(chunk), kind_of(chunk)),), (chunk,), False, not chunk[0].islower()
        )
    bare, last = chunk[:-1], chunk[-1]
    if bare.isalpha() and last in EDGE_RIGHT:
        part = Part(0, len(bare), kind_of(bare))
        return Chunk((part,), (bare,), last in STOPS, not chunk[0].islower())
    parts = tuple(cut(chunk, is_word, figures))
    forms = tuple([chunk[start:end] for start, end, _ in parts])
    ends = last in CLOSING and bool(ENDS.search(chunk))
    return Chunk(parts, forms, ends, bool(OPENS.match(chunk)))


def cut(
    chunk: str, is_word: Callable[[str], bool], figures: re.Pattern[str] = FIGURES
) -> Iterator[Part]:
    """The parts of a chunk of text, without its punctuation."""
    start = len(chunk) - len(chunk.lstrip(EDGE_LEFT))
    end = len(chunk.rstrip(EDGE_RIGHT))
    if start >= end:
        return
    bare = chunk[start:end]
    if bare.isalpha():
        yield Part(start, end, kind_of(bare))
        return
    if bare.isdecimal() and not is_word(bare):
        yield Part(start, end, kind_of(bare))
        return
    dotted = "." in chunk[start:end] and chunk[end : end + 1] == "."
    if dotted and is_word(chunk[start : end + 1]):
        yield Part(start, end + 1, Kind.WORD)
        return
    if ADDRESS.search(chunk) or LOST.search(chunk):
        yield Part(start, end, Kind.GUARDED)
    elif is_word(chunk[start:end]):
        yield Part(start, end, Kind.WORD)
    else:
        yield from pieces(chunk, start, end, is_word, figures)


def pieces(
    chunk: str,
    start: int,
    end: int,
    is_word: Callable[[str], bool],
    figures: re.Pattern[str],
) -> Iterator[Part]:
    """Cut at inner punctuation and figures, then at hyphens and before an abbreviation's ending."""
    for a, b in between(INNER, chunk, start, end):
        at = a
        for found in figures.finditer(chunk, a, b):
            yield from words(chunk, at, found.start(), is_word)
            yield Part(*found.span(), Kind.NUMBER)
            at = found.end()
        yield from words(chunk, at, b, is_word)


def words(chunk: str, start: int, end: int, is_word: Callable[[str], bool]) -> Iterator[Part]:
    """The words of a stretch without punctuation but for hyphens and points, or its number."""
    while start < end and chunk[start] == ".":
        start += 1
    while start < end and chunk[end - 1] == ".":
        end -= 1
    if start < end and kind_of(chunk[start:end]) is Kind.NUMBER:
        yield Part(start, end, Kind.NUMBER)
        return
    ending = ENDING.search(chunk, start, end)
    end = ending.start() if ending else end
    while start < end:
        whole = end - start <= LONGEST_WORD and is_word(chunk[start:end])
        hyphen = -1 if whole else chunk.find("-", start, end)
        stop = hyphen + 1 if hyphen >= 0 else end
        yield Part(start, stop, kind_of(chunk[start:stop]))
        start = stop


def between(
    pattern: re.Pattern[str], chunk: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The stretches of `chunk[start:end]` between matches of `pattern`, without empty ones."""
    at = start
    for found in pattern.finditer(chunk, start, end):
        if found.start() > at:
            yield at, found.start()
        at = found.end()
    if at < end:
        yield at, end


def kind_of(piece: str) -> Kind:
    """What a piece of a chunk is: a digit among letters is a misread letter, if it is alone."""
    if len(piece) > LONGEST_FORM:
        return Kind.GUARDED
    if piece.isalpha():
        return Kind.GUARDED if len(piece) == 1 and piece.isupper() else Kind.WORD
    letters = sum(map(str.isalpha, piece))
    if not letters:
        return Kind.NUMBER if any(map(str.isdigit, piece)) else Kind.GUARDED
    if letters == 1 and (piece.isupper() or piece.endswith("-")):
        return Kind.GUARDED  # an initial, a label, e-post
    digits = sum(map(str.isdigit, piece))
    if digits and not misread(piece, letters, digits):
        return Kind.NUMBER
    return Kind.GUARDED if not digits and REFERENCE.fullmatch(piece) else Kind.WORD


def misread(piece: str, letters: int, digits: int) -> bool:
    """Whether the digits in a piece are more likely letters: `4r`, `milj66vervakning`; not `m2`."""
    if letters >= LETTERS_A_DIGIT * digits:
        return True
    return digits == 1 and bool(MISREAD_WORD.fullmatch(piece))
