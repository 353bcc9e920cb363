"""Specks: dust on the page that an engine read as marks, in and between the words of a sentence.

    om-hur Gud i.vissa fall        →   om hur Gud i vissa fall
    införande. av ett 'nytt system →   införande av ett nytt system

Each of these may be what the page has: a name with a point in it, an odd compound, a quotation.
Together they tell: clean text has few, and not of several kinds.  So what the rules find is weighed
before it is made (`weigh`), unless the text is known to be damaged.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.lexicon.store import GRAMMAR
from svfix.text.line_breaks import SUSPENDED_BEFORE
from svfix.text.places import ALONE, DIGIT, LETTER, LOWER, MARK, SMALL, SPACE, Sought

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svfix.context import Context
    from svfix.evidence import PageEvidence

SURE = 6.0
"""From what evidence on (nats: 400 to 1) marks out of place are specks."""

EVIDENCE = {"space": 3.4, "stop": 3.5, "opening": 4.0, "before": 2.3, "double": 1.5, "word": 2.0}
"""ln of how much oftener each rule finds a place in the OCR that the engines' channels were learned
from than in clean text (64 and 2 in 100,000 words for `space`); `word` is a word that was mended,
and `lone` marks, which some write so, are none."""

PER_WORD = 2e-3
"""Evidence that each word takes away: so many places are expected of misread text."""

MENDED = 2
"""How many words the decoder mended count as evidence; it mends some in most texts with names."""

DRAWN = 1.5
"""From what attraction on (nats) between two words no stop stands between them."""

IDIOM, USUAL = 5.0, -10.0
"""Attraction (nats) between two words, and ln of how common the first one is, from which on they
are an idiom (`bland annat`, `per timme`); `cad-arbetsplats` and `make-up` are not."""

NAME = 0.8
"""From what share of its capitals on a word is a name."""

REACH = 60
"""Characters of a word that are looked at."""

COMMON = -7.0
"""The ln of its share of all words from which on one of two letters is no abbreviation: `s.k.`."""

# Words that do not end a clause, and those of them that do not even end a line or list something.
_GOES_ON = frozenset("att och i på av en ett för till från vid eller samt".split())
_OPEN = _GOES_ON | frozenset(
    """med den det de som hos mot under över utan inom genom enligt mellan efter före kring men när
    där hur vi jag man sin sitt sina denna detta dessa vilken vilket vilka inte är var har hade kan
    ska skall vill får måste blir vår vårt våra din ditt mitt min""".split()
)
_APART = frozenset(  # words of no compound, left or right of its hyphen
    """att och som den det de är var har inte när där eller men ett från också denna detta dessa sin
    sitt sina blir hade måste""".split()
)
_PRONOUNS = frozenset("vi jag du han hon ni man".split())  # `vi-känsla`, but `vi-se`
_NEVER_LAST = (_APART | _PRONOUNS | GRAMMAR) - SUSPENDED_BEFORE  # of compounds
_SUFFIXES = frozenset("s n t en er ar et na ns are arna erna ens ets".split())
_ENDINGS = {".": frozenset("se nu com org net eu fi no dk info xml json html pdf bin txt".split())}
"""What stands right of a mark and belongs to it: of addresses and files; of abbreviations."""

_LONE = r"(?:(?<=[.!?,;:] )\.|[:;'’‘`>©]|[;'’‘`>]{2}|:[.;]|\.:)"
_LONES = (
    Sought(re.compile(rf"(?<=[^\s|])[ ]{_LONE}(?=\r?\n|\Z|[ ](?![A-ZÅÄÖ\d]))"), ALONE, lead=1),
    Sought(re.compile(rf"(?<=[.!?,;:])[ ]{_LONE}(?=[ ][A-ZÅÄÖ])"), ALONE, lead=1),
    Sought(re.compile(rf"(?:(?<=\n)|\A)(?:\.|{_LONE})[ ](?=[^\W_])"), ALONE),
    Sought(re.compile(r"[ ]_+(?<=\w[ ]_)(?=\r?\n|\Z)"), ALONE, lead=1),
)
_DASHED = Sought(re.compile(r"^_+[ ]?(?=([^\W\d_]{2,}))", re.MULTILINE), (SPACE, MARK))
_BEFORE = Sought(
    re.compile(rf"[.:](?<=[{SMALL},]\s.)[.:]*(?=([{SMALL}]+)(?![\w.-]))"),
    (SPACE, MARK, LOWER | MARK),
)
_OPENING = Sought(
    re.compile(r"['‘](?<!\S.)(?<!:\s.)(?=[^\W\d_]{2})(?![\s\S]{0,120}[^\W_]['’`](?![^\W_]))"),
    (SPACE, MARK, LETTER),
)
_CLOSING = re.compile(r"['’](?<=[^\W_].)(?!\w)|['’](?<=[^\W_][.,!?;].)")
_DOUBLE = Sought(
    re.compile(rf"\.(?<=[{SMALL}]{{2}}\.\.)(?=\r?\n|\Z|[ ][A-ZÅÄÖ])"), (MARK, MARK, SPACE)
)
_STOP = Sought(
    re.compile(rf"[.:](?<=[{SMALL}].)(?=([ ]|\r?\n)([{SMALL}]{{4,}}|[{SMALL}]+(?![.)]))\b)"),
    (LOWER, MARK, SPACE, LOWER | SPACE),
)
_FIGURE = Sought(re.compile(rf"[.'’](?<=[{SMALL}].)(?=\d)"), (LOWER, MARK, DIGIT))
_WORD = re.compile(rf"(?<![\w.])(?:[^\W\d_])?[{SMALL}]+\Z")
_ROMAN = re.compile(r"[ivx]{3,}|i[ivx]|xi?")
_JOINT = Sought(
    re.compile(rf"[-.'’‘:_,](?<=[{SMALL}IÅÖ].)(?=[-.:_'’,]?[{SMALL}]|(?<=-)[A-ZÅÄÖ])"),
    (LETTER, MARK, LETTER | MARK),
)
# Two words and one or two marks, in a chunk of their own: `self.start)` is code.
_BETWEEN = re.compile(
    rf"[(\"”“]?(?<!\d\s)((?:[^\W\d_])?[{SMALL}]+|[IÅÖ])"
    rf"([.'’‘:-]|(?!(.)\3|,'|\._)[-.:_'’,]{{2}})((?<=-)[A-ZÅÄÖ]+[{SMALL}]*|[{SMALL}]+)"
    rf"(?=[.,;:!?)\"”]*(?:\s|\Z)|-[{SMALL}])"
)


def propose(text: str, context: Context, evidence: PageEvidence) -> tuple[list[Edit], PageEvidence]:
    """Propose to take specks out of sentences, in damaged texts or where many are found.

    Finds out that a text is `damaged` if they tell.  Returns edits tagged ``specks.<rule>``.
    """
    known = evidence.misread
    if evidence.profile is not None and evidence.profile.marks:
        return [], evidence  # where marks stand for letters they tell nothing
    edits = [edit for rule in RULES for edit in rule(text, context, evidence)]
    found = context.swedish(text, edits)
    told = context.options.profile is None and weigh(found, text, evidence.repaired) >= SURE
    if not found or not (known or told):
        return [], evidence
    kept = found if known else [e for e in found if e.rule != "specks.lone"]
    return disjoint(kept), replace(evidence, damaged=True)


def lookback(pattern: re.Pattern[str], text: str, place: int) -> re.Match[str] | None:
    """What a pattern finds that ends at a place, such as the word before it."""
    return pattern.search(text, max(0, place - REACH), place)


def ends(word: str, context: Context) -> bool:
    """Whether a word may be the last of a clause: it is none whose point belongs to it."""
    return context.is_word(word) and not context.is_word(word + ".")


def disjoint(edits: list[Edit]) -> list[Edit]:
    """The edits in order, without those that touch the one before."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or kept[-1].end < edit.start:
            kept.append(edit)
    return kept


