"""Alternatives: how sure each word of a text is as it was read, and what else it may have been.

The decoder's posteriors come first, in their order; where they are few, its search of the word by
itself adds what is next likely.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from svfix import lexicon as lexicons
from svfix.decoder import sureness
from svfix.decoder.decode import sections
from svfix.decoder.rewriting import rewritten
from svfix.decoder.weighing import WordPosteriors, weigh
from svfix.edits import apply, moved
from svfix.search.budget import Spent
from svfix.search.hypotheses import Hypothesis, hypothesise

if TYPE_CHECKING:
    from svfix.options import Options
    from svfix.text.tokens import Token

MOST = 9  # alternatives that are shown: as many as there are keys for
LIKELY = 0.0005  # the posterior from which on a hypothesis is shown before those of the search


class Weighed(NamedTuple):
    """A word of a text: its place, how sure it is as it was read, and the number of its section.

    `listed` says whether the lexicon has it or the user named it, `inside` whether a sentence does
    not begin with it, and `number` is its own among the words of the section.
    """

    start: int
    end: int
    sure: float
    listed: bool
    inside: bool
    section: int
    number: int


class Weighing:
    """The words of a text, weighed as the decoder weighs them."""

    def __init__(self, text: str, options: Options) -> None:
        self.text, self.options = text, options
        self._sections: list[tuple[int, WordPosteriors, list[Token]]] = []
        self.words: list[Weighed] = []
        if "words" in options.passes:
            for start, end in sections(text):
                self._add(start, text[start:end])

    def _add(self, at: int, text: str) -> None:
        try:
            found = weigh(text, lexicons.default(), self.options)
        except Spent:  # a text of no words: nothing is known of it
            return
        tokens = list(found.tokens.at(found.words))
        known = found.hypotheses.vocabulary
        section = len(self._sections)
        self._sections.append((at, found, tokens))
        self.words += [
            Weighed(token.start + at, token.end + at, sure, known.is_word(token.form),
                    not token.opens, section, number)
            for number, (token, sure) in enumerate(
                zip(tokens, sureness.of_words(found), strict=True)
            )
        ]  # fmt: skip

    def alternatives(self, words: Sequence[Weighed]) -> list[list[str]]:
        """What stands in the place of each word if it was another, the likeliest first."""
        found: list[list[str]] = [[] for _ in words]
        for section, (_, posteriors, tokens) in enumerate(self._sections):
            which = [i for i, word in enumerate(words) if word.section == section]
            numbers = [words[i].number for i in which]
            named = zip(which, _of_section(posteriors, tokens, numbers), strict=True)
            for i, hypotheses in named:
                start = self._sections[section][0]
                own = self.text[words[i].start : words[i].end]
                spelt = (_spelt(self.text, tokens[words[i].number], start, one)
                         for one in hypotheses)  # fmt: skip
                found[i] = [text for text in dict.fromkeys(spelt) if text != own][:MOST]
        return found


def _spelt(text: str, token: Token, at: int, hypothesis: Hypothesis) -> str:
    """A token as it stands if a hypothesis is right, with its capitals and its line break."""
    own = text[at + token.start : at + token.end]
    edits = rewritten(text[at:], token, hypothesis)
    return apply(own, [moved(edit, -token.start) for edit in edits])


def _of_section(
    found: WordPosteriors, tokens: Sequence[Token], numbers: Sequence[int]
) -> Iterator[list[Hypothesis]]:
    """The hypotheses of some words of a section."""
    if not numbers:
        return
    forms = [tokens[number].form for number in numbers]
    alone = hypothesise(forms, found.hypotheses.vocabulary, found.channel, most=MOST)
    scores = alone.scores
    for i, number in enumerate(numbers):
        rows = range(alone.start[i], alone.start[i] + alone.count[i])
        ranked = sorted(rows, key=lambda row: -float(scores[row]))
        yield [*_in_context(found, number), *alone.at(array("q", ranked))]


def _in_context(found: WordPosteriors, word: int) -> Iterator[Hypothesis]:
    """The hypotheses of a word that the decoder weighed in its context."""
    if not len(found.posterior):
        return
    pairs = zip(*found.readings_of(word), strict=True)
    likely = sorted(((share, row) for row, share in pairs if share >= LIKELY), reverse=True)
    yield from found.hypotheses.at(array("q", [row for _, row in likely]))
