"""The profile: a document's own channel, as it was estimated from what the document itself shows.

What is kept is not the channel but what it is made of: the engines' shares and the counts of the
last round.  That is little, and it means the same under any build of the lexicon.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf
from pathlib import Path

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log
else:
    from math import exp, log

from svfix.channel import engines
from svfix.channel.habits import Habits
from svfix.channel.model import Channel
from svfix.channel.noise import level, scaled, stood
from svfix.channel.rules import Rules
from svfix.channel.variety import LEAST as LEAST_OLD
from svfix.channel.variety import doubted
from svfix.lexicon.store import Lexicon
from svfix.uncompiled import Buffer

Count = tuple[str, str, float]  # a letter, what it was read as, how often
SPACES = (" ", ""), (" ", " ")  # what is counted of spaces: lost, and read

STRENGTH = 60.0  # how many counts the engines' opinion of a rule is worth
STRENGTH_LONG = 20.0  # the same for rules of a longer segment, of which few are on a page
MUCH = 0.2  # of the words of a document that an engine misread all over, when rates are averaged
CHANCE = 0.5  # how often a confusion may seem to be needed by mistake
DECIMALS = 6  # of the counts that are kept
KNOWN_DOUBT = 0.01  # what doubt is taken for before a text's words are seen

SHORT = cython.declare(cython.double, STRENGTH)
LONG = cython.declare(cython.double, STRENGTH_LONG)


@dataclass(frozen=True)
class Profile:
    """A document's channel.

    `weights` says how much of each engine there is in it (they sum to 1); `read` how often the
    document showed a letter of the page read as what, expected counts in a sample of its forms.  A
    clean document has none: what looks misread in it is most likely right.  `marks` are the reject
    marks that stand for a letter in it, `doubt` is what its words' likeliest hypotheses leave to
    others of the probability, on average, which tells how far the hypotheses can be trusted.
    `rate` is the share of words that are misread in a document which is mostly read right; None
    where that is for each text to show.  `variety` says how often the document spelt a segment as
    another time did.
    """

    weights: tuple[tuple[str, float], ...]
    read: tuple[Count, ...] = ()
    marks: str = ""
    doubt: float = KNOWN_DOUBT
    rate: float | None = None
    variety: tuple[Count, ...] = ()

    @cached_property
    def clean(self) -> bool:
        """Whether the document shows no damage."""
        right = (engines.CLEAN, engines.ANY)
        return sum([weight for name, weight in self.weights if name in right]) > 0.5

    @cached_property
    def re_estimated(self) -> bool:
        """Whether it was counted from words in context, as that of a badly damaged text is."""
        return not self.clean and any(len(letter) > 1 for letter, _, _ in self.read)

    def channel(self, lexicon: Lexicon) -> Channel:
        """The channel over the rules of a lexicon's engines.

        An engine or a rule that the lexicon does not have is left out of account.
        """
        if self.clean and self.read:
            return self.habits(lexicon).channel()
        return channel(lexicon, self.weights, self.read, self.variety)

    def habits(self, lexicon: Lexicon, old: float = 1.0) -> Habits:
        """What a document that is mostly read right does again and again.

        `old` is how likely it is in another time's spelling.
        """
        rules = engines.of(lexicon).rules
        known = doubted_prior(lexicon, self.weights, max(old, LEAST_OLD))
        return Habits(rules, known, counts(self.read, self.variety, rules)[0])

    def as_figure(self, lexicon: Lexicon) -> float:
        """What its engines ask (nats) for the small letter they most often read as a figure."""
        logp = prior(lexicon, self.weights)
        return min((-logp[rule] for rule in engines.of(lexicon).rules.as_figures), default=inf)

    def noise(self, lexicon: Lexicon) -> float:
        """How many times as often as its engines mostly do the document was misread.

        That is known of one that was `re_estimated`; of others it is 1.
        """
        if not self.re_estimated:
            return 1.0
        rules = engines.of(lexicon).rules
        used, _ = counts(self.read, self.variety, rules)
        return level(prior(lexicon, self.weights), used, rules)

    @staticmethod
    def merged(profiles: Sequence[tuple[Profile, int]]) -> Profile:
        """The average of several texts' profiles, each with the size of its text, in any unit.

        As a clean text has no counts, the average's letters are made to be read right as often as
        it has its share in them.  Counts are averaged too: rare confusions are not counted in a
        text, so that a sum over many texts would all but rule them out.  Reject marks are those of
        at least half.
        """
        first = profiles[0][0]
        if all(profile == first for profile, _ in profiles):
            return first
        profiles = [(profile, n) for profile, n in profiles if n > 0]
        size = sum(n for _, n in profiles)
        weights: defaultdict[str, float] = defaultdict(float)
        read: defaultdict[tuple[str, str], float] = defaultdict(float)
        variety: defaultdict[tuple[str, str], float] = defaultdict(float)
        marks: defaultdict[str, float] = defaultdict(float)
        clean = 0.0
        for profile, n in profiles:
            share = n / size
            for name, weight in profile.weights:
                weights[name] += weight * share
            for letter, observed, k in profile.read:
                read[letter, observed] += k * share
            for today, then, k in profile.variety:
                variety[today, then] += k * share
            for mark in profile.marks:
                marks[mark] += share
            clean += 0 if profile.read else share
        for (letter, _), k in list(read.items()):
            read[letter, letter] += k * clean / (1 - clean)
        common = "".join(sorted(mark for mark, share in marks.items() if share >= 0.5))
        doubt = sum(profile.doubt * n for profile, n in profiles) / size
        rate = None
        if any(profile.rate is not None for profile, _ in profiles):
            rates = [(MUCH if profile.rate is None else profile.rate, n) for profile, n in profiles]
            rate = sum(r * n for r, n in rates) / size
        return Profile(
            tuple(weights.items()),
            in_order(read.items()),
            common,
            round(doubt, DECIMALS),
            None if rate is None else round(rate, DECIMALS),
            in_order(variety.items()),
        )

    def save(self, path: str | Path) -> None:
        """Write the profile to a file, as JSON in UTF-8. Raises OSError."""
        from svfix.channel import profile_file

        Path(path).write_bytes(profile_file.to_json(self))

    @staticmethod
    def load(path: str | Path) -> Profile:
        """Read a profile that was saved.

        It makes the same repairs as the one saved, also with a lexicon that was built anew.
        Raises OSError, and ValueError with a sentence on what is wrong with the file.
        """
        from svfix.channel import profile_file

        return profile_file.read(Path(path))


@lru_cache(maxsize=8)
def prior(lexicon: Lexicon, weights: tuple[tuple[str, float], ...]) -> Buffer:
    """What the engines' channels say of each rule, as much as there is of each."""
    table, known = engines.of(lexicon), dict(weights)
    return table.mixture([known.get(name, 0.0) for name in table.names])


