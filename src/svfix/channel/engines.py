"""The engines' channels, learned from pages of real OCR beside their truth, as one table of rules.

`confusions` counts how often each truth segment was read as each observed one; here the counts
become probabilities.  What one engine was never seen to do keeps a share of what the others do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from svfix.channel.model import Channel, Rules, Segment
from svfix.lexicon.alphabet import CODE
from svfix.lexicon.store import Lexicon

Floats = npt.NDArray[np.float32]

ANY, CLEAN = "any", "clean"
LETTERS = "abcdefghijklmnopqrstuvwxyzåäöé"
MISREAD = (
    "0123456789&|!$¢¥§@{}[]()<>\\�¦°^_~£€©®çèêëáàâíìîïóòôúùûüñýÿøæ"  # what letters are read as
)
STRENGTH = 20.0  # how many counts the other engines' opinion is worth
STRENGTH_LONG = 100.0  # the same for segments of more than one character, which are rarer
OTHERS = 0.3  # the share of what the others do that an engine may do too
RARE = 1000.0  # how often the engines together have to see a segment to say what they do with it
GENERIC = 1e-5  # the probability of a segment that the engine was never seen to produce
LOOKALIKE = 3e-4  # the same for a letter read as the figure or letter that looks like it
LOOKALIKES = {"l": "1I|i", "i": "1l|", "o": "0", "s": "5", "b": "6", "ö": "6", "ä": "4", "å": "4"}
LOST = 5e-5  # the same for a character lost or invented
TWICE = 1e-3  # how often å, ä or ö is read twice over in each way, where it is read wrong
TWICE_READ = {(t, a + b) for t in "åäö" for a in "adoié" for b in "adoié" if a != b}
STROKES = 3e-4  # how often two letters of upright strokes change places: engines part them anew
IN_STROKES = {(a + b, b + a) for a in "mniu" for b in "mniu" if a != b}  # `minst`, read as `mnist`
ERRORS = 0.005  # of letters that any engine misreads, where it knows the language and reads well
SWEDISH = {"swe": 3.0, "prop1": 3.0, "prop2": 3.0}
"""How much more than others the engines that know Swedish tell of any engine: the others lose å, ä
and ö, which is no error here or there."""
SELDOM = 0.002  # of the texts that were misread all over are in another spelling
SHAPES = 0.2  # of what any engine misreads looks alike, and no engine at hand was seen to do it
NEVER = -20.0  # log-probability of what looks alike for an engine that was seen, and did not do it
UNSEEN = 0.1  # how much rarer what no engine was seen to do is where it is mostly right
CLEAN_LOST_SPACE = 1e-6
CLEAN_SHARE = 3e-5  # a clean text errs this much where engines err: slips of the keyboard
CLEAN_MOST = 0.01  # how often engines err at most, for that: some have no å at all


@dataclass(frozen=True)
class Engines:
    """Log-probabilities (nats) of all rules under all engines.

    `logp[e, r]` is of rule `r` under `names[e]`; the last column is of a space that was lost.
    """

    names: tuple[str, ...]
    rules: Rules
    logp: Floats

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The engines that pages were seen of."""
        return self.names[: -len((ANY, CLEAN))]

    @cached_property
    def boldest(self) -> Channel:
        """The channel under which each rule costs what the likeliest engine asks for it."""
        logp = np.delete(self.logp, self.names.index(ANY), 0).max(0)
        return Channel(self.rules, -logp[:-1], -float(logp[-1]))


def usable(truth: str, observed: str) -> bool:
    """Whether a segment can be a rule of the search inside a token.

    Punctuation is never made, and a figure may be a letter misread, but never nothing.
    """
    if not truth and any(c.isdigit() for c in observed):
        return False
    if any(c.isspace() for c in truth + observed):
        return False
    if truth != observed and any(not c.isalpha() for c in truth):
        return False
    if len(truth + observed) > 1 and not (truth and observed):
        return False  # a piece of a line that was lost or made up, not of a word
    return bool(truth or observed) and all(c in CODE for c in truth.lower())


def identities() -> set[Segment]:
    letters = set(CODE) | {c.upper() for c in CODE if len(c.upper()) == 1}
    return {(c, c) for c in letters}


def anything() -> set[Segment]:
    """Rules that explain any damage of a single character, at a price."""
    truths = [*LETTERS, ""]
    pairs = {(t, o) for t in truths for o in (*LETTERS, *MISREAD, "") if t or o}
    return {(t, o) for t, o in pairs if t or not o.isdigit()}


