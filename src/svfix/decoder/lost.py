"""Lost letters: words of which some letters were lost on the way, and what they may have been.

Where å, ä and ö had no character, one mark stands for each of them, and all else is right.  So the
channel is known: the mark is any of the letters that get lost, and each other character is itself.
"""

from __future__ import annotations

import math
from array import array
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from svfix.channel.engines import identities
from svfix.channel.model import Channel, Rules
from svfix.lexicon.languages import LEAST, MOST, UNIT, UNSEEN, misreadings
from svfix.search.candidates import NARROW, find

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon

STAND_IN = "ꟷ"
"""A letter of no word, of no case, which stands for each letter that was lost."""

REPLACEMENT = "\ufffd"
"""The mark that Unicode has for it."""

LETTERS = "åäöéüèà"
"""What gets lost: what Swedish has beyond ASCII."""

KEPT = 1000.0  # nats of a lost space: such a text loses none
NOWHERE = math.log(UNSEEN)  # log P of a word that Swedish does not have


@cache
def channel() -> Channel:
    """What stands there for what, in a text that lost its letters."""
    lost = {(each, STAND_IN) for letter in LETTERS for each in (letter, letter.upper())}
    rules = Rules.of(identities() | lost)
    return Channel(rules, array("f", bytes(4 * len(rules))), KEPT)


def likeliest(forms: list[str], lexicon: Lexicon) -> dict[str, float]:
    """log P of the likeliest word or compound that fits each form, if there is one.

    >>> from svfix import lexicon
    >>> sorted(likeliest(["fꟷr", "kꟷld", "xꟷq"], lexicon.default()))
    ['fꟷr', 'kꟷld']
    """
    if not forms:
        return {}
    found = find(lexicon, channel(), forms, NARROW)
    best: dict[str, float] = {}
    for form, score in zip(found.form, found.score, strict=True):
        best.setdefault(forms[form], score)
    return best


def evidence(forms: list[str], lexicon: Lexicon) -> Any:
    """How much likelier (nats, 64 bits: form, language) forms are in others than in Swedish.

    Each is taken for the likeliest word that fits it there; what fits nowhere says nothing, and
    what fits in Swedish alone speaks for that.

    >>> from svfix import lexicon
    >>> words = lexicon.default()
    >>> german = words.languages.names.index("de")
    >>> said = evidence(["schꟷn", "nꟷmnd", "xꟷq"], words)
    >>> [bool(said[form, german] > 0) for form in range(3)]
    [True, False, False]
    """
    languages, words = lexicon.languages, foreign(lexicon)
    steps, width = languages.steps, len(languages.names)
    said = array("d")
    ours = likeliest(forms, lexicon)
    for form in forms:
        known, there = ours.get(form), words.get(form, ())
        if known is None and not there:
            said.extend([0.0] * width)
            continue
        theirs, most = list(languages.floor), MOST if there else 0.0
        for word in there:
            row, swedish = languages.row[word], as_swedish(word, form, lexicon)
            for name in range(width):
                theirs[name] = max(theirs[name], steps[row, name] * UNIT + swedish)
        least = NOWHERE if known is None else known
        said.extend(min(max(logp - least, LEAST), most) for logp in theirs)
    return memoryview(said).cast("B").cast("d", (len(forms), width))


def as_swedish(word: str, form: str, lexicon: Lexicon) -> float:
    """log P that a word of another language, which fits a form, is met in Swedish.

    It may be a Swedish word that was misread, as `für` is `för` to some engines.
    """
    read_as = misread(lexicon)
    found = [NOWHERE, lexicon.logp(word)]
    if form.count(STAND_IN) == 1:
        seen = word[form.index(STAND_IN)]
        found += [
            lexicon.logp(form.replace(STAND_IN, letter)) + math.log(shares[seen])
            for letter, shares in read_as.items()
            if seen in shares
        ]
    return max(found)


@lru_cache(maxsize=1)
def misread(lexicon: Lexicon) -> dict[str, dict[str, float]]:
    """What engines read å, ä and ö as, and how often."""
    return misreadings(lexicon.confusions)


@lru_cache(maxsize=1)
def foreign(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The words of other languages with letters that get lost, by their forms without them."""
    table: dict[str, tuple[str, ...]] = {}
    for word in lexicon.languages.row:
        if not word.isascii():
            form = "".join(c if c.isascii() else STAND_IN for c in word)
            table[form] = (*table.get(form, ()), word)
    return table