@lru_cache(maxsize=4)
def doubted_prior(
    lexicon: Lexicon, weights: tuple[tuple[str, float], ...], likely: float
) -> Buffer:
    """The same for a text that is only so likely in another time's spelling."""
    return doubted(prior(lexicon, weights), likely, engines.of(lexicon).rules)


@lru_cache(maxsize=4)
def channel(
    lexicon: Lexicon,
    weights: tuple[tuple[str, float], ...],
    read: tuple[Count, ...],
    variety: tuple[Count, ...],
) -> Channel:
    """The channel of a profile that is not clean, or shows nothing."""
    rules = engines.of(lexicon).rules
    logp = prior(lexicon, weights)
    if read:
        logp = renewed(logp, *counts(read, variety, rules), rules)
    return Channel.of(rules, logp)


def renewed(prior: Buffer, used: Buffer, right: Mapping[str, float], rules: Rules) -> Buffer:
    """The channel that counts of the rules suggest, smoothed by a prior one: 32-bit floats.

    `right` is how often longer segments were read as what they are, which no one rule says, if the
    text was counted in context; where none of a segment's hypotheses was, its rules stay.  The last
    two counts (doubles) are of spaces lost and read.
    """
    seen = stood(used, rules)
    if right:  # counted in context, and so well enough
        prior = scaled(prior, level(prior, used, rules), rules)
    for segment, n in right.items():
        if (letter := rules.letters.get(segment)) is not None:
            seen[letter] += n
    found = array("f", prior.tobytes())
    renew(found, used, seen, rules.letter, rules.sizes)
    return found


