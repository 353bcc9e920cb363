"""Marks between words that belong together: `införande. av`, `om.hur`, `den.1 december`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.lexicon.store import GRAMMAR
from svfix.passes.matching import DRAWN, NAME, REACH, ends, lookback
from svfix.passes.rules import edit_by, word_list
from svfix.patterns import pattern
from svfix.text.line_breaks import SUSPENDED_BEFORE
from svfix.text.places import DIGIT, LETTER, LOWER, MARK, SMALL, SPACE, Sought

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svfix.context import Context
    from svfix.evidence import PageEvidence
    from svfix.text.places import Places

IDIOM, USUAL = 5.0, -10.0
"""Attraction (nats) between two words, and ln of how common the first one is, from which on they
are an idiom (`bland annat`, `per timme`); `cad-arbetsplats` and `make-up` are not."""

COMMON = -7.0
"""The ln of its share of all words from which on one of two letters is no abbreviation: `s.k.`."""

GOES_ON = word_list("goes_on")
OPEN = GOES_ON | word_list("open")
NEVER_COMPOUND = word_list("never_compound")
PRONOUNS = word_list("pronouns")
NEVER_LAST = (NEVER_COMPOUND | PRONOUNS | GRAMMAR) - SUSPENDED_BEFORE  # of compounds
SUFFIXES = word_list("suffixes")  # what stands right of a mark and belongs to it
DOMAINS = word_list("domains")  # the same of a point

_STOP = Sought(
    pattern(rf"[.:](?<=[{SMALL}].)(?=([ ]|\r?\n)([{SMALL}]{{4,}}|[{SMALL}]+(?![.)]))\b)"),
    (LOWER, MARK, SPACE, LOWER | SPACE),
)
_FIGURE = Sought(pattern(rf"[.'’](?<=[{SMALL}].)(?=\d)"), (LOWER, MARK, DIGIT))
_WORD = pattern(rf"(?<![\w.])(?:[^\W\d_])?[{SMALL}]+\Z")
_ROMAN = pattern(r"[ivx]{3,}|i[ivx]|xi?")
_JOINT = Sought(
    pattern(rf"[-.'’‘:_,](?<=[{SMALL}IÅÖ].)(?=[-.:_'’,]?[{SMALL}]|(?<=-)[A-ZÅÄÖ])"),
    (LETTER, MARK, LETTER | MARK),
)
# Two words and one or two marks, in a chunk of their own: `self.start)` is code.
_BETWEEN = pattern(
    rf"[(\"”“]?(?<!\d\s)((?:[^\W\d_])?[{SMALL}]+|[IÅÖ])"
    rf"([.'’‘:-]|(?!(.)\3|,'|\._)[-.:_'’,]{{2}})((?<=-)[A-ZÅÄÖ]+[{SMALL}]*|[{SMALL}]+)"
    rf"(?=[.,;:!?)\"”]*(?:\s|\Z)|-[{SMALL}])"
)


def may_tell(places: Places) -> bool:
    """Whether any of the rules below may find something."""
    last = len(places.text) - 1  # behind which nothing is that these marks stand before
    for sought in (_JOINT, _FIGURE):
        if any(place < last for place in places.where(*sought.around)):
            return True
    stops = places.where(*_STOP.around)
    return any(places.text[place] in ".:" and place < last for place in stops)


def stop(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A stop in mid-sentence, between words that belong together: `med. de`, `införande. av`.

    A colon only behind a word that must go on: `och: det`.  Abbreviations keep their points.
    """
    for found in context.places(text).find(_STOP):
        mark, (gap, after) = found.group(), found.groups()
        before = lookback(_WORD, text, found.start())
        if before is None:
            continue
        word = before.group()
        left = word.lower()
        if word == "i" and mark == "." and not text[: before.start()][-2:-1].islower():
            continue  # of an enumeration
        if not (ends(left, context) and context.is_word(after)):
            continue
        if mark == "." and gap == " ":
            drawn = len(left) > 1 and context.lexicon.pmi(left, after) >= DRAWN
            debris = left in OPEN or (drawn and not _ROMAN.fullmatch(left))
        else:
            debris = word in GOES_ON
        if debris:
            yield _edit(found, "", "stop")


