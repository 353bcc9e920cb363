"""The engines' channels, learned from pages of real OCR beside their truth, as one table of rules.

`confusions` counts how often each truth segment was read as each observed one; here the counts
become probabilities.  What one engine was never seen to do keeps a share of what the others do.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf
from operator import mul
from typing import Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log
else:
    from math import exp, log

from svfix.channel.model import Channel
from svfix.channel.rules import Rules, Segment
from svfix.lexicon.alphabet import CODE
from svfix.lexicon.store import Lexicon
from svfix.uncompiled import Buffer

ANY, CLEAN = "any", "clean"
LETTERS = "abcdefghijklmnopqrstuvwxyzåäöé"
MISREAD = (
    "0123456789&|!$¢¥§@{}[]()<>\\�¦°^_~£€©®çèêëáàâíìîïóòôúùûüñýÿøæ"  # what letters are read as
)
STRENGTH = 20.0  # how many counts the other engines' opinion is worth
STRENGTH_LONG = 100.0  # the same for segments of more than one character, which are rarer
RIGHT = 0.99  # how often a letter is read as what it is, where nothing is known
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
MADE_UP = 0.1
"""How much rarer letters are lost and made up where it is mostly right: writers' fingers do that,
too."""

CLEAN_LOST_SPACE = 1e-6
CLEAN_SHARE = 3e-5  # a clean text errs this much where engines err: slips of the keyboard
CLEAN_MOST = 0.01  # how often engines err at most, for that: some have no å at all


@dataclass(frozen=True, eq=False)
class Engines:
    """Log-probabilities (nats) of all rules under all engines.

    `logp[e][r]` is of rule `r` under `names[e]`; the last one is of a space that was lost.
    """

    names: tuple[str, ...]
    rules: Rules
    logp: tuple[Buffer, ...]

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The engines that pages were seen of."""
        return self.names[: -len((ANY, CLEAN))]

    @cached_property
    def boldest(self) -> Channel:
        """The channel under which each rule costs what the likeliest engine asks for it."""
        size: cython.Py_ssize_t = len(self.rules) + 1
        i: cython.Py_ssize_t
        logp: cython.const[cython.float][::1]
        found = array("f", [-inf]) * size
        best: cython.float[::1] = found
        for name, row in zip(self.names, self.logp, strict=True):
            if name == ANY:
                continue
            logp = row
            for i in range(size):
                best[i] = max(best[i], logp[i])
        return Channel.of(self.rules, found)

    def mixture(self, weights: Sequence[float]) -> Buffer:
        """log of the weighted average of the engines' probabilities by rule: 32-bit floats."""
        size: cython.Py_ssize_t = len(self.rules) + 1
        i: cython.Py_ssize_t
        logp: cython.const[cython.float][::1]
        mean: cython.double[::1] = array("d", bytes(8 * size))
        share: cython.double
        nat: cython.double
        there = [(weight, self.logp[e]) for e, weight in enumerate(weights) if weight]
        if len(there) == 1 and there[0][0] == 1:
            return there[0][1]
        for weight, row in there:
            logp, share = row, weight
            for i in range(size):
                nat = logp[i]
                mean[i] += share * exp(nat)
        found = array("f", [-inf]) * size
        mixed: cython.float[::1] = found
        for i in range(size):
            if mean[i]:
                mixed[i] = log(mean[i])
        return found


def usable(truth: str, observed: str) -> bool:
    """Whether a segment can be a rule of the search inside a token.

    Punctuation is never made, and a figure may be a letter misread, but never nothing.
    """
    letter: cython.Py_UCS4
    for letter in truth:
        if letter.isspace() or (truth != observed and not letter.isalpha()):
            return False
    for letter in observed:
        if letter.isspace() or (not truth and letter.isdigit()):
            return False
    if len(truth + observed) > 1 and not (truth and observed):
        return False  # a piece of a line that was lost or made up, not of a word
    return bool(truth or observed) and CODE.keys() >= set(truth.lower())