def gather(
    confusions: Mapping[str, list[list[Any]]],
    shapes: Iterable[list[Any]] = (),
    varieties: Iterable[list[Any]] = (),
) -> Engines:
    """The engines of a confusion table, any engine, and `clean`."""
    names = tuple(confusions)
    segments = identities() | anything() | TWICE_READ | IN_STROKES
    for table in confusions.values():
        segments |= {(t, o) for t, o, _, _ in table if usable(t, o)}
    alike = {(t, o): n / seen for t, o, n, seen in shapes if usable(t, o) and t != o}
    spelt = spellings(varieties)
    rules = Rules.of(segments | alike.keys() | spelt.keys(), spelt.keys())
    counts = np.zeros((len(names), len(rules) + 1))
    seen = np.zeros_like(counts)
    for e, name in enumerate(names):
        totals: Counter[str] = Counter()
        for t, _, _, n in confusions[name]:
            totals[t] = max(totals[t], n)  # some rows count a context of their own
        seen[e] = [totals[t] for t in (*rules.truth, " ")]
        for t, o, n, there in confusions[name]:
            rule = len(rules) if (t, o) == (" ", "") else rules.index.get((t, o))
            if rule is not None:
                counts[e, rule], seen[e, rule] = n, there
    own = np.array([SWEDISH.get(name, 1.0) for name in names])
    known = probabilities(counts, seen, rules)
    known[:, [rules.index[pair] for pair in (alike.keys() | spelt.keys()) - segments]] = NEVER
    unknown = any_engine(counts, seen, rules, own / own.sum(), alike)
    logp = np.vstack([known[:-1], unknown, known[-1:]])
    for pair, rule in rules.varieties.items():
        logp[:, rule] = np.log(SELDOM * spelt[pair])
        logp[-2, rule] = np.log(spelt[pair])
    return Engines((*names, ANY, CLEAN), rules, logp)


def spellings(varieties: Iterable[list[Any]]) -> dict[Segment, float]:
    """How often another time spelt a segment otherwise, in small letters and with a capital."""
    found = {(t, o): (n + 1) / (seen + RARE) for t, o, n, seen in varieties}
    titled = {(t.capitalize(), o.capitalize()): p for (t, o), p in found.items()}
    return {pair: p for pair, p in (found | titled).items() if usable(*pair) and pair[1].isalpha()}


def probabilities(
    counts: npt.NDArray[np.float64], seen: npt.NDArray[np.float64], rules: Rules
) -> Floats:
    """Smoothed log-probabilities of the engines and, last, of clean text."""
    same = np.append(rules.same, False)
    single = np.append(rules.sizes <= 1, True)
    strength = np.where(single, STRENGTH, STRENGTH_LONG)
    counts = np.where(single, counts, np.maximum(counts - 1, 0))
    pooled = counts.sum(0) / (seen.sum(0) + RARE)
    expected = np.where(same, 0.99, OTHERS * pooled)
    engines = (counts + strength * expected) / (seen + strength)
    engines = np.maximum(engines, least(rules))
    engines += TWICE * twice(rules) * (1 - engines[:, letters(rules)])
    clean = np.where(same, 1.0, CLEAN_SHARE * np.minimum(pooled, CLEAN_MOST) + GENERIC / 100)
    clean[-1] = CLEAN_LOST_SPACE
    return np.asarray(np.log(np.vstack([engines, clean])), np.float32)


def any_engine(
    counts: npt.NDArray[np.float64],
    seen: npt.NDArray[np.float64],
    rules: Rules,
    own: npt.NDArray[np.float64],
    alike: Mapping[Segment, float],
) -> Floats:
    """Log-probabilities of an engine that nobody has seen and that reads well.

    What it does is what the others do where they err, each brought to the same share of letters
    that are wrong, and weighed by its `own` share; and to a share of `SHAPES`, what looks `alike`.
    """
    wrong = ~rules.same & (rules.sizes > 0) & ~rules.variety
    letter = rules.same & (rules.sizes == 1)
    errs = counts[:, :-1][:, wrong].sum(1) / seen[:, :-1][:, letter].sum(1)
    rate = counts / (seen + RARE) / errs[:, None]
    look = np.zeros(len(rules) + 1)
    look[[rules.index[pair] for pair in alike]] = list(alike.values())
    stood = seen[:, :-1].sum(0)
    errs = float((look[:-1] * stood)[wrong].sum() / stood[letter].sum()) or 1.0
    p = ERRORS * ((1 - SHAPES) * own @ rate + SHAPES * look / errs) + UNSEEN * least(rules)
    p[:-1][rules.same] = 1 - ERRORS
    return np.asarray(np.log(p), np.float32)


def least(rules: Rules) -> npt.NDArray[np.float64]:
    """The least probability of each rule under any engine."""
    return np.array([*map(floor, rules.truth, rules.observed), LOST])


def floor(truth: str, observed: str) -> float:
    """The least probability of a rule by itself."""
    if not (truth and observed):
        return LOST
    if (truth, observed) in IN_STROKES:
        return STROKES
    return LOOKALIKE if observed in LOOKALIKES.get(truth, "") else GENERIC


def twice(rules: Rules) -> npt.NDArray[np.bool_]:
    """The rules by which å, ä or ö was read twice over: `maétet`, `daven`."""
    pairs = zip(rules.truth, rules.observed, strict=True)
    return np.array([*((t, o) in TWICE_READ for t, o in pairs), False], bool)


def letters(rules: Rules) -> npt.NDArray[np.int64]:
    """By rule, the one that reads its truth as what it is, where that is a single letter."""
    index = [rules.index.get((t, t), 0) for t in rules.truth]
    return np.array([*index, 0], np.int64)


@lru_cache(maxsize=4)
def of(lexicon: Lexicon) -> Engines:
    """The engines whose confusions a lexicon carries."""
    return gather(lexicon.confusions, lexicon.shapes, lexicon.varieties)
