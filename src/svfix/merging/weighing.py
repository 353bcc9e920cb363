"""Weighing: how likely each candidate of each place is, from all readings at once.

log P(observed₁, observed₂ … | page) is the sum over the readings, each under its own channel.
Channels, and how many words each reading has wrong, are told by the words that are known: first
those that all readings agree on, and then those that were chosen (expectation–maximisation).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from svfix.channel.rules import Segment
from svfix.channel.segmentation import Segmenter
from svfix.lexicon.store import Lexicon
from svfix.merging.admission import admissible
from svfix.merging.candidates import candidates
from svfix.merging.channels import counted, estimated
from svfix.merging.choice import Choice, Weighed, choices
from svfix.merging.evidence import Evidence, Witness, of_itself, testified
from svfix.merging.features import rows as rows_of
from svfix.merging.language import Around, Language, core
from svfix.merging.lines import beside, breaks, ends_of_lines
from svfix.merging.places import Kind, Parts, Place, places
from svfix.merging.readings import Reading
from svfix.merging.units import SILENT, Unit, heard
from svfix.search.vocabulary import Vocabulary

ODD = 6.0
"""Nats by which the language is against what a reading has."""

BLIND = 0.15
"""The share of the words that the best reading has wrong which all others have wrong alike."""


def weighed(
    readings: Sequence[Reading], units: Sequence[Unit], vocabulary: Vocabulary
) -> list[Choice]:
    """What stood in each place where the readings differ."""
    *_, last = rounds(readings, units, vocabulary)
    return list(choices(last, 1))


def rounds(
    readings: Sequence[Reading], units: Sequence[Unit], vocabulary: Vocabulary
) -> Iterator[list[Weighed]]:
    """The places of a page with what tells of their candidates, in each of two rounds."""
    lexicon = vocabulary.lexicon
    found = places(readings, units)
    agreed = {unit: readings[0].said(unit[0]) for unit in units if same(readings, unit)}
    seen = counts(readings, agreed, lexicon)
    witnesses = witnesses_of(
        readings, seen, [(reading.rate, reading.rate) for reading in readings], lexicon
    )
    options = candidates(found, [witness.under.channel for witness in witnesses], vocabulary)
    base = readings[0].words.folded
    language = Language(vocabulary)
    language.look_up([*base, *(text for texts in options for text in texts)])
    ends = ends_of_lines(readings[0])
    gaps = breaks(ends, base)
    around = [beside(place, base, gaps) for place in found]
    page = Counter(core(text) for text in agreed.values())
    static = by_itself(found, options, around, page, language, base)
    odd = oddness(found, static, readings)
    accents = accented(found, static, readings)
    witnesses = [
        replace(witness, marks=marks, accents=share)
        for witness, marks, share in zip(witnesses, odd[1], accents, strict=True)
    ]

    def listened(witnesses: Sequence[Witness]) -> list[Weighed]:
        done = []
        for place, each, words in zip(found, static, around, strict=True):
            evidence = [
                testified(place, text, one, witnesses, odd[place.kind is Kind.MARKS])
                for text, one in each.items()
            ]
            rows = rows_of(evidence, place, words, min(ends.get(place.unit[0][1], 0), 2))
            done.append(Weighed(place, [*each], rows))
        return done

    first = listened(witnesses)
    yield first
    made = list(choices(first, 0))
    settled = {made.place.unit: chosen(made) for made in made if made.place.part in (None, 1)}
    both = zip(seen, counts(readings, settled, lexicon), strict=True)
    seen = [one + more for one, more in both]
    again = witnesses_of(readings, seen, rates(readings, units, made), lexicon)
    yield listened([replace(one, accents=share) for one, share in zip(again, accents, strict=True)])


def by_itself(
    found: Sequence[Place],
    options: Sequence[Sequence[str]],
    around: Sequence[Around],
    page: Counter[str],
    language: Language,
    base: Sequence[str],
) -> list[dict[str, Evidence]]:
    """By place, the candidates that are admissible, and what speaks for each by itself."""
    often = Counter(place.said for place in found)
    done = []
    for place, texts, words in zip(found, options, around, strict=True):
        start, end = place.unit[0]
        count, has = often[place.said], " ".join(base[start:end])
        each = {text: of_itself(place, text, has, language, words, count, page) for text in texts}
        if place.kind is Kind.WORD:
            fits = language.fits(base, start, texts)
            each = {text: replace(one, cloze=fits.get(text)) for text, one in each.items()}
        own, whole = each[place.said[0]], any(one.address > 0 for one in each.values())
        done.append(
            {
                text: one
                for text, one in each.items()
                if admissible(place, text, one, own, language) and not (whole and one.address < 0)
            }
        )
    return done


def chosen(choice: Choice) -> str:
    """What was chosen in a place, or nothing where that is not to be relied on."""
    return choice.text if choice.probability > 0.5 else ""


def same(readings: Sequence[Reading], unit: Unit) -> bool:
    """Whether two readings or more speak, and all of them say the same."""
    who = heard(unit)
    return len(who) > 1 and len({readings[i].said(unit[i]) for i in who}) == 1


def counts(
    readings: Sequence[Reading], known: dict[Unit, str], lexicon: Lexicon
) -> list[Counter[Segment]]:
    """By reading, how often each segment was read as which in the units whose words are known."""
    return [
        counted(misread(reading, known, which), lexicon) for which, reading in enumerate(readings)
    ]


def witnesses_of(
    readings: Sequence[Reading],
    seen: Sequence[Counter[Segment]],
    shares: Sequence[tuple[float, float]],
    lexicon: Lexicon,
) -> list[Witness]:
    """Readings as witnesses: what was counted of each, and the shares of it that are wrong."""
    return [
        Witness(Segmenter(estimated(segments, lexicon)), *wrong, reading.damage)
        for reading, segments, wrong in zip(readings, seen, shares, strict=True)
    ]


def misread(reading: Reading, known: dict[Unit, str], which: int) -> Iterator[tuple[str, str]]:
    """Single words that are known, each with what a reading had observed."""
    for unit, text in known.items():
        truth = Parts.of(text) if unit[which] != SILENT else None
        if not truth:
            continue
        read = reading.observed(unit[which])
        observed = truth if read == text else Parts.of(read)
        if observed:
            yield truth.word, observed.word


def rates(
    readings: Sequence[Reading], units: Sequence[Unit], made: Sequence[Choice]
) -> list[tuple[float, float]]:
    """By reading, the shares of its words and of its marks that are wrong, others being heard."""
    blind = BLIND * min(reading.rate for reading in readings)
    wrong = [[blind * len(units)] * len(readings) for _ in range(2)]
    for choice in made:
        side = wrong[choice.place.kind is Kind.MARKS]
        for which, said in zip(choice.place.heard, choice.place.said, strict=True):
            agrees = said == choice.text
            side[which] += 1 - choice.probability if agrees else choice.probability
    size = max(len(units), 1)
    return [(words / size, marks / size) for words, marks in zip(*wrong, strict=True)]


def oddness(
    found: Sequence[Place], evidence: Sequence[dict[str, Evidence]], readings: Sequence[Reading]
) -> tuple[list[float], list[float]]:
    """By reading, the shares of words and of marks that go much worse than what another one has."""
    odd = [0] * len(readings), [0] * len(readings)
    for place, each in zip(found, evidence, strict=True):
        marks = place.kind is Kind.MARKS
        score = {text: one.fits * ODD if marks else one.language for text, one in each.items()}
        best = max(score.values())
        for which, said in zip(place.heard, place.said, strict=True):
            odd[marks][which] += score.get(said, best) <= best - ODD
    sizes = [max(len(reading), 1) for reading in readings]
    words, of_marks = (
        [count / size for count, size in zip(counts, sizes, strict=True)] for counts in odd
    )
    return words, of_marks


def accented(
    found: Sequence[Place], evidence: Sequence[dict[str, Evidence]], readings: Sequence[Reading]
) -> list[float]:
    """By reading, the share of words that go much worse than one that has other diacritics."""
    odd = [0] * len(readings)
    for place, each in zip(found, evidence, strict=True):
        if place.kind is not Kind.WORD:
            continue
        for which, said in zip(place.heard, place.said, strict=True):
            own = each.get(said)
            odd[which] += own is not None and any(
                one.language >= own.language + ODD
                for one in each.values()
                if one.bare == own.bare and one.votes
            )
    return [count / max(len(reading), 1) for count, reading in zip(odd, readings, strict=True)]