def identities() -> set[Segment]:
    """The rules that read a letter as what it is."""
    letters = set(CODE) | {c.upper() for c in CODE if len(c.upper()) == 1}
    return {(c, c) for c in letters}


def anything() -> set[Segment]:
    """Rules that explain any damage of a single character, at a price."""
    truths = [*LETTERS, ""]
    pairs = {(t, o) for t in truths for o in (*LETTERS, *MISREAD, "") if t or o}
    return {(t, o) for t, o in pairs if t or not o.isdigit()}


@dataclass(frozen=True, eq=False)
class Counts:
    """How often engines read segments as which others, by engine and rule, with the space last.

    `seen` says how often a rule's truth was on their pages; both are doubles.
    """

    names: tuple[str, ...]
    read: list[Buffer]
    seen: list[Buffer]

    @staticmethod
    def of(confusions: Mapping[str, list[list[Any]]], rules: Rules) -> Counts:
        """Those of a table of confusions."""
        rows = [counted(table, rules) for table in confusions.values()]
        return Counts(tuple(confusions), [read for read, _ in rows], [seen for _, seen in rows])


def counted(table: list[list[Any]], rules: Rules) -> tuple[array[float], array[float]]:
    """What one engine read, and what was on its pages, by rule, with the space last."""
    behind = len(rules.letters)
    totals = array("d", bytes(8 * (behind + 1)))
    for truth, _, _, often in table:
        at = behind if truth == " " else rules.letters.get(truth, -1)
        if at >= 0:
            totals[at] = max(totals[at], often)  # some rows count a context of their own
    read, seen = (array("d", bytes(8 * (len(rules) + 1))) for _ in range(2))
    spread(totals, rules.letter, seen)
    for truth, observed, n, often in table:
        pair = (truth, observed)
        rule = len(rules) if pair == (" ", "") else rules.index.get(pair)
        if rule is not None:
            read[rule], seen[rule] = n, often
    return read, seen


@cython.ccall
@cython.exceptval(-1, check=False)
def spread(
    totals: cython.const[cython.double][::1],
    letter: cython.const[cython.int][::1],
    seen: cython.double[::1],
) -> cython.int:
    """Fill in what rules have by their truth segment, and what the space has, which is last."""
    i: cython.Py_ssize_t
    for i in range(len(letter)):
        seen[i] = totals[letter[i]]
    seen[len(letter)] = totals[len(totals) - 1]
    return 0


def gather(
    confusions: Mapping[str, list[list[Any]]],
    shapes: Iterable[list[Any]] = (),
    varieties: Iterable[list[Any]] = (),
) -> Engines:
    """The engines of a confusion table, any engine, and `clean`."""
    segments = identities() | anything() | TWICE_READ | IN_STROKES
    pairs = {(truth, observed) for table in confusions.values() for truth, observed, _, _ in table}
    segments |= {pair for pair in pairs if usable(*pair)}
    alike = {(t, o): n / seen for t, o, n, seen in shapes if t != o and usable(t, o)}
    spelt = spellings(varieties)
    rules = Rules.of(segments | alike.keys() | spelt.keys(), spelt.keys())
    counts = Counts.of(confusions, rules)
    unseen = [rules.index[pair] for pair in (alike.keys() | spelt.keys()) - segments]
    *known, clean = probabilities(counts, rules)
    for logp in (*known, clean):
        for rule in unseen:
            logp[rule] = NEVER
    unknown = any_engine(counts, rules, alike)
    for pair, rule in rules.varieties.items():
        for logp in (*known, clean):
            logp[rule] = log(SELDOM * spelt[pair])
        unknown[rule] = log(spelt[pair])
    columns = (*known, unknown, clean)
    return Engines((*confusions, ANY, CLEAN), rules, columns)


def spellings(varieties: Iterable[list[Any]]) -> dict[Segment, float]:
    """How often another time spelt a segment otherwise, in small letters and with a capital."""
    found = {(t, o): (n + 1) / (seen + RARE) for t, o, n, seen in varieties}
    titled = {(t.capitalize(), o.capitalize()): p for (t, o), p in found.items()}
    return {pair: p for pair, p in (found | titled).items() if usable(*pair) and pair[1].isalpha()}


