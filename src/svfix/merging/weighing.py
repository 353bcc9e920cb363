"""Weighing: how likely each candidate of each place is, from all readings at once.

log P(observed₁, observed₂ … | page) is the sum over the readings, each under its own channel; the
channels are told by the words that are known: first those that all readings agree on, then those
that were chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from svfix.channel.segmentation import Segmenter
from svfix.merging import features
from svfix.merging.candidates import candidates
from svfix.merging.channels import estimated
from svfix.merging.features import Evidence
from svfix.merging.language import Language, NEIGHBOURS
from svfix.merging.places import Kind, Parts, Place, places
from svfix.merging.readings import Reading
from svfix.merging.units import Unit
from svfix.search.vocabulary import Vocabulary

ODD = 6.0  # nats by which the language is against what a reading has


@dataclass(frozen=True)
class Weighed:
    """A place with its candidates and the features of each."""

    place: Place
    candidates: list[str]
    evidence: list[Evidence]
    rows: list[list[float]]


def weighed(
    readings: Sequence[Reading], units: Sequence[Unit], vocabulary: Vocabulary
) -> list[Weighed]:
    """The places of a page with what tells of their candidates."""
    found = places(readings, units)
    lexicon = vocabulary.lexicon
    channels = [
        estimated(agreed(readings, units, i), lexicon) for i in range(len(readings))
    ]
    choices = candidates(found, channels, vocabulary)
    language = Language(vocabulary)
    base = readings[0].words.folded
    language.look_up([*base, *(text for choice in choices for text in choice)])
    under = [Segmenter(channel) for channel in channels]
    evidence = []
    for place, choice in zip(found, choices, strict=True):
        around = beside(place, base)
        evidence.append([told(place, text, readings, under, language, around) for text in choice])
    odd = oddness(found, choices, evidence, [max(len(reading), 1) for reading in readings])
    line_ends = ends_of_lines(readings[0])
    result = []
    for place, choice, each in zip(found, choices, evidence, strict=True):
        each = [replace(one, odd=least_odd(place, text, odd)) for text, one in zip(choice, each, strict=True)]
        start, end = place.unit[0]
        rows = features.rows(each, place, beside(place, base), end in line_ends)
        result.append(Weighed(place, choice, each, rows))
    return result


def beside(place: Place, base: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The words before and behind a place."""
    start, end = place.unit[0]
    return base[max(0, start - NEIGHBOURS) : start], base[end : end + NEIGHBOURS]


def agreed(readings: Sequence[Reading], units: Iterable[Unit], which: int) -> Iterator[tuple[str, str]]:
    """The words that all readings agree on, each with what one of them had observed."""
    for unit in units:
        said = {reading.said(span) for reading, span in zip(readings, unit, strict=True)}
        if len(said) > 1:
            continue
        truth = Parts.of(said.pop())
        observed = Parts.of(readings[which].observed(unit[which]))
        if truth and observed:
            yield truth.word, observed.word


def told(
    place: Place,
    text: str,
    readings: Sequence[Reading],
    under: Sequence[Segmenter],
    language: Language,
    around: tuple[Sequence[str], Sequence[str]],
) -> Evidence:
    """What the readings and the language say of one candidate."""
    as_read = repaired = channel = 0.0
    lacks = extra = votes = 0
    rows = zip(readings, under, place.said, place.observed, place.sure, strict=True)
    for reading, segmenter, said, observed, sure in rows:
        if text and observed:
            channel -= min(segmenter.cost(text, observed), features.DEAREST)
        elif text:
            lacks += 1
        else:
            extra += min(len(observed), features.LONGEST)
        if said == text:
            votes += 1
            if said == observed:
                as_read += features.log_odds_right(reading)
            else:
                repaired += features.log_odds_repaired(sure)
    marks = place.kind is Kind.MARKS
    opening, closing = (False, False) if marks else features.capital(text, around[0], language)
    return Evidence(
        channel=channel,
        language=0.0 if marks else language.logp(around[0], text, around[1]),
        listed=0 if marks else language.listed(text),
        votes=votes,
        as_read=as_read,
        repaired=repaired,
        observed=place.observed.count(text),
        is_base=text == place.said[0],
        is_new=text not in place.said and text not in place.observed,
        words=len(text.split()),
        letters=len(text),
        figures=any(map(str.isdigit, text)),
        lacks=lacks,
        extra=extra,
        odd=0.0,
        opening=opening,
        closing=closing,
        mark=features.mark(text),
    )


def oddness(
    found: Sequence[Place],
    choices: Sequence[Sequence[str]],
    evidence: Sequence[Sequence[Evidence]],
    sizes: Sequence[int],
) -> list[float]:
    """By reading, the share of its words that read much worse than what another one has."""
    odd = [0] * len(sizes)
    for place, choice, each in zip(found, choices, evidence, strict=True):
        if place.kind is Kind.MARKS or place.agreed:
            continue
        score = dict(zip(choice, each, strict=True))
        best = max(score[said].language for said in place.said)
        for reading, said in enumerate(place.said):
            odd[reading] += score[said].language < best - ODD
    return [count / size for count, size in zip(odd, sizes, strict=True)]


def least_odd(place: Place, text: str, odd: Sequence[float]) -> float:
    """The share of odd words of the best reading that has a candidate; 1 where none has it."""
    return min((odd[i] for i, said in enumerate(place.said) if said == text), default=1.0)


def ends_of_lines(reading: Reading) -> set[int]:
    """The gaps between words of a reading where a line ends."""
    text, words = reading.result.text, reading.words
    gaps = zip(words.ends.tolist()[:-1], words.starts.tolist()[1:], strict=True)
    ends = {i + 1 for i, (end, start) in enumerate(gaps) if "\n" in text[end:start]}
    return ends | {len(words)}
