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
from svfix.lexicon.store import Lexicon
from svfix.runs import openings

Floats = npt.NDArray[np.floating]
Longs = npt.NDArray[np.int64]

PIECES = 4  # of a word at most
INVENTED = 9.0  # nats for each space that an engine saw inside a word
SURER = 2.0  # nats by which the whole has to be likelier than its pieces
SHORTEST = 6  # letters of a word that is put together
LIKELIEST = -6.0  # log-probability of the commonest words that long
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
    first, size = candidates(text, tokens, form, readings.known < 0)
    if not len(first):
        return
    best = np.maximum.reduceat(readings.scores, readings.start)[np.maximum(form, 0)]
    wanting = LIKELIEST - INVENTED * (size - 1) - together(best, first, size) >= SURER
    first, size = first[wanting], size[wanting]
    if not len(first):
        return
    said = [tokens.forms[i] for i in tokens.form.tolist()]
    whole = ["".join(said[a : a + n]) for a, n in zip(first.tolist(), size.tolist(), strict=True)]
    found = find(lexicon, channel, [searched(form) for form in whole], QUICK)
    found = found.take(np.flatnonzero(~(found.steps == SPACE).any(1)))
    found = found.take(openings(found.form))
    first, size = first[found.form], size[found.form]
    gain = found.score.astype(np.float64) - INVENTED * (size - 1)
    gain -= together(best, first, size)
    enough = np.flatnonzero(gain >= SURER)
    last = -1
    for row in enough[np.lexsort((-gain[enough], first[enough]))].tolist():
        a, b = int(first[row]), int(first[row] + size[row])
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
) -> tuple[Longs, Longs]:
    """The runs of tokens that may be one word: a space apart, and some of them no words.

    Where each begins and how many tokens it has, in order; all in letters, all in capitals or the
    later ones in small letters.
    """
    able = (tokens.kind == Kind.WORD) & (form >= 0) & (tokens.cut == 0)
    odd = able & unlisted[np.maximum(form, 0)]
    linked = able[:-1] & able[1:] & (tokens.start[1:] - tokens.end[:-1] == 1) & (odd[:-1] | odd[1:])
    for i in np.flatnonzero(linked).tolist():
        linked[i] = text[tokens.end[i]] == " "
    alpha, upper, lower = (
        np.fromiter(map(test, tokens.forms), bool, len(tokens.forms))
        for test in (str.isalpha, str.isupper, str.islower)
    )
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


def together(scores: Floats, first: Longs, size: Longs) -> Floats:
    """The sums of runs of scores, 2 … `PIECES` in each."""
    total = scores[first] + scores[first + 1]
    for more in range(2, PIECES):
        longer = np.flatnonzero(size > more)
        total[longer] += scores[first[longer] + more]
    return total
