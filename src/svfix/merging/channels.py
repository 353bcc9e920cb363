"""Channels: how each reading was misread, told by what all of them say."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from math import exp, log

from svfix.channel import engines
from svfix.channel.model import Channel
from svfix.channel.profile import STRENGTH, STRENGTH_LONG
from svfix.channel.rules import Segment
from svfix.channel.segmentation import Segmenter
from svfix.lexicon.store import Lexicon

ANY_SHARE = 0.15
"""What is left to engines that nobody has seen, whichever of the known ones is likeliest."""

DEPENDENT = 5.0
"""How many segments say as much as one would by itself: those of a page come together."""

Pairs = Iterable[Segment]
"""Words of the page, as far as they are known, and what was read for each."""


def estimated(pairs: Pairs, lexicon: Lexicon) -> Channel:
    """The channel under which words of a page, now known, were read as what they were.

    The engines' shares are those that explain the segments best; the segments themselves are
    counted beside them, as in a document's profile.
    """
    table = engines.of(lexicon)
    any_engine = table.logp[table.names.index(engines.ANY)]
    seen = counted(pairs, Segmenter(Channel.of(table.rules, any_engine)))
    logp = array("f", bytes(memoryview(table.mixture(shares(seen, table)))))
    stood: Counter[str] = Counter()
    for (truth, _), often in seen.items():
        stood[truth] += often
    for truth, often in stood.items():
        strength = STRENGTH_LONG if len(truth) > 1 else STRENGTH
        for rule in table.rules.of_truth.get(truth, ()) if truth else ():
            used = seen.get((truth, table.rules.observed[rule]), 0)
            logp[rule] = log((used + strength * exp(logp[rule])) / (often + strength))
    return Channel.of(table.rules, logp)


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


def counted(pairs: Pairs, under: Segmenter) -> Counter[Segment]:
    """How often each segment was read as which."""
    found: Counter[Segment] = Counter()
    letters: Counter[str] = Counter()
    for truth, observed in pairs:
        if truth == observed:
            letters.update(truth)
        else:
            found.update(under.segments(truth, observed))
    for letter, often in letters.items():
        found[letter, letter] += often
    return found
