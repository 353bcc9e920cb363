"""Fillings: the letters that the words of a text have lost, found by the words around them.

The search finds the words and compounds that fit, and the lattice and the cloze network choose
among them as they do among an engine's misreadings: `f�r` is `för` or `får`, and what stands beside
it tells.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from svfix.channel.profile import Profile
from svfix.decoder.language import guard, told_by
from svfix.decoder.lost import STAND_IN, channel
from svfix.decoder.row import numbered
from svfix.decoder.weighing import WordPosteriors, weighed
from svfix.lexicon.languages import UNIT
from svfix.lexicon.store import Lexicon
from svfix.search.candidates import NARROW
from svfix.search.hypotheses import hypothesise
from svfix.search.vocabulary import Vocabulary
from svfix.text.chunks import Kind
from svfix.text.line_breaks import line_breaks
from svfix.text.tokens import Tokens, line_ends, tokenise

FOREIGN = 2.0
"""Nats of evidence for another language that it takes to leave a line, or a text. No sentence of
2,645 in bench/clean and bench/dev has as much without its letters, and 17 have any."""
READINGS = 16  # of a word: `�r` is `är`, `år` or `ör`, with a capital or without
SUREST = 0.9999  # a posterior beyond it says no more
TRUST = 0.8
"""What a nat of posterior odds is worth: they are surer than they should be.

Learned by logistic regression on 18,925 words of bench/proofread that were made to lose their
letters, of which 331 were filled wrong.
"""


class Filling(NamedTuple):
    """The letters that a word lost, in order, with its place and how likely they are."""

    start: int
    end: int
    letters: str
    probability: float


def fill(text: str, words: Vocabulary) -> Iterator[Filling]:
    """The fillings of the tokens of a text that has stand-ins, where it is Swedish.

    >>> from svfix import lexicon
    >>> from svfix.search.vocabulary import vocabulary
    >>> words = vocabulary(lexicon.default(), ())
    >>> [found.letters for found in fill("Nꟷmnden fꟷr vꟷlja fꟷrg ꟷr 2015", words)]
    ['ä', 'å', 'ä', 'ä', 'å']
    >>> [*fill("Das ist fꟷr dich", words)]
    []
    """
    whole = tokenise(text, line_breaks(text), words.chunk)
    tokens = swedish_lines(text, guard(whole, words.lexicon), whole, words.lexicon)
    form, forms = numbered(tokens, words)
    if not any(STAND_IN in each for each in forms):
        return
    hypotheses = hypothesise(
        forms, words, channel(), trusting=True, beams=(NARROW,) * 3, most=READINGS
    )
    found = weighed(text, tokens, form, hypotheses, words, Profile(()), channel())
    lost = [i for i, place in enumerate(found.words) if STAND_IN in forms[form[place]]]
    tokens_there = tokens.at(array("q", [found.words[i] for i in lost]))
    for word, token in zip(lost, tokens_there, strict=True):
        if filled := of_word(found, word, token.form):
            yield Filling(token.start, token.end, filled[0], calibrated(filled[1]))


def calibrated(posterior: float) -> float:
    """How often fillings of a posterior are right.

    >>> [round(calibrated(posterior), 3) for posterior in (0.5, 0.9, 0.99, 1.0)]
    [0.5, 0.853, 0.975, 0.999]
    """
    posterior = min(max(posterior, 1 - SUREST), SUREST)
    odds: float = (posterior / (1 - posterior)) ** TRUST
    return round(odds / (1 + odds), 4)


def swedish_lines(text: str, tokens: Tokens, whole: Tokens, lexicon: Lexicon) -> Tokens:
    """The tokens, guarded where the words of their line, or of the whole text, are not Swedish.

    `whole` has them before any was guarded.  A line that lost its letters has few words left to
    tell its language, so that it takes little more than a word to leave it alone.
    """
    languages, listed, _ = told_by(whole, lexicon)
    steps = languages.steps
    names = range(len(languages.names))
    lines: list[tuple[list[int], list[float]]] = []  # the tokens of each, and what they say
    ends = line_ends(text, tokens.start, tokens.end)
    for token, (row, ended) in enumerate(zip(listed, ends, strict=True)):
        if ended or not lines:
            lines.append(([], [0.0] * len(names)))
        lines[-1][0].append(token)
        for name in names:
            lines[-1][1][name] += steps[row, name] * UNIT
    whole_text = [sum(said[name] for _, said in lines) for name in names]
    kind = array("b", tokens.kind)
    for line, said in lines:
        if max(said) > FOREIGN or max(whole_text) > FOREIGN:
            for token in line:
                kind[token] = Kind.GUARDED if kind[token] == Kind.WORD else kind[token]
    return replace(tokens, kind=kind)


def of_word(found: WordPosteriors, word: int, form: str) -> tuple[str, float] | None:
    """The likeliest letters that a word lost, if its likeliest hypothesis is a word."""
    which, posterior = found.readings_of(word)
    hypotheses = found.hypotheses.at(array("q", which))
    shares: defaultdict[str, float] = defaultdict(float)
    titled: defaultdict[str, float] = defaultdict(float)
    for hypothesis, share in zip(hypotheses, posterior, strict=True):
        shares[hypothesis.text] += share
        titled[hypothesis.text] += share * hypothesis.titled
    best = max(shares, key=lambda text: (shares[text], text))
    if STAND_IN in best or len(best) != len(form):
        return None
    places = [i for i, letter in enumerate(form) if letter == STAND_IN]
    share, written = shares[best], best
    if in_capitals(found, word, form):
        written = best.upper()
    elif places[0] == 0:
        share = max(titled[best], share - titled[best])
        written = best.capitalize() if share == titled[best] else best
    return "".join(written[i] for i in places), share


def in_capitals(found: WordPosteriors, word: int, form: str) -> bool:
    """Whether a form was all in capitals; of `P�` the words beside it tell."""
    capitals = sum(map(str.isupper, form))
    if any(map(str.islower, form)) or not capitals:
        return False
    return capitals > 1 or not form[0].isupper() or not found.alone(word)