def weigh(edits: list[Edit], text: str, repaired: int) -> float:
    """How much places for specks speak for a misread text (nats); each is counted once.

    A name that comes again and again, `go'vänner`, tells no more than once.
    """
    places = {(e.rule, text[max(0, e.start - 4) : e.end + 4]) for e in edits}
    told = sum(EVIDENCE.get(rule.partition(".")[2], 0.0) for rule, _ in places)
    told += EVIDENCE["word"] * min(MENDED, repaired)
    return told - PER_WORD * (text.count(" ") + text.count("\n"))


def lone(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A mark by itself that no Swedish text has there: `och : så`; `_` before a whole word.

    A text that parts all marks from the words, `sade : ja , nu .`, keeps them, and so does a
    paragraph that is quoted (`> ja`).
    """
    places = context.places(text)
    for sought in _LONES:
        for found in places.find(sought):
            if not places.tokenised and not quoted(text, found):
                yield _edit(found, "", "lone", 0.9)
    for found in places.find(_DASHED):
        if context.is_word(found[1]):
            yield _edit(found, "", "lone", 0.9)


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
            yield _edit(found, "", "before", 0.95)


def opening(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A single quote that nothing closes, in a text that does not quote so: `det ‘nu`."""
    found = list(context.places(text).find(_OPENING))
    if found and len(_CLOSING.findall(text)) <= len(found):
        for quote in found:
            yield _edit(quote, "", "opening", 0.97)


def double(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A second stop at the end of a sentence: `så.. Men`. Three make an ellipsis."""
    for found in context.places(text).find(_DOUBLE):
        yield _edit(found, "", "double", 0.6)


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
            drawn = len(left) > 1 and context.lexicon.drawn(left, after) >= DRAWN
            speck = left in _OPEN or (drawn and not _ROMAN.fullmatch(left))
        else:
            speck = word in _GOES_ON
        if speck:
            yield _edit(found, "", "stop", 0.85)


def space(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A mark between two whole words was a speck in the space between them: `om.hur`, `i-vissa`.

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
            yield Edit(found.end(2), found.end(2), "", " ", "specks.suspended", 0.98)
        elif is_speck(left, mark, right, text.startswith("-", found.end()), context, evidence):
            yield Edit(*found.span(2), mark, " ", "specks.space", 0.98)


def is_speck(
    left: str, mark: str, right: str, goes_on: bool, context: Context, evidence: PageEvidence
) -> bool:
    """Whether a mark between two words was a speck; `goes_on` says that a hyphen stands behind.

    A point and a hyphen are an abbreviation's in a text that was not misread: `Mek.-tekn. avd.`
    """
    if mark == "-":
        return apart(left, right, context) and not goes_on
    if mark == ".-" and not evidence.misread:
        return False
    if len(mark) > 1 or right in _ENDINGS.get(mark, _SUFFIXES):
        return len(mark) > 1
    if len(right) < 3 and context.lexicon.logp(right) < COMMON:
        return False
    return evidence.misread or mark == ":" or context.lexicon.drawn(left, right) != 0


def figure(text: str, context: Context, evidence: PageEvidence) -> Iterator[Edit]:
    """A mark between a word and a figure was a speck in the space between them: `den.1 december`.

    Abbreviations keep their points: `kap.3`.
    """
    for found in context.places(text).find(_FIGURE):
        left = lookback(_WORD, text, found.start())
        word = left[0].lower() if left else ""
        if word in _OPEN or (found[0] != "." and len(word) > 2 and context.is_word(word)):
            yield _edit(found, " ", "figure", 0.95)


RULES: tuple[Callable[[str, Context, PageEvidence], Iterator[Edit]], ...] = (
    lone,
    before,
    opening,
    double,
    stop,
    space,
    figure,
)


def apart(left: str, right: str, context: Context) -> bool:
    """Whether two words with a hyphen between them are no compound: `om-hur`, `per-timme`."""
    if left.lower() in _APART or right in _NEVER_LAST:
        return True
    if left.lower() in _PRONOUNS:
        return context.lexicon.drawn(left, right) > 0
    if right[0].isupper():
        return left.lower() in GRAMMAR and context.lexicon.capitalised(right) >= NAME
    idiom = left.islower() and context.lexicon.logp(left) > USUAL
    if idiom and context.lexicon.drawn(left, right) >= IDIOM:
        return True
    return context.lexicon.apart(left, right)


def loses_spaces(context: Context, evidence: PageEvidence) -> bool:
    """Whether the profile is of an engine that often runs words together."""
    if evidence.profile is None:
        return False
    from svfix.decoder.gaps import OFTEN

    return evidence.profile.channel(context.lexicon).lost_space <= OFTEN


def _edit(found: re.Match[str], after: str, rule: str, confidence: float) -> Edit:
    return Edit(*found.span(), found[0], after, f"specks.{rule}", confidence)
