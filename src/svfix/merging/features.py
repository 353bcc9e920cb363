"""Features: what tells of each candidate whether it stood on the page.

Each is told beside its rival, the one of the others that the readings speak for most. The trees of
`choice` weigh them; that they weigh what engines say together less than the sum of what each says
alone is how far engines err together, as they learned it from pages that several engines read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svfix.decoder.rate import logit
from svfix.merging.language import Language
from svfix.merging.places import Place

LEAST_RATE, MOST_RATE = 0.0005, 0.3  # of words wrong that a reading is taken to have
LEAST_SURE, MOST_SURE = 0.5, 0.995  # confidence of an edit that is made
DEAREST = 14.0  # nats that one reading may say against a candidate
WIDEST = 25.0  # nats that the language may say
LONGEST = 12  # letters of words that only some have

OWN = (
    "channel", "listed", "votes", "as_read", "repaired", "observed", "is_base", "is_new", "words",
    "letters", "figures", "lacks", "extra", "opening", "closing", "mark", "fits", "often",
)  # fmt: skip
BESIDE = (
    "channel", "language", "listed", "votes", "as_read", "repaired", "observed", "odd", "letters",
    "fits", "rate",
)  # fmt: skip
RIVAL = ("as_read", "repaired", "is_base", "words", "mark")
PLACE = ("readings", "candidates", "in_case", "after_stop", "before_capital", "ends_line", "part")
NAMES = (
    *OWN,
    *(f"{name}_beyond" for name in BESIDE),
    *(f"{name}_of_rival" for name in RIVAL),
    *PLACE,
)
"""The features, by column: of a candidate, how far it is beyond its rival, and of its place."""

MARKS = ("", ".", ",", ":", ";", "-", '"', "'", "!", "?", "(", ")", "...")
"""Marks by number, from 0; others are as many as these."""

STOPS = frozenset(".!?")


@dataclass(frozen=True)
class Evidence:
    """What the readings and the language say of one candidate."""

    channel: float  # log P(observed | candidate), nats, of all readings
    language: float  # log P in context, nats
    listed: int
    votes: int  # readings that say so
    as_read: float  # log-odds that these are right, of those that were not repaired there
    repaired: float  # and of those that were
    observed: int  # readings that had observed it
    is_base: bool
    is_new: bool  # no reading says or had observed it
    words: int
    letters: int
    figures: bool
    lacks: int  # readings that have nothing where the candidate has something
    extra: int  # letters of readings where the candidate has nothing
    odd: float  # of the readings for it, the share of places where the language is against them
    opening: bool  # a capital where none is to be expected
    closing: bool  # a small letter where a capital is to be expected
    mark: int
    fits: float  # how well it goes with what stands behind it, from -1 to 1, of marks
    often: int = 0  # places where the readings differ just so
    rate: float = 1.0  # the share of words wrong of the best reading for it

    @property
    def weight(self) -> tuple[float, float, float]:
        """How much speaks for it, to compare it with others."""
        return self.as_read + self.repaired, self.channel, self.language


def rows(
    evidence: Sequence[Evidence],
    place: Place,
    around: tuple[Sequence[str], Sequence[str]],
    ends_line: bool,
) -> list[list[float]]:
    """The features of each candidate of a place; `around` are the words before and behind it."""
    before, behind = around
    about = {
        "readings": len(place.said),
        "candidates": len(evidence),
        "after_stop": not before or before[-1][-1:] in ".!?:",
        "before_capital": any(map(str.isupper, behind[0][:2])) if behind else 2,
        "ends_line": ends_line,
        "part": 3 if place.part is None else place.part,
    }
    found = []
    for i, one in enumerate(evidence):
        others = [*evidence[:i], *evidence[i + 1 :]]
        rival = max(others, key=lambda other: other.weight, default=one)
        about["in_case"] = (
            one.letters == rival.letters
            and one.listed == rival.listed
            and (one.opening != rival.opening or one.closing != rival.closing)
        )
        row = [float(getattr(one, name)) for name in OWN]
        row += [clipped(getattr(one, name) - getattr(rival, name)) for name in BESIDE]
        row += [float(getattr(rival, name)) for name in RIVAL]
        row += [float(about[name]) for name in PLACE]
        found.append(row)
    return found


def clipped(nats: float) -> float:
    return max(-WIDEST, min(WIDEST, float(nats)))


def log_odds_right(rate: float) -> float:
    """The log-odds that a word is right where a reading with such a rate was not repaired."""
    return -logit(min(max(rate, LEAST_RATE), MOST_RATE))


def log_odds_repaired(sure: float) -> float:
    """The log-odds that a repaired word is right."""
    return logit(min(max(sure, LEAST_SURE), MOST_SURE))


def capital(text: str, before: Sequence[str], language: Language) -> tuple[bool, bool]:
    """Whether a text begins with a capital where none is to be expected, or lacks one that is."""
    first = next(filter(str.isalnum, text), "")
    if not first.isalpha():
        return False, False
    opens = not before or before[-1][-1:] in '.!?:"'
    named = language.vocabulary.lexicon.capitalised(text.split()[0].strip(".,:;!?()\"'")) > 0.5
    if first.isupper():
        return not (opens or named), False
    return False, named or bool(before and before[-1][-1:] in ".!?")


def mark(text: str) -> int:
    """The number of marks among `MARKS`."""
    return MARKS.index(text) if text in MARKS else len(MARKS)


def fit(marks: str, word: str, behind: Sequence[str], language: Language) -> float:
    """How well marks go with what is behind them: -1 as badly as can be, 1 as well, 0 as may be.

    Behind a stop there is a capital, and where a word that has none of its own has one there is a
    stop before it. That says nothing of figures and abbreviations, nor of dots in a row.
    """
    if "..." in marks or any(c == "." or c.isdigit() for c in word):
        return 0.0
    following = next((word for word in behind if any(map(str.isalpha, word))), "")
    first = next(filter(str.isalpha, following), "")
    if not first:
        return 0.0
    opens = -1.0
    if first.isupper():
        word, lexicon = following.strip(".,:;!?()\"'"), language.vocabulary.lexicon
        opens = 1 - lexicon.capitalised(word) if lexicon.is_word(word) else 0.0
    return opens if STOPS.intersection(marks) else -opens
