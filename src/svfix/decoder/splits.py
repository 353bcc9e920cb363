"""Splits: words in which there is a space (`presen tationer`, `FÖRV ALTNINGSBERÄ TTELSE`).

An engine saw it there, or a hyphen was lost where a line ended.  Neighbours on a line are read as
one form as well.  Where the best reading of the whole, with the price of spaces that no page had,
is likelier than the best readings of the pieces, they may be put together.

In a text that was misread all over, likelier is enough, if not all of the pieces are words.  In one
that is mostly right the pieces may be the writer's own (`mot takt` is no `mottakt`), and how long
they are, whether the whole stands elsewhere in the text, and how many more such there are tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from svfix.channel.model import COMPOUND, SPACE, Rules
from svfix.edits import Edit
from svfix.lexicon.ngrams import pack, restore
from svfix.lexicon.store import NOT, Lexicon
from svfix.ranking.misreadings import met_in
from svfix.ranking.trees import shipped
from svfix.search.candidates import QUICK
from svfix.search.paths import Found
from svfix.search.priors import searched
from svfix.search.readings import Readings, Seek
from svfix.search.vocabulary import numbers
from svfix.text.capitals import all_capitals
from svfix.text.chunks import Kind
from svfix.text.runs import openings, ragged
from svfix.text.tokens import Tokens

Floats = npt.NDArray[np.floating]
Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]

PIECES = 4  # of a word at most
INVENTED = 9.0  # nats for each space that an engine saw inside a word
SURER = 2.0  # nats by which the whole has to be likelier than its pieces
SHORTEST = 6  # letters of a word that is put together
LIKELIEST = -6.0  # log-probability of the commonest words that long
RARE = -10.0  # log-probability of a word below which it may be half of another
CONFIDENCE = 0.95
FEW = 0.0015  # of a text's words; so few splits it may have come with, if it shows nothing else
SCANNED = 0.003  # the rate of damage from which on a text was scanned, and its splits with it
PARAGRAPH, SURE = 40, 0.85  # words of a text, and how sure to be in a shorter one
LIKELY = 0.5  # from which probability on pieces are judged as pieces, not as words

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


@dataclass(frozen=True)
class Splits:
    """Runs of tokens that may be one word, in the order of the text.

    Run `i` has the tokens `first[i]` … + `size[i]`, which make `whole[i]` and may be what `found`
    has of it; `gain` is by how much (nats) that is likelier than the pieces.
    """

    tokens: Tokens
    first: Longs
    size: Longs
    whole: list[str]
    found: Found
    gain: Doubles
    rules: Rules

    def edits(self, text: str, confidence: Doubles, least: float) -> Iterator[Edit]:
        """The edits that put words together, the surest first where they touch each other."""
        taken: set[int] = set()
        edits = []
        for row in np.lexsort((-self.gain, -confidence)).tolist():
            a, b = int(self.first[row]), int(self.first[row] + self.size[row])
            if confidence[row] >= least and taken.isdisjoint(range(a, b)):
                taken.update(range(a, b))
                start, end = int(self.tokens.start[a]), int(self.tokens.end[b - 1])
                sure = round(float(confidence[row]), 4)
                word = self.word(row)
                edits.append(Edit(start, end, text[start:end], word, "words.split", sure))
        yield from sorted(edits, key=lambda edit: edit.start)

    def pieces(self, one: Doubles) -> Longs:
        """The tokens of the runs that are likelier one word than not; `one` says how likely."""
        likely = np.flatnonzero(one >= LIKELY)
        return np.unique(
            np.repeat(self.first[likely], self.size[likely]) + ragged(self.size[likely])
        )

    def word(self, row: int) -> str:
        """What a run is put together to."""
        word = self.rules.spell(self.found.steps[row].tolist())
        if all_capitals(self.whole[row]):
            return word.upper()
        return word[:1].upper() + word[1:] if self.found.titled[row] else word

    def columns(self, readings: Readings, form: Longs, lexicon: Lexicon) -> Doubles:
        """What tells splits from words that stand side by side; `form` is that of each token."""
        last = self.first + self.size - 1
        forms, sizes = self.tokens.forms, self.tokens.sizes
        unlisted = (readings.known < 0)[np.maximum(form, 0)].astype(np.int64)
        ends, odd = np.cumsum(np.append(0, sizes)), np.cumsum(np.append(0, unlisted))
        shortest = np.minimum(sizes[self.first], sizes[last])
        compound = (self.found.steps == COMPOUND).any(1)
        seen = dict(zip(forms, np.bincount(self.tokens.form).tolist(), strict=True))
        likely = (self.gain >= SURER) & ~compound
        return np.column_stack(
            [
                self.gain,
                self.size,
                ends[last + 1] - ends[self.first],
                shortest,
                odd[last + 1] - odd[self.first],
                ~compound,
                [met_in(seen, self.word(row).lower()) for row in range(len(self.size))],
                self.found.prior,
                -self.found.channel,
                self.together(lexicon),
                self.found.titled,
                np.log((likely.sum() - likely + 0.1) / (len(form) + 20)),
            ]
        ).astype(np.float64)

    def together(self, lexicon: Lexicon) -> Doubles:
        """By how much (nats) the last two pieces follow each other oftener than by chance."""
        said, last = self.tokens.forms, self.first + self.size - 1
        v, w = (
            numbers([said[i].lower() for i in self.tokens.form[side].tolist()], lexicon)
            for side in (last - 1, last)
        )
        able = np.flatnonzero((v >= 0) & (w >= 0))
        drawn = np.zeros(len(v))
        if len(able):
            v, w = v[able], w[able]
            met = lexicon.ngrams.bigrams.find(pack(v, w)) >= 0
            more = lexicon.ngrams.bigram(v, w) - restore(lexicon.ngrams.unigram[w])
            drawn[able] = np.where(met, more, 0)
        return drawn


def find(
    text: str, tokens: Tokens, form: Longs, readings: Readings, seek: Seek, of_words: bool = False
) -> Splits | None:
    """The runs of tokens that may be one word; `form` is the number of each token's form, or < 0.

    Of pieces that are words, each of them, there are none unless `of_words` says so.
    """
    if not readings.forms:
        return None
    lexicon = readings.vocabulary.lexicon
    first, size = candidates(text, tokens, form, readings.known, lexicon, of_words)
    if not len(first):
        return None
    best = np.maximum.reduceat(readings.scores, readings.start)[np.maximum(form, 0)]
    wanting = LIKELIEST - INVENTED * (size - 1) - together(best, first, size) >= SURER
    first, size = first[wanting], size[wanting]
    if not len(first):
        return None
    said = [tokens.forms[i] for i in tokens.form[np.repeat(first, size) + ragged(size)].tolist()]
    ends = np.cumsum(size).tolist()
    whole = ["".join(said[a:b]) for a, b in pairwise([0, *ends])]
    found = seek([searched(form) for form in whole], QUICK)
    found = found.take(np.flatnonzero(~(found.steps == SPACE).any(1)))
    found = found.take(openings(found.form))
    first, size, whole = (
        first[found.form],
        size[found.form],
        [whole[i] for i in found.form.tolist()],
    )
    gain = found.score - INVENTED * (size - 1) - together(best, first, size)
    return Splits(tokens, first, size, whole, found, gain.astype(np.float64), readings.rules)


def join(text: str, splits: Splits) -> Iterator[Edit]:
    """The edits that put words together in a text that was misread all over."""
    return splits.edits(text, np.where(splits.gain >= SURER, CONFIDENCE, 0.0), CONFIDENCE)


def probability(splits: Splits, readings: Readings, form: Longs, lexicon: Lexicon) -> Doubles:
    """How likely each run is one word in a text that is mostly read right, if such texts have."""
    trees = shipped("splits.tsv", NAMES)["split"]
    return np.asarray(trees.probability(splits.columns(readings, form, lexicon)))


def confidence(sure: Doubles, words: int, rate: float) -> Doubles:
    """The same where so many words are misread as `rate` says.

    A few in a text that is not may have come with it, and one in a line of text has to be surer.

    >>> sure = np.array([0.7, 0.2])
    >>> [confidence(sure, words, rate).tolist() for words, rate in ((5000, 0.0), (5000, 0.01))]
    [[0.0, 0.0], [0.7, 0.0]]
    """
    likely = int((sure >= LIKELY).sum())
    few = likely < FEW * words and rate < SCANNED
    least = LIKELY if words >= PARAGRAPH or likely > 1 else SURE
    return np.where(few | (sure < least), 0.0, sure)


def candidates(
    text: str, tokens: Tokens, form: Longs, known: Longs, lexicon: Lexicon, of_words: bool
) -> tuple[Longs, Longs]:
    """The runs of tokens that may be one word: a space apart, and some of them no words.

    Where each begins and how many tokens it has, in order; all in letters, all in capitals or the
    later ones in small letters.  With `of_words` two words are a run as well, if one of them is
    rare and what they make is listed.
    """
    able = (tokens.kind == Kind.WORD) & (form >= 0) & (tokens.cut == 0)
    odd = able & (known < 0)[np.maximum(form, 0)]
    near = able[:-1] & able[1:] & (tokens.start[1:] - tokens.end[:-1] == 1)
    linked = near & (odd[:-1] | odd[1:])
    if of_words:
        linked |= making_words(tokens, form, known, near & ~linked, lexicon)
    for i in np.flatnonzero(linked).tolist():
        linked[i] = text[tokens.end[i]] == " "
    if not linked.any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    alpha, upper, lower = np.zeros((3, len(tokens.forms)), bool)
    inside = np.flatnonzero(np.append(linked, False) | np.append(False, linked))
    for i in set(tokens.form[inside].tolist()):
        said = tokens.forms[i]
        alpha[i], upper[i], lower[i] = said.isalpha(), said.isupper(), said.islower()
    upper, lower, sizes = alpha & upper, alpha & lower, tokens.sizes
    linked = np.append(linked, False)
    first = np.flatnonzero(linked)
    small, large = alpha[tokens.form[first]], upper[tokens.form[first]]
    letters = sizes[first]
    found = []
    for size in range(2, PIECES + 1):
        last = first + size - 1
        small, large = small & lower[tokens.form[last]], large & upper[tokens.form[last]]
        letters = letters + sizes[last]
        fit = (small | large) & (letters >= SHORTEST)
        found.append((first[fit], np.full(int(fit.sum()), size)))
        on = linked[last]
        first, small, large, letters = first[on], small[on], large[on], letters[on]
    begins, pieces = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((pieces, begins))
    return begins[order], pieces[order]


def making_words(tokens: Tokens, form: Longs, known: Longs, near: Flags, lexicon: Lexicon) -> Flags:
    """By token, whether it and the next are words, one of them rare, that make another word."""
    unigram = restore(lexicon.ngrams.unigram[known])[np.maximum(form, 0)]
    rare = np.flatnonzero(near & (np.minimum(unigram[:-1], unigram[1:]) < RARE))
    said = tokens.forms
    a, b = tokens.form[rare].tolist(), tokens.form[rare + 1].tolist()
    number = numbers([(said[i] + said[j]).lower() for i, j in zip(a, b, strict=True)], lexicon)
    found = np.zeros(len(near), bool)
    found[rare] = lexicon.ngrams.unigram[number] != NOT
    found[rare[number < 0]] = False
    return found


def together(scores: Floats, first: Longs, size: Longs) -> Floats:
    """The sums of runs of scores, 2 … `PIECES` in each."""
    total = scores[first] + scores[first + 1]
    for more in range(2, PIECES):
        longer = np.flatnonzero(size > more)
        total[longer] += scores[first[longer] + more]
    return total
