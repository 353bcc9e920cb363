"""What other languages are told by: how much likelier each word is in them than in Swedish.

Swedish is taken both as it is and as engines read it, so that `for`, `ar`, `pa` speak for it, too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

UNIT = 1 / 16  # nats a stored step
LEAST, MOST = -5.0, 4.5  # nats that one word can say
COMMON = 2e-5  # a Swedish form of this probability is known to be Swedish
NOISE = {1: 3e-3, 2: 1e-3, 3: 3e-5}  # scraps of this length turn up in any damaged page
UNSEEN = 1e-7  # the probability of a form that Swedish does not have
UNLISTED = 0.05  # what is not in a language's list is so much rarer than the rarest there
MISREAD = 0.01  # the least probability of a confusion that counts
DIACRITICS = "åäö"

Bytes = npt.NDArray[np.uint8]
Steps = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Languages:
    """log P(form | language) − log P(form | Swedish), stored in steps of `UNIT` nats.

    A row of `steps` for each line of `spelt`, and a last one, of zeros, for all other forms; a
    column for each of `names`.  `floor` is log P of a form that is in no list, by language.
    """

    names: tuple[str, ...]
    floor: tuple[float, ...]
    spelt: Bytes  # forms in lower case, a line each, in UTF-8
    steps: Steps

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of each form that is listed in some language or is common Swedish."""
        forms = self.spelt.tobytes().decode().split("\n")
        return {form: i for i, form in enumerate(forms)}

    @cached_property
    def loudest(self) -> Steps:
        """The evidence of each row for the language it speaks for most."""
        return np.asarray(self.steps.max(1))


def build(
    swedish: Mapping[str, float],
    lists: Mapping[str, Mapping[str, float]],
    confusions: Mapping[str, list[list[Any]]],
) -> Languages:
    """Compare lists of words with Swedish; all of them with probabilities."""
    read_as = misreadings(confusions)
    ours: dict[str, float] = {}
    for form, p in swedish.items():
        ours[form] = ours.get(form, 0.0) + p
        if p >= COMMON:
            for reading, share in readings(form, read_as):
                ours[reading] = ours.get(reading, 0.0) + p * share
    foreign = {form for words in lists.values() for form in words}
    forms = sorted(foreign | {form for form, p in ours.items() if p >= COMMON})
    known = np.log([max(ours.get(f, 0.0), NOISE.get(len(f), UNSEEN)) for f in forms])
    floor = [math.log(UNLISTED * min(words.values())) for words in lists.values()]
    theirs = np.array(
        [
            [math.log(words[f]) if f in words else least for f in forms]
            for words, least in zip(lists.values(), floor, strict=True)
        ]
    ).T
    steps = np.rint(np.clip(theirs - known[:, None], LEAST, MOST) / UNIT).astype(np.int8)
    steps = np.vstack([steps, np.zeros_like(steps[:1])])
    spelt = np.frombuffer("\n".join(forms).encode(), np.uint8)
    return Languages(tuple(lists), tuple(floor), spelt, steps)


def misreadings(confusions: Mapping[str, list[list[Any]]]) -> dict[str, dict[str, float]]:
    """What engines read å, ä and ö as, with the highest probability that any engine gives it."""
    found: dict[str, dict[str, float]] = {letter: {letter: 1.0} for letter in DIACRITICS}
    for rows in confusions.values():
        for truth, observed, count, seen in rows:
            if truth in found and observed and count >= MISREAD * seen:
                found[truth][observed] = max(found[truth].get(observed, 0.0), count / seen)
    return found


def readings(form: str, read_as: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[str, float]]:
    """A form as engines may read it, itself left out; a letter is read alike wherever it stands.

    >>> [reading for reading, _ in readings("för", {"ö": {"ö": 1.0, "é": 0.4, "o": 0.4}})]
    ['fér', 'for']
    """
    places = [c for c in dict.fromkeys(form) if c in read_as]
    options: Iterable[Iterable[tuple[str, float]]] = [read_as[c].items() for c in places]
    for chosen in product(*options):
        reading, share = form, 1.0
        for letter, (observed, p) in zip(places, chosen, strict=True):
            reading, share = reading.replace(letter, observed), share * p
        if reading != form:
            yield reading, share