def probabilities(counts: Counts, rules: Rules) -> list[array[float]]:
    """Smoothed log-probabilities of the engines and, last, of clean text."""
    own, lowest = pooled(counts, rules), least(rules)
    twice = [rules.index[pair] for pair in TWICE_READ]
    rows = zip(counts.read, counts.seen, strict=True)
    engines = [smoothed(read, seen, own, lowest, rules) for read, seen in rows]
    for p in engines:
        for rule in twice:
            right = rules.index[rules.truth[rule], rules.truth[rule]]
            p[rule] += TWICE * (1 - p[right])
    return [logs(p) for p in [*engines, of_clean(own, rules)]]


def pooled(counts: Counts, rules: Rules) -> array[float]:
    """How often the engines together do what each rule says; once is never for longer segments."""
    sizes: cython.const[cython.int][::1] = rules.sizes
    size: cython.Py_ssize_t = len(sizes) + 1
    read: cython.const[cython.double][::1]
    seen: cython.const[cython.double][::1]
    often: cython.double[::1] = array("d", bytes(8 * size))
    there: cython.double[::1] = array("d", bytes(8 * size))
    i: cython.Py_ssize_t
    e: cython.Py_ssize_t
    long: cython.bint
    rare: cython.double = RARE
    for e in range(len(counts.names)):
        read, seen = counts.read[e], counts.seen[e]
        for i in range(size):
            long = i < size - 1 and sizes[i] > 1
            often[i] += max(read[i] - 1, 0.0) if long else read[i]
            there[i] += seen[i]
    found = array("d", bytes(8 * size))
    shares: cython.double[::1] = found
    for i in range(size):
        shares[i] = often[i] / (there[i] + rare)
    return found


def smoothed(
    read: Buffer, seen: Buffer, pooled: Buffer, lowest: Buffer, rules: Rules
) -> array[float]:
    """The probabilities of an engine, smoothed by what all engines do."""
    reads: cython.const[cython.double][::1] = read
    there: cython.const[cython.double][::1] = seen
    share: cython.const[cython.double][::1] = pooled
    floors: cython.const[cython.double][::1] = lowest
    sizes: cython.const[cython.int][::1] = rules.sizes
    same: cython.const[cython.uchar][::1] = rules.same
    size: cython.Py_ssize_t = len(sizes) + 1
    long: cython.bint
    i: cython.Py_ssize_t
    n: cython.double
    others: cython.double = OTHERS
    expected: cython.double
    strength: cython.double
    found = array("d", bytes(8 * size))
    p: cython.double[::1] = found
    for i in range(size):
        long = i < size - 1 and sizes[i] > 1
        n = max(reads[i] - 1, 0.0) if long else reads[i]
        strength = STRENGTH_LONG if long else STRENGTH
        expected = RIGHT if i < size - 1 and same[i] else others * share[i]
        p[i] = max((n + strength * expected) / (there[i] + strength), floors[i])
    return found


def of_clean(pooled: array[float], rules: Rules) -> array[float]:
    """The probabilities of clean text: slips of the keyboard."""
    found = array("d", [CLEAN_SHARE * min(p, CLEAN_MOST) + GENERIC / 100 for p in pooled])
    for rule, same in enumerate(rules.same.tolist()):
        if same:
            found[rule] = 1
    found[len(rules)] = CLEAN_LOST_SPACE
    return found


