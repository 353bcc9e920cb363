"""Language: how well words read among their neighbours, as the n-grams have it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from svfix.decoder.rate import channel
from svfix.lexicon.cloze import EDGE, MARKS, Context, Gap
from svfix.lexicon.ngrams import STEP
from svfix.merging.places import Parts
from svfix.search.hypotheses import hypothesise
from svfix.search.vocabulary import Vocabulary

Around = tuple[Sequence[str], Sequence[str]]  # the words before a place and behind it

NEIGHBOURS = 2
"""Words on each side: the n-grams are of three."""

STOPS = frozenset(".!?")
SHORTEST = 4  # letters and stop of a word behind which a sentence ends, not of an abbreviation

COMMON = -9.0
"""log P (nats) of words such as `i` and `å`; single letters that are none have -11 and less."""

COMPOUND_NAMES = 0.03
"""The share of compounds nobody listed that are names, as of those that are listed."""

UNLISTED = 0.4, 0.1
"""The shares of words nobody listed that open with a capital, and that are all capitals."""

_FIGURES = re.compile(r"[\d.,:]*\d[\d.,:/-]*")


class Listed(IntEnum):
    """Whether a word is in the lexicon, made of words that are, or neither."""

    NO = 0
    COMPOUND = 1
    YES = 2


class Known(NamedTuple):
    """A word's number as it stands in n-grams, what it costs beyond that (nats), and its kind."""

    number: int
    extra: float
    listed: Listed


