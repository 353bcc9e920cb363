"""Marks in sentences where none can stand: `och : så`, `leva, .våga`, `det ‘nu`, `så.. Men`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.passes.rules import edit_by
from svfix.patterns import pattern
from svfix.text.places import ALONE, LETTER, LOWER, MARK, SMALL, SPACE, Sought

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svfix.context import Context
    from svfix.evidence import PageEvidence
    from svfix.text.places import Places

QUOTED = 120
"""How many characters a quotation in single quotes may have."""

_LONE = r"(?:(?<=[.!?,;:] )\.|[:;'’‘`>©]|[;'’‘`>]{2}|:[.;]|\.:)"
_LONES = (
    Sought(pattern(rf"(?<=[^\s|])[ ]{_LONE}(?=\r?\n|\Z|[ ](?![A-ZÅÄÖ\d]))"), ALONE, lead=1),
    Sought(pattern(rf"(?<=[.!?,;:])[ ]{_LONE}(?=[ ][A-ZÅÄÖ])"), ALONE, lead=1),
    Sought(pattern(rf"(?:(?<=\n)|\A)(?:\.|{_LONE})[ ](?=[^\W_])"), ALONE),
    Sought(pattern(r"[ ]_+(?<=\w[ ]_)(?=\r?\n|\Z)"), ALONE, lead=1),
)
_DASHED = Sought(pattern(r"^_+[ ]?(?=([^\W\d_]{2,}))", re.MULTILINE), (SPACE, MARK))
_BEFORE = Sought(
    pattern(rf"[.:](?<=[{SMALL},]\s.)[.:]*(?=([{SMALL}]+)(?![\w.-]))"),
    (SPACE, MARK, LOWER | MARK),
)
_OPENING = Sought(
    pattern(r"['‘](?<!\S.)(?<!:\s.)(?=[^\W\d_]{2})"),
    (SPACE, MARK, LETTER),
)
_END_QUOTE = pattern(r"[^\W_]['’`](?![^\W_])")
_CLOSING = pattern(r"['’](?<=[^\W_].)(?!\w)|['’](?<=[^\W_][.,!?;].)")
_DOUBLE = Sought(
    pattern(rf"\.(?<=[{SMALL}]{{2}}\.\.)(?=\r?\n|\Z|[ ][A-ZÅÄÖ])"), (MARK, MARK, SPACE)
)


def may_tell(places: Places) -> bool:
    """Whether any of the rules below but `lone` may find something."""
    quoted = not places.characters.isdisjoint("'‘")
    return quoted or ".." in places.text or bool(places.where(*_BEFORE.around))


def lone(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A mark by itself that no Swedish text has there: `och : så`; `_` before a whole word.

    A text that parts all marks from the words, `sade : ja , nu .`, keeps them, and so does a
    paragraph that is quoted (`> ja`).
    """
    places = context.places(text)
    for sought in _LONES:
        for found in places.find(sought):
            if not places.tokenised and not quoted(text, found):
                yield _edit(found, "", "lone")
    for found in places.find(_DASHED):
        if context.is_word(found[1]):
            yield _edit(found, "", "lone")


def quoted(text: str, mark: re.Match[str]) -> bool:
    r"""Whether a mark begins a paragraph, or a line below one that begins with it, as quotes do.

    >>> [quoted(text, re.search("> ", text)) for text in ("Ja\n\n> nej", "så\n> nej")]
    [True, False]
    """
    if not mark[0].startswith(">") or text[mark.start() - 1 : mark.start()].strip("\n"):
        return False
    end = max(0, mark.start() - 1)
    above = text[text.rfind("\n", 0, end) + 1 : end].strip()
    return not above or above.startswith(">")


def before(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A mark at the beginning of a word in mid-sentence: `leva, .våga`."""
    for found in context.places(text).find(_BEFORE):
        if context.is_word(found[1]):
            yield _edit(found, "", "before")


def opening(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A single quote that nothing closes, in a text that does not quote so: `det ‘nu`."""
    if "'" not in text and "‘" not in text:
        return
    found = [
        quote for quote in context.places(text).find(_OPENING) if not is_closed(text, quote.end())
    ]
    if found and len(_CLOSING.findall(text)) <= len(found):
        for quote in found:
            yield _edit(quote, "", "opening")


def is_closed(text: str, start: int) -> bool:
    """Whether a single quote is closed that opened a quotation which begins at a place."""
    end = _END_QUOTE.search(text, start, start + QUOTED + 3)  # its two characters, and one more
    return end is not None and end.start() <= start + QUOTED


def double(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A second stop at the end of a sentence: `så.. Men`. Three make an ellipsis."""
    for found in context.places(text).find(_DOUBLE) if ".." in text else ():
        yield _edit(found, "", "double")


def _edit(found: re.Match[str], after: str, rule: str) -> Edit:
    return edit_by(f"debris.{rule}", *found.span(), found[0], after)