def any_engine(counts: Counts, rules: Rules, alike: Mapping[Segment, float]) -> array[float]:
    """Log-probabilities of an engine that nobody has seen and that reads well.

    What it does is what the others do where they err, each brought to the same share of letters
    that are wrong, and weighed by how much it tells of any; and to a share of `SHAPES`, what looks
    `alike`.
    """
    weigh = {name: SWEDISH.get(name, 1.0) for name in counts.names}
    rate = array("d", bytes(8 * (len(rules) + 1)))
    stood = array("d", bytes(8 * (len(rules) + 1)))
    for name, read, seen in zip(counts.names, counts.read, counts.seen, strict=True):
        share = weigh[name] / sum(weigh.values()) / errors(read, seen, rules)
        add(rate, stood, read, seen, share)
    look = array("d", bytes(8 * (len(rules) + 1)))
    for pair, p in alike.items():
        look[rules.index[pair]] = p
    errs = errors(array("d", map(mul, look, stood)), stood, rules)
    seldom = array("d", [*map(lowest, rules.truth, rules.observed), MADE_UP * LOST])
    blended(rate, look, seldom, errs)
    for rule, same in enumerate(rules.same.tolist()):
        if same:
            rate[rule] = 1 - ERRORS
    return logs(rate)


@cython.ccall
@cython.exceptval(-1, check=False)
def blended(
    rate: cython.double[::1],
    look: cython.const[cython.double][::1],
    seldom: cython.const[cython.double][::1],
    errs: cython.double,
) -> cython.int:
    """Make rates the probabilities of an engine that errs so often and does what looks alike too.

    `errs` is the share of letters that is misread as what looks alike.
    """
    alike: cython.double = SHAPES
    often: cython.double = ERRORS
    i: cython.Py_ssize_t
    for i in range(len(rate)):
        rate[i] = often * ((1 - alike) * rate[i] + alike * look[i] / errs) + seldom[i]
    return 0


def errors(read: Buffer, seen: Buffer, rules: Rules) -> float:
    """The share of letters that were misread, or made of others; 1 where none was."""
    reads: cython.const[cython.double][::1] = read
    there: cython.const[cython.double][::1] = seen
    wrong: cython.const[cython.uchar][::1] = rules.wrong
    same: cython.const[cython.uchar][::1] = rules.same
    sizes: cython.const[cython.int][::1] = rules.sizes
    i: cython.Py_ssize_t
    misread: cython.double = 0
    letters: cython.double = 0
    for i in range(len(sizes)):
        if wrong[i] and sizes[i]:
            misread += reads[i]
        elif same[i] and sizes[i] == 1:
            letters += there[i]
    return misread / letters if misread else 1.0


@cython.ccall
@cython.exceptval(-1, check=False)
def add(
    rate: cython.double[::1],
    stood: cython.double[::1],
    read: cython.const[cython.double][::1],
    seen: cython.const[cython.double][::1],
    share: cython.double,
) -> cython.int:
    """Add an engine's share to how often rules were used, and to how often their truth stood."""
    rare: cython.double = RARE
    i: cython.Py_ssize_t
    for i in range(len(rate)):
        rate[i] += share * (read[i] / (seen[i] + rare))
        stood[i] += seen[i]
    return 0


@lru_cache(maxsize=1)
def least(rules: Rules) -> array[float]:
    """The least probability of each rule under any engine, and of a lost space."""
    return array("d", [*map(floor, rules.truth, rules.observed), LOST])


def floor(truth: str, observed: str) -> float:
    """The least probability of a rule by itself."""
    if not (truth and observed):
        return LOST
    if (truth, observed) in IN_STROKES:
        return STROKES
    return LOOKALIKE if observed in LOOKALIKES.get(truth, "") else GENERIC


def lowest(truth: str, observed: str) -> float:
    """The least probability of a rule where it is mostly right."""
    least = floor(truth, observed)
    return least if truth and observed else MADE_UP * least


def logs(p: array[float]) -> array[float]:
    """The logarithms of probabilities: 32-bit floats."""
    share: cython.const[cython.double][::1] = p
    i: cython.Py_ssize_t
    found = array("f", bytes(4 * len(p)))
    nats: cython.float[::1] = found
    for i in range(len(share)):
        nats[i] = log(share[i])
    return found


@lru_cache(maxsize=4)
def of(lexicon: Lexicon) -> Engines:
    """The engines whose confusions a lexicon carries."""
    return gather(lexicon.confusions, lexicon.shapes, lexicon.varieties)