def space(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A mark between two whole words is debris in the space between them: `om.hur`, `i-vissa`.

    Compounds keep their hyphens (`svensk-norsk`), abbreviations their endings (`tv:n`).  Where the
    engine loses spaces, one is wanting behind a suspended hyphen: `kultur-och`.
    """
    last = -1
    for joint in context.places(text).find(_JOINT):
        chunk = text[max(0, joint.start() - REACH) : joint.start()].rsplit(None, 1)[-1]
        found = _BETWEEN.match(text, joint.start() - len(chunk))
        if found and found.start(2) == last:  # `i.och-kring`: a third word in the chunk
            found = _BETWEEN.match(text, found.start(4))
        if found is None or found.start(2) <= last:
            continue
        last = found.start(2)
        left, mark, _, right = found.groups()
        if context.is_word(text[found.start(1) : found.end()]) or not all(
            map(context.is_word, (left, right))
        ):
            continue
        if mark == "-" and right in SUSPENDED_BEFORE and loses_spaces(context, evidence):
            yield edit_by("debris.suspended", found.end(2), found.end(2), "", " ")
        elif is_debris(left, mark, right, text.startswith("-", found.end()), context, evidence):
            yield edit_by("debris.space", *found.span(2), mark, " ")


def is_debris(
    left: str, mark: str, right: str, goes_on: bool, context: Context, evidence: PageEvidence
) -> bool:
    """Whether a mark between two words is debris; `goes_on` says that a hyphen stands behind.

    A point and a hyphen are an abbreviation's in a text that was not misread: `Mek.-tekn. avd.`
    """
    if mark == "-":
        return apart(left, right, context) and not goes_on
    if mark == ".-" and not evidence.misread:
        return False
    if len(mark) > 1 or right in (DOMAINS if mark == "." else SUFFIXES):
        return len(mark) > 1
    if len(right) < 3 and context.lexicon.logp(right) < COMMON:
        return False
    return evidence.misread or mark == ":" or context.lexicon.pmi(left, right) != 0


def figure(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A mark between a word and a figure is debris in the space between them: `den.1 december`.

    Abbreviations keep their points: `kap.3`.
    """
    for found in context.places(text).find(_FIGURE):
        left = lookback(_WORD, text, found.start())
        word = left[0].lower() if left else ""
        if word in OPEN or (found[0] != "." and len(word) > 2 and context.is_word(word)):
            yield _edit(found, " ", "figure")


def apart(left: str, right: str, context: Context) -> bool:
    """Whether two words with a hyphen between them are no compound: `om-hur`, `per-timme`."""
    if left.lower() in NEVER_COMPOUND or right in NEVER_LAST:
        return True
    if left.lower() in PRONOUNS:
        return context.lexicon.pmi(left, right) > 0
    if right[0].isupper():
        return left.lower() in GRAMMAR and context.lexicon.capitalised(right) >= NAME
    idiom = left.islower() and context.lexicon.logp(left) > USUAL
    if idiom and context.lexicon.pmi(left, right) >= IDIOM:
        return True
    return context.lexicon.apart(left, right)


def loses_spaces(context: Context, evidence: PageEvidence) -> bool:
    """Whether the profile is of an engine that often runs words together."""
    if evidence.profile is None:
        return False
    from svfix.decoder.gaps import OFTEN

    return evidence.profile.channel(context.lexicon).lost_space <= OFTEN


def _edit(found: re.Match[str], after: str, rule: str) -> Edit:
    return edit_by(f"debris.{rule}", *found.span(), found[0], after)
