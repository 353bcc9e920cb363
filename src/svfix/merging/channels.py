"""Channels: how each reading was misread, told by what all of them say."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import exp

from svfix.channel import engines
from svfix.channel.model import Channel
from svfix.channel.profile import SPACES, renewed
from svfix.channel.rules import Segment
from svfix.channel.segmentation import Segmenter
from svfix.lexicon.store import Lexicon

ANY_SHARE = 0.15
"""What is left to engines that nobody has seen, whichever of the known ones is likeliest."""

DEPENDENT = 5.0
"""How many segments say as much as one would by itself: those of a page come together."""

Pairs = Iterable[Segment]
"""Words of the page, as far as they are known, and what was read for each."""


def estimated(seen: Counter[Segment], lexicon: Lexicon) -> Channel:
    """The channel under which words of a page, now known, were read as what they were.

    `seen` is how often each segment was read as which.

    The engines' shares are those that explain the segments best; the segments themselves are
    counted beside them, as in a document's profile.
    """
    table = engines.of(lexicon)
    prior = table.mixture(shares(seen, table))
    used = array("d", bytes(8 * (len(table.rules) + len(SPACES))))
    for pair, often in seen.items():
        rule = table.rules.index.get(pair)
        if rule is not None:
            used[rule] = often
    return Channel.of(table.rules, renewed(prior, used, {}, table.rules))


@lru_cache(maxsize=1)
def any_engine(lexicon: Lexicon) -> Segmenter:
    """The segments under the channel of engines that nobody has seen."""
    table = engines.of(lexicon)
    return Segmenter(Channel.of(table.rules, table.logp[table.names.index(engines.ANY)]))


def shares(seen: Counter[Segment], table: engines.Engines) -> list[float]:
    """How much of each engine there is in what was counted."""
    rules = [(table.rules.index[pair], n) for pair, n in seen.items() if pair in table.rules.index]
    names = [name for name in table.names if name != engines.CLEAN]
    fits = {
        name: sum(n * logp[rule] for rule, n in rules) / DEPENDENT
        for name, logp in zip(table.names, table.logp, strict=True)
        if name in names
    }
    most = max(fits.values())
    weights = {name: exp(fit - most) for name, fit in fits.items()}
    total = sum(weights.values())
    found = [(1 - ANY_SHARE) * weights.get(name, 0.0) / total for name in table.names]
    found[table.names.index(engines.ANY)] += ANY_SHARE
    return found


def counted(pairs: Pairs, lexicon: Lexicon) -> Counter[Segment]:
    """How often each segment was read as which."""
    under = any_engine(lexicon)
    found: Counter[Segment] = Counter()
    same: list[str] = []
    for truth, observed in pairs:
        if truth == observed:
            same.append(truth)
        else:
            found.update(under.segments(truth, observed))
    letters = Counter("".join(same))
    for letter, often in letters.items():
        found[letter, letter] += often
    return found
