r"""Encoded letters: words whose letters came through written out, as `f=F6r` and `t&auml;vling`.

`svfix.text.codes` finds them, `svfix.text.markup.sources` where a program reads them and they are
right. Others are decoded where the text shows that they are its letters: where more of the words
become known by it than do not, and a paragraph has its å, ä and ö written out rather than not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from unicodedata import combining

from svfix.edits import Edit, apply, disjoint
from svfix.lexicon.compounds import is_compound
from svfix.passes.confirmation import LETTERS
from svfix.passes.rules import confidences, edit_by
from svfix.patterns import pattern
from svfix.text import markup
from svfix.text.capitals import is_cased
from svfix.text.codes import BRIEF, CODES, LONGEST, Code, Piece, Word, pieces, words
from svfix.text.forms import merged
from svfix.text.markup import code, sources
from svfix.text.spared import touched

if TYPE_CHECKING:
    from svfix.context import Context

NATIVE = frozenset("åäöÅÄÖ")
"""Letters that are in every Swedish paragraph, one way or the other."""

KNOWN_BY = frozenset(LETTERS)
"""Letters of which a word has one that shows how a text is written."""

PLAIN = 2
"""How many distinct words have to be known for all that a text writes out to be decoded."""

NO_PROSE = frozenset("=_$@#\\&%0123456789")
"""What stands beside names and values: such words tell nothing."""

QUOTES = frozenset("\"'`”“’‘»«")
"""What stands on both sides of a word that is spoken of."""

LAYOUT = ("", "=")
"""What mail writes inside addresses, too, as it does not read them: soft breaks and `=3D`."""

_WORD = pattern(r"[^\W\d_]+")
_PARAGRAPH = pattern(r"\n[ \t\r]*\n")
_EQUALS = pattern(r"=(?![0-9A-Fa-f]{2}|\r?\n|\Z)")  # which mail writes as =3D


def decoded(text: str, context: Context) -> list[Edit]:
    r"""The edits that decode the letters a text has written out.

    >>> from svfix.context import Context
    >>> from svfix.options import Options
    >>> def read(text: str) -> str:
    ...     return apply(text, decoded(text, Context(Options())))
    >>> read("F=F6rslaget f=E5r st=F6d"), read(r"Tv&auml;tten p&aring; b\u00f6rjan")
    ('Förslaget får stöd', 'Tvätten på början')

    What a program reads is left alone, and what may be a value:

    >>> text = "<b>f&ouml;r</b> {'f\\u00f6r'} a.se/f%C3%B6r?f=E5r sätt höjd=E4"
    >>> read(text) == text
    True
    """
    there = context.places(text).characters
    ways = [way for way in CODES if way.mark in there and _is_asked_for(way, context)]
    edits = [edit for way in ways for edit in _by(way, text, context)]
    return context.spared(text, _in_text(text, disjoint(edits))) if edits else []


def _is_asked_for(way: Code, context: Context) -> bool:
    """Whether what is decoded is sure enough: nothing is to wait for an edit that is not made."""
    return confidences()[f"encoding.{way.name}"] >= context.options.min_confidence


def _by(way: Code, text: str, context: Context) -> Iterator[Edit]:
    """The edits that decode what a text has written out in one code."""
    written = pieces(text, way)
    if not any(map(_is_native, written)) or sources.reads(text, way.name):
        return
    found = list(_in_prose(way, text, written))
    known, unknown = _judged(found, context)
    breaks = any(not word.written and word.end - word.start > 1 for word in found)
    plain = len(known) + breaks >= PLAIN
    sure = any(word.sure and word.said in known for word in found)
    if sure and len(known) > len(unknown):
        for word in _consistent(text, found):
            if word.said in known or (plain and not _is_value(word, context)):
                before = text[word.start : word.end]
                yield edit_by(f"encoding.{way.name}", word.start, word.end, before, word.said)


def _is_native(piece: Piece) -> bool:
    return piece.said in KNOWN_BY or bool(piece.said and combining(piece.said[0]))


def _in_prose(way: Code, text: str, written: Sequence[Piece]) -> Iterator[Word]:
    """The words that no program reads; and of other characters those that none may have need of."""
    spans = merged(sources.places(text, way.name))
    plain = "" if way.name == "quoted" and _EQUALS.search(text) else way.plain
    joins = {piece.end for piece in written}
    for word in words(text, written):
        if word.said not in LAYOUT and touched(word.start, word.end, spans):
            continue
        if way.name == "percent":
            apart = word.start not in joins and not text[word.start - 1 : word.start].isalpha()
            brief = apart and word.end - word.start <= BRIEF
            if brief or sources.in_address(text, word.start, word.end):
                continue
        if all(_is_free(character, plain) for character in word.written):
            yield word


def _is_free(character: str, plain: str) -> bool:
    """Whether a character may as well stand in a text as it is."""
    if character.isascii():
        return character in plain
    return character.isprintable() or character == "\xa0"


def _judged(found: Sequence[Word], context: Context) -> tuple[set[str], set[str]]:
    """The words that become known ones by decoding, and those that do not."""
    known: set[str] = set()
    unknown: set[str] = set()
    for word in found:
        beside = word.before, word.behind
        if not _tells(word) or not NO_PROSE.isdisjoint(beside):
            continue
        fits = not QUOTES.issuperset(beside) and _is_known(word.said, context)
        (known if fits else unknown).add(word.said)
    return known, unknown


def _tells(word: Word) -> bool:
    """Whether it is a word with a letter written out that needs it, and so shows how it is done."""
    return word.said.isalpha() and not word.written.isascii()


def _is_known(word: str, context: Context) -> bool:
    """Whether a form with å, ä or ö, say, is a word or a compound, in decent case."""
    if KNOWN_BY.isdisjoint(word) or not 1 < len(word) <= LONGEST or not is_cased(word):
        return False
    return context.is_word(word) or is_compound(word, context.lexicon)


def _is_value(word: Word, context: Context) -> bool:
    """Whether what is no word may be a name and its value: `x=E4`, `bredd=E4`; no `Sandh=F6`."""
    name = word.said[:-1]
    return not word.sure and name != "" and (len(name) == 1 or context.is_word(name))


def _consistent(text: str, found: Sequence[Word]) -> Iterator[Word]:
    """The words in paragraphs with more words that have å, ä and ö written out than not."""
    starts = [0, *(found.end() for found in _PARAGRAPH.finditer(text)), len(text) + 1]
    paragraphs: defaultdict[int, list[Word]] = defaultdict(list)
    for word in found:
        paragraphs[bisect_right(starts, word.start)].append(word)
    for number, group in paragraphs.items():
        paragraph = text[starts[number - 1] : starts[number]]
        coded = {word.said.lower() for word in group if _tells(word)}
        native = {word.lower() for word in _WORD.findall(paragraph) if not NATIVE.isdisjoint(word)}
        if len(coded) > len(native) or not native:
            yield from group


def _in_text(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits whose words are no part of the markup that the text has once all are made.

    None are made in a text with lines of a program.
    """
    after = apply(text, edits)
    if any(code.find(after)):
        return []
    spans = markup.spans(after)
    kept: list[Edit] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        if edit.after in LAYOUT or not touched(start, start + len(edit.after), spans):
            kept.append(edit)
        shift += len(edit.after) - len(edit.before)
    return kept
