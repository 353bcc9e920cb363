"""Evidence: what speaks for each candidate of a place, by itself and from what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from svfix.alignment.folding import bare
from svfix.channel.segmentation import Segmenter
from svfix.decoder.rate import logit
from svfix.merging import signs
from svfix.merging.language import Around, Language, core, ends_sentence
from svfix.merging.places import Kind, Place

LEAST_RATE, MOST_RATE = 0.0005, 0.3  # of words wrong that a reading is taken to have
LEAST_SURE, MOST_SURE = 0.5, 0.995  # confidence of an edit that is made
DEAREST = 14.0  # nats that one reading may say against a candidate
LONGEST = 12  # letters of words that only some have


@dataclass(frozen=True)
class Witness:
    """The channel that a reading was misread by, and the share of its words that is wrong.

    `marks` is the share of its words that have wrong marks, `damage` that of those that were
    wrong before it was repaired, as far as it tells by itself, `accents` that of the words whose
    diacritics go much worse than those of another reading.
    """

    under: Segmenter
    rate: float
    marks: float
    damage: float
    accents: float = 0.0

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
    case: float  # log P of its capitals where it stands, nats
    elsewhere: int  # places of the page where all readings agree on it
    bare: str  # the text without diacritics
    mark: int
    fits: float  # how well it goes with what stands behind it, from -1 to 1, of marks
    often: int = 0  # places where the readings differ just so
    damage: float = 1.0  # the share of words wrong as read of the best reading for it
    rate: float = 1.0  # the share of words wrong of the best reading for it
    cloze: float | None = None  # how well it fits among the words around (nats), if that is known
    address: int = 0  # 1 of an address, -1 of what would be one
    foreign: int = 0  # letters with marks that Swedish does not know
    confused: bool = False  # it has letters that look like figures among its figures
    stray: int = 0  # marks where none stand, or words with such marks
    accents: float = 0.0  # as `odd`, where the language asks for other diacritics alone

    @property
    def weight(self) -> tuple[float, float, float]:
        """How much speaks for it, to compare it with others."""
        return self.as_read + self.repaired, self.channel, self.language


def of_itself(
    place: Place,
    text: str,
    has: str,
    language: Language,
    around: Around,
    often: int,
    page: Counter[str],
) -> Evidence:
    """What a candidate is by itself, and what the language says of it.

    `has` is what the first reading has there, with its marks; `page` is how often each word stands
    on the page where all readings agree.
    """
    marks = place.kind is Kind.MARKS
    address, word = signs.address(text), core(has)
    ends = place.part == 1 and ends_sentence(has)
    quoted = place.part == 1 and not has[0].isalnum()
    if not marks:
        says = language.logp(around[0], text, around[1], ends) + DEAREST * address
    else:
        says = signs.flow(text, word, around, language) if place.part == 2 else 0.0
    return Evidence(
        channel=0.0,
        language=says,
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
        case=0.0 if marks or quoted else signs.case(text, around[0], language),
        elsewhere=0 if marks else min((page[core(word)] for word in text.split()), default=0),
        bare=bare(text),
        mark=signs.mark(text),
        fits=signs.fit(text, word, around[1], language) if place.part == 2 else 0.0,
        often=often,
        address=address,
        foreign=signs.foreign(text),
        confused=signs.confused(text),
        stray=signs.stray_marks(text, place.part or 0) if marks else signs.stray(text),
    )


def testified(
    place: Place, text: str, itself: Evidence, witnesses: Sequence[Witness], odd: Sequence[float]
) -> Evidence:
    """What the readings say of a candidate, beside what it is by itself."""
    as_read = repaired = channel = 0.0
    lacks = extra = 0
    rate = damage = least_odd = accents = 1.0
    rows = zip(place.heard, place.said, place.observed, place.sure, strict=True)
    for which, said, observed, sure in rows:
        witness, strange = witnesses[which], odd[which]
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
        damage, accents = min(damage, witness.damage), min(accents, witness.accents)
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
        damage=damage,
        accents=accents,
    )


def log_odds_right(rate: float) -> float:
    """The log-odds that a word is right where a reading with such a rate was not repaired."""
    return -logit(min(max(rate, LEAST_RATE), MOST_RATE))


def log_odds_repaired(sure: float) -> float:
    """The log-odds that a repaired word is right."""
    return logit(min(max(sure, LEAST_SURE), MOST_SURE))
