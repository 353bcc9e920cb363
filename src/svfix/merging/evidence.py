"""Evidence: what speaks for each candidate of a place, by itself and from what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from svfix.channel.segmentation import Segmenter
from svfix.decoder.rate import logit
from svfix.merging import signs
from svfix.merging.language import Language
from svfix.merging.places import Kind, Place

LEAST_RATE, MOST_RATE = 0.0005, 0.3  # of words wrong that a reading is taken to have
LEAST_SURE, MOST_SURE = 0.5, 0.995  # confidence of an edit that is made
DEAREST = 14.0  # nats that one reading may say against a candidate
LONGEST = 12  # letters of words that only some have

Around = tuple[Sequence[str], Sequence[str]]  # the words before a place and behind it


@dataclass(frozen=True)
class Witness:
    """The channel that a reading was misread by, and the share of its words that is wrong.

    `marks` is the share of its words that have wrong marks.
    """

    under: Segmenter
    rate: float
    marks: float

    def of(self, kind: Kind) -> float:
        """The share of places of a kind where the reading is wrong."""
        return self.marks if kind is Kind.MARKS else self.rate


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
    cloze: float | None = None  # how well it fits among the words around (nats), if that is known
    address: int = 0  # 1 of an address, -1 of what would be one

    @property
    def weight(self) -> tuple[float, float, float]:
        """How much speaks for it, to compare it with others."""
        return self.as_read + self.repaired, self.channel, self.language


def of_itself(
    place: Place, text: str, word: str, language: Language, around: Around, often: int
) -> Evidence:
    """What a candidate is by itself, and what the language says of it.

    `word` is what the first reading has there, without its marks.
    """
    marks = place.kind is Kind.MARKS
    opening, closing = (False, False) if marks else signs.capital(text, around[0], language)
    return Evidence(
        channel=0.0,
        language=0.0 if marks else language.logp(around[0], text, around[1]),
        listed=0 if marks else language.listed(text),
        votes=place.said.count(text),
        as_read=0.0,
        repaired=0.0,
        observed=place.observed.count(text),
        is_base=text == place.said[0],
        is_new=text not in place.said and text not in place.observed,
        words=len(text.split()),
        letters=len(text),
        figures=signs.figures(text),
        lacks=0,
        extra=0,
        odd=0.0,
        opening=opening,
        closing=closing,
        mark=signs.mark(text),
        fits=signs.fit(text, word, around[1], language) if place.part == 2 else 0.0,
        often=often,
        address=signs.address(text),
    )


def testified(
    place: Place, text: str, itself: Evidence, witnesses: Sequence[Witness], odd: Sequence[float]
) -> Evidence:
    """What the readings say of a candidate, beside what it is by itself."""
    as_read = repaired = channel = 0.0
    lacks = extra = 0
    rate = least_odd = 1.0
    rows = zip(witnesses, place.said, place.observed, place.sure, odd, strict=True)
    for witness, said, observed, sure, strange in rows:
        if text and observed:
            channel -= min(witness.under.cost(text, observed), DEAREST)
        elif text:
            lacks += 1
        else:
            extra += min(len(observed), LONGEST)
        if said != text:
            continue
        share = witness.of(place.kind)
        rate, least_odd = min(rate, share), min(least_odd, strange)
        if said == observed:
            as_read += log_odds_right(share)
        else:
            repaired += log_odds_repaired(sure)
    return replace(
        itself,
        channel=channel,
        as_read=as_read,
        repaired=repaired,
        lacks=lacks,
        extra=extra,
        odd=least_odd,
        rate=rate,
    )


def log_odds_right(rate: float) -> float:
    """The log-odds that a word is right where a reading with such a rate was not repaired."""
    return -logit(min(max(rate, LEAST_RATE), MOST_RATE))


def log_odds_repaired(sure: float) -> float:
    """The log-odds that a repaired word is right."""
    return logit(min(max(sure, LEAST_SURE), MOST_SURE))
