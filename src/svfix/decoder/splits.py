"""Splits: words in which an engine saw spaces (`presen tationer`, `FÖRV ALTNINGSBERÄ TTELSE`).

Neighbours on a line that are not all of them words are read as one form as well.  Where the best
reading of the whole, with the price of spaces that no page had, is likelier than the best readings
of the pieces, they are put together.  Two right words are never joined, and a text without other
damage keeps the few splits it has: it may have come so.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from svfix.decoder.candidates import QUICK, find
from svfix.decoder.channel import SPACE, Channel
from svfix.decoder.chunks import Kind
from svfix.decoder.priors import all_capitals, searched
from svfix.decoder.readings import Readings
from svfix.decoder.tokens import Tokens
from svfix.edits import Edit
from svfix.lexicon.ngrams import restore
from svfix.lexicon.store import Lexicon
from svfix.runs import openings

Floats = npt.NDArray[np.floating]
Longs = npt.NDArray[np.int64]

PIECES = 4  # of a word at most
INVENTED = 9.0  # nats for each space that an engine saw inside a word
SURER = 2.0  # nats by which the whole has to be likelier than its pieces
SHORTEST = 6  # letters of a word that is put together
MANY = 0.01  # of the words of a text without other damage; fewer splits are its own
CONFIDENCE = 0.95


def join(
    text: str, tokens: Tokens, form: Longs, readings: Readings, channel: Channel, lexicon: Lexicon
) -> Iterator[Edit]:
    """The edits that put split words together; `form` is the number of each token's form, or < 0.

    They do not touch each other.  Left alone: pieces that are words, each of them.
    """
    if not readings.forms:
        return
    windows = list(candidates(text, tokens, form, readings.known < 0))
    if not windows:
        return
    whole = ["".join(tokens.forms[f] for f in tokens.form[a:b].tolist()) for a, b in windows]
    found = find(lexicon, channel, [searched(form) for form in whole], QUICK)
    found = found.take(np.flatnonzero(~(found.steps == SPACE).any(1)))
    best = openings(found.form)
    pieces = best_scores(readings, lexicon)
    last = -1
    gains = {}
    for row in best.tolist():
        a, b = windows[found.form[row]]
        gain = float(found.score[row]) - INVENTED * (b - a - 1) - float(pieces[form[a:b]].sum())
        if gain >= SURER:
            gains[a, b] = gain, row
    for (a, b), (_, row) in sorted(gains.items(), key=lambda item: (item[0][0], -item[1][0])):
        start, end = int(tokens.start[a]), int(tokens.end[b - 1])
        if start > last:
            word = channel.rules.spell(found.steps[row].tolist())
            capitals = all_capitals(whole[found.form[row]])
            word = word.upper() if capitals else titled(word, bool(found.titled[row]))
            yield Edit(start, end, text[start:end], word, "words.split", CONFIDENCE)
            last = end


def titled(word: str, capital: bool) -> str:
    return word[:1].upper() + word[1:] if capital else word


def candidates(
    text: str, tokens: Tokens, form: Longs, unlisted: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, int]]:
    """The runs of tokens that may be one word: a space apart, and some of them no words."""
    able = (tokens.kind == Kind.WORD) & (form >= 0) & (tokens.cut == 0)
    odd = able & unlisted[np.where(form >= 0, form, 0)]
    apart = tokens.start[1:] - tokens.end[:-1] == 1
    linked = able[:-1] & able[1:] & apart & (odd[:-1] | odd[1:])
    for first in np.flatnonzero(linked).tolist():
        for behind in range(first + 2, min(first + PIECES, len(tokens)) + 1):
            if not linked[behind - 2] or text[tokens.end[behind - 2]] != " ":
                break
            said = [tokens.forms[f] for f in tokens.form[first:behind].tolist()]
            if all(map(str.isalpha, said)) and alike(said) and sum(map(len, said)) >= SHORTEST:
                yield first, behind


def alike(pieces: list[str]) -> bool:
    """Whether pieces can be of one word: all in capitals, or the later ones in small letters."""
    return all(map(str.isupper, pieces)) or all(map(str.islower, pieces[1:]))


def best_scores(readings: Readings, lexicon: Lexicon) -> Floats:
    """By form, log P(form, reading) of the best reading, without context."""
    rows, ngrams = readings.rows, lexicon.ngrams
    plain = (rows.extra == 0) & (rows.into != lexicon.special["<unk>"])
    prior = np.where(
        plain,
        restore(ngrams.unigram[rows.into]),
        rows.extra + restore(ngrams.continuation[rows.into]),
    )
    return np.asarray(np.maximum.reduceat(rows.channel + prior, readings.start))