@cython.cfunc
@cython.exceptval(-1, check=False)
def renew(
    logp: cython.float[::1],
    used: cython.const[cython.double][::1],
    seen: cython.const[cython.double][::1],
    letter: cython.const[cython.int][::1],
    sizes: cython.const[cython.int][::1],
) -> cython.int:
    """Renew log-probabilities by counts, where there are any.

    `seen` is by truth segment how often it stood there, `letter` the segment of each rule, `sizes`
    how long it is.
    """
    size: cython.Py_ssize_t = len(letter)
    nat: cython.double
    strength: cython.double
    lost: cython.double = used[size]
    spaces: cython.double = lost + used[size + 1]
    i: cython.Py_ssize_t
    less: cython.double[::1] = array("d", [1.0]) * len(seen)  # of rules not used; 1: not known yet
    for i in range(size):
        if not sizes[i] or not seen[letter[i]]:  # what was invented stood nowhere
            continue
        strength = LONG if sizes[i] > 1 else SHORT
        if not used[i]:
            if less[letter[i]] > 0:
                less[letter[i]] = log(strength / (seen[letter[i]] + strength))
            nat = logp[i]
            logp[i] = nat + less[letter[i]]
            continue
        nat = logp[i]
        logp[i] = log((used[i] + strength * exp(nat)) / (seen[letter[i]] + strength))
    nat = logp[size]
    logp[size] = log((lost + SHORT * exp(nat)) / (spaces + SHORT))
    return 0


def beyond_chance(used: array[float], rules: Rules) -> None:
    """Take from counts by rule how often a confusion may seem to be needed by mistake."""
    uses: cython.double[::1] = used
    same: cython.const[cython.uchar][::1] = rules.same
    less: cython.double = CHANCE
    i: cython.Py_ssize_t
    for i in range(len(same)):
        if not same[i]:
            uses[i] = max(uses[i] - less, 0.0)


def counts(
    read: Iterable[Count], variety: Iterable[Count], rules: Rules
) -> tuple[Buffer, dict[str, float]]:
    """The counts of a profile by rule, with those of spaces lost and read behind them.

    And by longer segment, how often it was read as what it is.
    """
    used = array("d", [0.0]) * (len(rules) + len(SPACES))
    right = {}
    place = {pair: len(rules) + i for i, pair in enumerate(SPACES)}
    for truth, observed, n in read:
        pair = (truth, observed)
        rule = rules.index.get(pair, place.get(pair))
        if rule is not None:
            used[rule] = n
        elif truth == observed:
            right[truth] = n
    for today, then, n in variety:
        if (rule := rules.varieties.get((today, then))) is not None:
            used[rule] = n
    return used, right


def used_at_all(used: Buffer, rules: Rules) -> list[tuple[int, float]]:
    """The rules that were used, with how often each was; `used` says it of all."""
    uses: cython.const[cython.double][::1] = used
    found = []
    i: cython.Py_ssize_t
    for i in range(len(rules)):
        if uses[i] > 0:
            found.append((i, uses[i]))
    return found


def kept(
    used: Iterable[tuple[int, float]],
    spaces: Iterable[float],
    rules: Rules,
    segments: Mapping[str, float] | None = None,
    least: float = 0.0,
) -> tuple[Count, ...]:
    """The counts that a profile keeps of rules, those above the least; `spaces` were lost and read.

    `segments` says how often longer segments were on the page; without it they are not kept.
    """
    sizes: cython.const[cython.int][::1] = rules.sizes
    variety: cython.const[cython.uchar][::1] = rules.variety
    longer: cython.bint = segments is not None
    rule: cython.Py_ssize_t
    right = dict(segments or {})
    read = []
    for rule, often in used:
        if often > least and (longer or sizes[rule] == 1) and not variety[rule]:
            read.append(((rules.truth[rule], rules.observed[rule]), often))
    for (truth, _), often in read:
        if truth in right:
            right[truth] = max(right[truth] - often, 0)
    read += [((segment, segment), often) for segment, often in right.items()]
    return in_order([*read, *zip(SPACES, spaces, strict=True)])


def spelt(used: Iterable[tuple[int, float]], rules: Rules, least: float = 0.0) -> tuple[Count, ...]:
    """The counts of another time's spellings that a profile keeps, those above the least."""
    rows = [(rule, often) for rule, often in used if often > least and rules.variety[rule]]
    return in_order([((rules.truth[rule], rules.observed[rule]), often) for rule, often in rows])


def in_order(read: Iterable[tuple[tuple[str, str], float]]) -> tuple[Count, ...]:
    """Counts by letter, the commonest first, rounded."""
    rows = [(letter, observed, round(float(n), DECIMALS)) for (letter, observed), n in read]
    return tuple(sorted((row for row in rows if row[2]), key=lambda r: (r[0], -r[2], r[1])))