class Language:
    """How likely words are where they stand; a word is looked up once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._grams = vocabulary.lexicon.grams
        self._special = vocabulary.lexicon.special
        self._known: dict[str, Known] = {}
        self._gap: tuple[Sequence[str], Gap] | None = None  # in a row of words

    def look_up(self, texts: Iterable[str]) -> None:
        """Look up all the words of some texts at once."""
        cores = dict.fromkeys(core(word) for text in texts for word in text.split())
        new = [word for word in cores if word and word not in self._known]
        lexicon = self.vocabulary.lexicon
        unknown = self._special["<unk>"]
        found = hypothesise(new, self.vocabulary, channel(lexicon), trusting=True)
        rows = found.rows
        for word, known, row in zip(new, found.known, found.as_is, strict=True):
            if _FIGURES.fullmatch(word):
                self._known[word] = Known(self._special["<num>"], 0.0, Listed.YES)
            elif known >= 0 or self.vocabulary.is_word(word):
                self._known[word] = Known(max(known, unknown * (known < 0)), 0.0, Listed.YES)
            else:
                number, extra = rows.as_word[row], rows.prior_beyond_word[row]
                listed = Listed.COMPOUND if number != unknown else Listed.NO
                self._known[word] = Known(number, extra, listed)

    def listed(self, text: str) -> Listed:
        """Whether all words of a text are listed; the least of them tells. Look them up before."""
        found = [self._known[word].listed for word in map(core, text.split()) if word]
        return min(found, default=Listed.YES)

    def logp(
        self, before: Sequence[str], text: str, behind: Sequence[str], ends: bool = False
    ) -> float:
        """log P (nats) of a text and the words behind it, given those before (looked up).

        `ends` says that a sentence ends behind the text, whose marks are not in it.
        """
        start, stop = self._special["<s>"], self._special["</s>"]
        opens = [start] * NEIGHBOURS
        left, middle = self._row(before[-NEIGHBOURS:]), self._row(text.split())
        middle += [stop, *opens] * ends
        numbers = [*opens, *left, *middle, *self._row(behind[:NEIGHBOURS])]
        steps = 0
        for i in range(NEIGHBOURS + len(left), len(numbers)):
            if numbers[i] != start:
                steps += self._grams.trigram(numbers[i - 2], numbers[i - 1], numbers[i])
        return sum(word.extra for word in self._words(text.split())) - STEP * steps

    def _row(self, words: Sequence[str]) -> list[int]:
        """Words (looked up) by number, with the ends of sentences between them."""
        start, stop = self._special["<s>"], self._special["</s>"]
        found = []
        for word in words:
            found += [known.number for known in self._words([word])]
            found += [stop, *[start] * NEIGHBOURS] * ends_sentence(word)
        return found

    def flow(self, before: Sequence[str], following: str, ends: bool) -> float:
        """log P (nats) of a word behind others, or of a sentence that ends and opens with it."""
        left = [word.number for word in self._words(before[-NEIGHBOURS:])]
        start, stop = self._special["<s>"], self._special["</s>"]
        left = [*[start] * (NEIGHBOURS - len(left)), *left]
        number = self._words([following])[0].number
        if not ends:
            return -STEP * float(self._grams.trigram(left[0], left[1], number))
        steps = self._grams.trigram(left[0], left[1], stop)
        return -STEP * float(steps + self._grams.trigram(start, start, number))

    def capitals(self, word: str) -> tuple[float, float]:
        """The shares of a word (looked up) that open with a capital, and that are all capitals."""
        lexicon, known = self.vocabulary.lexicon, self._known[word]
        if known.number == self._special["<num>"]:
            return 1 / 3, 1 / 3
        number = lexicon.trie.find(word.lower())
        if number >= 0:
            return lexicon.title[number] / 255, lexicon.upper[number] / 255
        return (COMPOUND_NAMES, 0.0) if known.listed == Listed.COMPOUND else UNLISTED

    def common(self, text: str) -> bool:
        """Whether a text is one of the short words that sentences are full of."""
        return self.vocabulary.lexicon.logp(text.lower()) > COMMON

    def fits(self, words: Sequence[str], place: int, texts: Iterable[str]) -> dict[str, float]:
        """How well each of some words fits in one place of a row of words (nats, looked up).

        What is the same for all of them is left out, and so are words that the network knows not.
        """
        network = self.vocabulary.lexicon.cloze
        able = {text: self._fills(text) for text in texts}
        able = {text: number for text, number in able.items() if 0 < number < len(network.bias)}
        if len(set(able.values())) < 2:
            return {}
        gap = self._gap_in(words)
        gap.look(place)
        return {text: gap.fit(number) for text, number in able.items()}

    def _gap_in(self, words: Sequence[str]) -> Gap:
        """A gap in a row of words, kept for the next place in the same row."""
        if self._gap is None or self._gap[0] is not words:
            self._gap = words, Gap(self.vocabulary.lexicon.cloze, self._context(words))
        return self._gap[1]

    def _fills(self, text: str) -> int:
        """The network's number of a single word among those that fill gaps; 0 of others."""
        word = core(text)
        known = self._known.get(word) if word and " " not in text else None
        return int(self.vocabulary.lexicon.cloze.context[known.number]) - EDGE if known else 0

    def _context(self, words: Sequence[str]) -> Context:
        """A row of words as the network sees it."""
        numbers = self.vocabulary.lexicon.cloze.context
        cores = [core(word) for word in words]
        known = (self._known[word].number if word else self._special["<unk>"] for word in cores)
        return Context(
            array("i", [*(numbers[number] for number in known), EDGE]),
            array("B", [*(MARKS.get(word[-1:], 0) for word in words), 0]),
            array("B", [*(word[:1].isupper() for word in cores), 0]),
        )

    def _words(self, words: Iterable[str]) -> list[Known]:
        return [self._known[word] for word in map(core, words) if word]


def ends_sentence(word: str) -> bool:
    """Whether a sentence ends behind a word: it has a stop, and is no abbreviation or number.

    >>> [ends_sentence(word) for word in ("bok.", "t.ex.", "kl.", "12.", "bok,", "vad?")]
    [True, False, False, False, False, True]
    """
    doubtful = "." in word[:-1] or len(word) < SHORTEST or not word[0].isalpha()
    return word[-1:] in STOPS and not doubtful


def core(word: str) -> str:
    """A word without the marks around it; "" of marks alone."""
    parts = Parts.of(word)
    return parts.word if parts else ""
