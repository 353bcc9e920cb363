"""Splits: words in which there is a space (`presen tationer`, `FÖRV ALTNINGSBERÄ TTELSE`).

An engine saw it there, or a hyphen was lost where a line ended.  Neighbours on a line are read as
one form as well.  Where the best hypothesis of the whole, with the price of spaces that no page
had, is likelier than the best hypotheses of the pieces, they may be put together.

In a text that was misread all over, likelier is enough, if not all of the pieces are words.  In one
that is mostly right the pieces may be the writer's own (`mot takt` is no `mottakt`), and how long
they are, whether the whole stands elsewhere in the text, and how many more such there are tell.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log, log1p
from typing import Any

from svfix.channel.model import COMPOUND, Rules
from svfix.decoder.pieces import likeliest_words, runs
from svfix.edits import Edit
from svfix.lexicon.store import Lexicon
from svfix.ranking.calibration import probability as as_probability
from svfix.ranking.misreadings import met_in
from svfix.ranking.trees import shipped
from svfix.search.candidates import QUICK
from svfix.search.hypotheses import Hypotheses, Seek
from svfix.search.paths import Found
from svfix.search.priors import searched
from svfix.text.capitals import all_capitals
from svfix.text.tokens import Tokens
from svfix.uncompiled import Buffer

PIECES = 4  # of a word at most
INVENTED = 9.0  # nats for each space that an engine saw inside a word
SURER = 2.0  # nats by which the whole has to be likelier than its pieces
LIKELIEST = -6.0  # log-probability of the commonest words that long
CONFIDENCE = 0.95
FEW = 0.0015  # of a text's words; so few splits it may have come with, if it shows nothing else
SCANNED = 0.003  # the rate of damage from which on a text was scanned, and its splits with it
PARAGRAPH, SURE = 40, 0.85  # words of a text, and how sure to be in a shorter one
LIKELY = 0.5  # from which probability on pieces are judged as pieces, not as words

WORTH = array("d", [LIKELIEST - INVENTED * (size - 1) - SURER for size in range(PIECES + 1)])
"""By number of pieces, the log-probability above which they are not put together, by themselves."""

NAMES = (
    "gain",
    "pieces",
    "letters",
    "shortest",
    "unlisted_pieces",
    "listed",
    "elsewhere",
    "prior",
    "cost",
    "together",
    "titled",
    "others",
)
"""What `Splits.columns` has, in this order."""

UNLISTED, ELSEWHERE = map(NAMES.index, ("unlisted_pieces", "elsewhere"))


@dataclass(frozen=True)
class Splits:
    """Runs of tokens that may be one word, in the order of the text.

    Run `i` has the tokens `first[i]` … + `size[i]`, which make `whole[i]` and may be what `found`
    has of it; `gain` is by how much (nats) that is likelier than the pieces.
    """

    tokens: Tokens
    first: array[int]
    size: array[int]
    whole: list[str]
    found: Found
    gain: array[float]
    rules: Rules

    def edits(self, text: str, confidence: Buffer, least: float) -> Iterator[Edit]:
        """The edits that put words together, the surest first where they touch each other."""
        taken: set[int] = set()
        edits = []
        rows = range(len(self.size))
        for row in sorted(rows, key=lambda row: (-confidence[row], -self.gain[row])):
            run = self.run(row)
            if confidence[row] >= least and taken.isdisjoint(run):
                taken.update(run)
                start, end = int(self.tokens.start[run[0]]), int(self.tokens.end[run[-1]])
                sure = round(float(confidence[row]), 4)
                word = self.word(row)
                edits.append(Edit(start, end, text[start:end], word, "words.split", sure))
        yield from sorted(edits, key=lambda edit: edit.start)

    def run(self, row: int) -> range:
        """The tokens of a run."""
        return range(self.first[row], self.first[row] + self.size[row])

    def pieces(self, one: Buffer) -> Buffer:
        """The tokens of the runs that are likelier one word than not; `one` says how likely."""
        likely = (self.run(row) for row in range(len(self.size)) if one[row] >= LIKELY)
        return array("q", sorted({token for run in likely for token in run}))

    @cached_property
    def steps(self) -> list[list[int]]:
        """The path of what each run is put together to."""
        return [self.found.paths.steps(row) for row in range(len(self.found))]

    def word(self, row: int) -> str:
        """What a run is put together to."""
        word = self.rules.spell(self.steps[row])
        if all_capitals(self.whole[row]):
            return word.upper()
        return word[:1].upper() + word[1:] if self.found.titled[row] else word

    def columns(self, hypotheses: Hypotheses, form: Buffer, lexicon: Lexicon) -> Any:
        """What tells splits from words that stand side by side: a row of `NAMES` for each run.

        `form` is the number of each token's form among the hypotheses.
        """
        compound = [COMPOUND in steps for steps in self.steps]
        likely = [
            gain >= SURER and not joined for gain, joined in zip(self.gain, compound, strict=True)
        ]
        said = list(map(self.tokens.forms.__getitem__, self.tokens.form.tolist()))
        seen = Counter(said)
        flat = array("d")
        for row, size in enumerate(self.size):
            run = self.run(row)
            pieces = [said[token] for token in run]
            letters = list(map(len, pieces))
            flat.extend(
                [
                    self.gain[row],
                    size,
                    sum(letters),
                    min(letters[0], letters[-1]),
                    sum(hypotheses.known[form[token]] < 0 for token in run),
                    not compound[row],
                    met_in(seen, self.word(row).lower()),
                    self.found.prior[row],
                    -self.found.channel[row],
                    lexicon.pmi(*pieces[-2:]),
                    self.found.titled[row],
                    log((sum(likely) - likely[row] + 0.1) / (len(form) + 20)),
                ]
            )
        table: Any = memoryview(flat).cast("B").cast("d", (len(self.size), len(NAMES)))
        return table


def find(
    text: str,
    tokens: Tokens,
    form: Buffer,
    hypotheses: Hypotheses,
    seek: Seek,
    of_words: bool = False,
) -> Splits | None:
    """The runs of tokens that may be one word; `form` is the number of each token's form, or < 0.

    Of pieces that are words, each of them, there are none unless `of_words` says so.
    """
    if not hypotheses.forms:
        return None
    first, size, apart = runs(text, tokens, form, hypotheses, of_words, WORTH)
    if not first:
        return None
    said = tokens.form
    spans = (range(a, a + count) for a, count in zip(first, size, strict=True))
    whole = ["".join([tokens.forms[said[token]] for token in span]) for span in spans]
    found = seek([searched(form) for form in whole], QUICK)
    best = likeliest_words(found)
    if not best:
        return None
    found = found.take(best)
    which = found.form.tolist()
    gain = array(
        "d",
        [
            prior + channel - INVENTED * (size[run] - 1) - apart[run]
            for run, prior, channel in zip(which, found.prior, found.channel, strict=True)
        ],
    )
    first, size = (array("q", [numbers[run] for run in which]) for numbers in (first, size))
    whole = [whole[run] for run in which]
    return Splits(tokens, first, size, whole, found, gain, hypotheses.rules)


def join(text: str, splits: Splits) -> Iterator[Edit]:
    """The edits that put words together in a text that was misread all over."""
    sure = array("d", [CONFIDENCE if gain >= SURER else 0.0 for gain in splits.gain])
    return splits.edits(text, sure, CONFIDENCE)


def probability(splits: Splits, hypotheses: Hypotheses, form: Buffer, lexicon: Lexicon) -> Buffer:
    """How likely each run is one word in a text that is mostly read right, if such texts have.

    A piece that is no word beside one that makes a word of it which the text has elsewhere, as `res
    istor` in a book on resistors, is likelier cut the oftener that stands there.
    """
    trees, columns = (
        shipped("splits.tsv", NAMES)["split"],
        splits.columns(hypotheses, form, lexicon),
    )
    odds = trees.log_odds(columns)
    for i, nats in enumerate(odds):
        if columns[i, UNLISTED]:
            odds[i] = nats + log1p(columns[i, ELSEWHERE])
    return array("d", map(as_probability, odds))


def confidence(sure: Buffer, words: int, rate: float) -> Buffer:
    """The same where so many words are misread as `rate` says.

    A few in a text that is not may have come with it, and one in a line of text has to be surer.

    >>> sure = array("d", [0.7, 0.2])
    >>> [confidence(sure, words, rate).tolist() for words, rate in ((5000, 0.0), (5000, 0.01))]
    [[0.0, 0.0], [0.7, 0.0]]
    """
    likely = sum(one >= LIKELY for one in sure)
    if likely < FEW * words and rate < SCANNED:
        return array("d", bytes(8 * len(sure)))
    least = LIKELY if words >= PARAGRAPH or likely > 1 else SURE
    return array("d", [one if one >= least else 0.0 for one in sure])
