"""Weighing: how likely each candidate of each place is, from all readings at once.

log P(observed₁, observed₂ … | page) is the sum over the readings, each under its own channel.
Channels, and how many words each reading has wrong, are told by the words that are known: first
those that all readings agree on, and then those that were chosen (expectation–maximisation).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from svfix.channel.rules import Segment
from svfix.channel.segmentation import Segmenter
from svfix.lexicon.store import Lexicon
from svfix.merging import signs
from svfix.merging.candidates import candidates
from svfix.merging.channels import counted, estimated
from svfix.merging.choice import Choice, Weighed, choices
from svfix.merging.evidence import Around, Evidence, Witness, of_itself, testified
from svfix.merging.features import rows as rows_of
from svfix.merging.language import NEIGHBOURS, Language, core
from svfix.merging.places import Kind, Parts, Place, places
from svfix.merging.readings import Reading
from svfix.merging.units import Unit
from svfix.search.vocabulary import Vocabulary

ODD = 6.0
"""Nats by which the language is against what a reading has."""

BLIND = 0.15
"""The share of the words that the best reading has wrong which all others have wrong alike."""

USUAL = frozenset(".,:;!?()")
"""Marks that sentences are full of; others beside a word may be dirt."""

OF_ONE_WEIGHT = frozenset(",;:"), frozenset(".!?:")
"""Marks that may stand for each other before the same word, so that only what was read tells."""

DIRT = 2
"""Letters that dirt is read as at most, where a reading has something that all others lack."""

LEFT = 0.5
"""The share of the letters of several words that fewer have at least; else some are wanting."""


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
    witnesses = heard(seen, [(reading.rate, reading.rate) for reading in readings], lexicon)
    options = candidates(found, [witness.under.channel for witness in witnesses], vocabulary)
    base = readings[0].words.folded
    language = Language(vocabulary)
    language.look_up([*base, *(text for texts in options for text in texts)])
    around = [beside(place, base) for place in found]
    often = Counter(place.said for place in found)
    static = []
    for i, (place, texts, words) in enumerate(zip(found, options, around, strict=True)):
        count, word = often[place.said], core(readings[0].said(place.unit[0]))
        each = [of_itself(place, text, word, language, words, count) for text in texts]
        if place.kind is Kind.WORD:
            fits = language.fits(base, place.unit[0][0], texts)
            each = [
                replace(one, cloze=fits.get(text)) for one, text in zip(each, texts, strict=True)
            ]
        kept = [k for k, text in enumerate(texts) if admissible(place, text, each[k], each[0])]
        options[i] = [texts[k] for k in kept]
        static.append([each[k] for k in kept])
    odd = oddness(found, options, static, readings)
    witnesses = [
        replace(witness, marks=marks) for witness, marks in zip(witnesses, odd[1], strict=True)
    ]
    ends = ends_of_lines(readings[0])

    def listened(witnesses: Sequence[Witness]) -> list[Weighed]:
        done = []
        for place, texts, each, words in zip(found, options, static, around, strict=True):
            evidence = [
                testified(place, text, one, witnesses, odd[place.kind is Kind.MARKS])
                for text, one in zip(texts, each, strict=True)
            ]
            rows = rows_of(evidence, place, words, place.unit[0][1] in ends)
            done.append(Weighed(place, texts, rows))
        return done

    first = listened(witnesses)
    yield first
    made = list(choices(first, 0))
    settled = {made.place.unit: chosen(made) for made in made if made.place.part in (None, 1)}
    both = zip(seen, counts(readings, settled, lexicon), strict=True)
    again = heard([one + more for one, more in both], rates(readings, units, made), lexicon)
    yield listened(again)


def chosen(choice: Choice) -> str:
    """What was chosen in a place, or nothing where that is not to be relied on."""
    return choice.text if choice.probability > 0.5 else ""


def same(readings: Sequence[Reading], unit: Unit) -> bool:
    """Whether all readings say the same."""
    said = {reading.said(span) for reading, span in zip(readings, unit, strict=True)}
    return len(said) == 1


def counts(
    readings: Sequence[Reading], known: dict[Unit, str], lexicon: Lexicon
) -> list[Counter[Segment]]:
    """By reading, how often each segment was read as which in the units whose words are known."""
    return [
        counted(misread(reading, known, which), lexicon) for which, reading in enumerate(readings)
    ]


def heard(
    seen: Sequence[Counter[Segment]], shares: Sequence[tuple[float, float]], lexicon: Lexicon
) -> list[Witness]:
    """Readings as witnesses: what was counted of each, and the shares of it that are wrong."""
    return [
        Witness(Segmenter(estimated(segments, lexicon)), *wrong)
        for segments, wrong in zip(seen, shares, strict=True)
    ]


def misread(reading: Reading, known: dict[Unit, str], which: int) -> Iterator[tuple[str, str]]:
    """Single words that are known, each with what a reading had observed."""
    for unit, text in known.items():
        truth = Parts.of(text)
        observed = Parts.of(reading.observed(unit[which])) if truth else None
        if truth and observed:
            yield truth.word, observed.word


def rates(
    readings: Sequence[Reading], units: Sequence[Unit], made: Sequence[Choice]
) -> list[tuple[float, float]]:
    """By reading, the shares of its words and of its marks that are wrong, others being heard."""
    blind = BLIND * min(reading.rate for reading in readings)
    wrong = [[blind * len(units)] * len(readings) for _ in range(2)]
    for choice in made:
        side = wrong[choice.place.kind is Kind.MARKS]
        for which, said in enumerate(choice.place.said):
            agrees = said == choice.text
            side[which] += 1 - choice.probability if agrees else choice.probability
    size = max(len(units), 1)
    return [(words / size, marks / size) for words, marks in zip(*wrong, strict=True)]


def beside(place: Place, base: Sequence[str]) -> Around:
    """The words before and behind a place."""
    start, end = place.unit[0]
    return base[max(0, start - NEIGHBOURS) : start], base[end : end + NEIGHBOURS]


def admissible(place: Place, text: str, itself: Evidence, base: Evidence) -> bool:
    """Whether a candidate may take the place of what the first reading says.

    The marks of the first reading are kept, but where others go better with the word behind them,
    are others of the same weight (`;` and `,`), or it has some that no sentence needs; no word
    becomes a mark, and only what may be dirt is taken out because others lack it.
    """
    said = place.said[0]
    if place.kind is Kind.MARKS:
        stray = text == "".join(filter(USUAL.__contains__, said))
        alike = any({text, said} <= marks for marks in OF_ONE_WEIGHT)
        return text == said or itself.fits >= base.fits + 1 or stray or alike
    if not text:
        words = map(core, said.split())
        return all(len(word) <= DIRT and not signs.figures(word) for word in words)
    if itself.words < base.words and signs.size(text) < LEFT * signs.size(said):
        return False
    return text == said or not Parts.of(said) or any(map(str.isalnum, text))


def oddness(
    found: Sequence[Place],
    options: Sequence[Sequence[str]],
    evidence: Sequence[Sequence[Evidence]],
    readings: Sequence[Reading],
) -> tuple[list[float], list[float]]:
    """By reading, the shares of words and of marks that go much worse than what another one has."""
    odd = [0] * len(readings), [0] * len(readings)
    for place, texts, each in zip(found, options, evidence, strict=True):
        marks = place.kind is Kind.MARKS
        score = {
            text: one.fits * ODD if marks else one.language
            for text, one in zip(texts, each, strict=True)
        }
        best = max(score.values())
        for which, said in enumerate(place.said):
            odd[marks][which] += score.get(said, best) <= best - ODD
    sizes = [max(len(reading), 1) for reading in readings]
    words, of_marks = (
        [count / size for count, size in zip(counts, sizes, strict=True)] for counts in odd
    )
    return words, of_marks


def ends_of_lines(reading: Reading) -> set[int]:
    """The gaps between words of a reading where a line ends."""
    text, words = reading.result.text, reading.words
    gaps: Iterable[tuple[int, int]] = zip(
        words.ends.tolist()[:-1], words.starts.tolist()[1:], strict=True
    )
    ends = {i + 1 for i, (end, start) in enumerate(gaps) if "\n" in text[end:start]}
    return ends | {len(words)}
