"""The profile: a document's own channel, as it was estimated from what the document itself shows.

What is kept is not the channel but what it is made of: the engines' shares and the counts of the
last round.  That is little, and it means the same under any build of the lexicon.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from svfix.channel import engines
from svfix.channel.habits import Habits
from svfix.channel.model import Channel, Rules
from svfix.channel.noise import level, scaled
from svfix.channel.variety import doubted
from svfix.lexicon.store import Lexicon

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Count = tuple[str, str, float]  # a letter, what it was read as, how often
SPACES = (" ", ""), (" ", " ")  # what is counted of spaces: lost, and read

STRENGTH = 60.0  # how many counts the engines' opinion of a rule is worth
STRENGTH_LONG = 20.0  # the same for rules of a longer segment, of which few are on a page
MUCH = 0.2  # of the words of a document that an engine misread all over, when rates are averaged
CHANCE = 0.5  # how often a confusion may seem to be needed by mistake
DECIMALS = 6  # of the counts that are kept
KNOWN_DOUBT = 0.01  # what doubt is taken for before a text's words are seen


@dataclass(frozen=True)
class Profile:
    """A document's channel.

    `weights` says how much of each engine there is in it (they sum to 1); `read` how often the
    document showed a letter of the page read as what, expected counts in a sample of its forms.  A
    clean document has none: what looks misread in it is most likely right.  `marks` are the reject
    marks that stand for a letter in it, `doubt` is what its words' likeliest readings leave to
    others of the probability, on average, which tells how far the readings can be trusted.  `rate`
    is the share of words that are misread in a document which is mostly read right; None where that
    is for each text to show.  `variety` says how often the document spelt a segment as another time
    did.
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
        weights = dict(self.weights)
        return weights.get(engines.CLEAN, 0.0) + weights.get(engines.ANY, 0.0) > 0.5

    @cached_property
    def heard(self) -> bool:
        """Whether it was counted from words in context, as that of a badly damaged text is."""
        return not self.clean and any(len(letter) > 1 for letter, _, _ in self.read)

    def channel(self, lexicon: Lexicon) -> Channel:
        """The channel over the rules of a lexicon's engines.

        An engine or a rule that the lexicon does not have is left out of account.
        """
        if self.clean and self.read:
            return self.habits(lexicon).channel()
        rules = engines.of(lexicon).rules
        logp = self._prior(lexicon)
        if self.read:
            logp = renewed(logp, *counts(self.read, self.variety, rules), rules)
        return Channel(rules, -logp[:-1], -float(logp[-1]))

    def habits(self, lexicon: Lexicon, old: float = 1.0) -> Habits:
        """What a document that is mostly read right does again and again.

        `old` is how likely it is in another time's spelling.
        """
        rules = engines.of(lexicon).rules
        prior = doubted(self._prior(lexicon), old, rules)
        return Habits(rules, prior, counts(self.read, self.variety, rules)[0])

    def noise(self, lexicon: Lexicon) -> float:
        """How many times as often as its engines mostly do the document was misread.

        That is known of one that was `heard`; of others it is 1.
        """
        if not self.heard:
            return 1.0
        rules = engines.of(lexicon).rules
        used = counts(self.read, self.variety, rules)[0][: -len(SPACES)]
        return level(self._prior(lexicon)[:-1], used, rules)

    def _prior(self, lexicon: Lexicon) -> Floats:
        """What the engines' channels say of each rule, as much as there is of each."""
        table = engines.of(lexicon)
        known = dict(self.weights)
        return mixture(table.logp, np.array([known.get(name, 0.0) for name in table.names]))

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


def mixture(logp: Floats, weights: Doubles) -> Floats:
    """log of the weighted average of probabilities by column."""
    some = np.flatnonzero(weights)
    if len(some) == 1:
        return np.asarray(logp[some[0]] + np.log(weights[some[0]]), np.float32)
    return np.asarray(np.log(weights[some] @ np.exp(logp[some].astype(np.float64))), np.float32)


def renewed(prior: Floats, used: Doubles, right: Mapping[str, float], rules: Rules) -> Floats:
    """The channel that counts of the rules suggest, smoothed by a prior one.

    `right` is how often longer segments were read as what they are, which no one rule says, if the
    text was counted in context; where none of a segment's readings was, its rules stay.  The last
    two counts are of spaces lost and read.
    """
    used, lost, kept = used[:-2], used[-2], used[-1]
    if right:  # counted in context, and so well enough
        prior = np.append(scaled(prior[:-1], level(prior[:-1], used, rules), rules), prior[-1:])
    seen = np.bincount(rules.letter, used)
    for segment, n in right.items():
        if (letter := rules.letters.get(segment)) is not None:
            seen[letter] += n
    strength = np.where(rules.sizes > 1, STRENGTH_LONG, STRENGTH)
    p = (used + strength * np.exp(prior[:-1])) / (seen[rules.letter] + strength)
    logp = np.where(rules.sizes > 0, np.log(p), prior[:-1])  # what was invented stood nowhere
    space = np.log((lost + STRENGTH * np.exp(prior[-1])) / (lost + kept + STRENGTH))
    return np.append(logp, space).astype(np.float32)


def counts(
    read: Iterable[Count], variety: Iterable[Count], rules: Rules
) -> tuple[Doubles, dict[str, float]]:
    """The counts of a profile by rule, with those of spaces lost and read behind them.

    And by longer segment, how often it was read as what it is.
    """
    used = np.zeros(len(rules) + len(SPACES))
    right = {}
    place = rules.index | {pair: len(rules) + i for i, pair in enumerate(SPACES)}
    for truth, observed, n in read:
        if (rule := place.get((truth, observed))) is not None:
            used[rule] = n
        elif truth == observed:
            right[truth] = n
    for today, then, n in variety:
        if (rule := rules.varieties.get((today, then))) is not None:
            used[rule] = n
    return used, right


def kept(
    used: Doubles, rules: Rules, segments: Mapping[str, float] | None = None, least: float = 0.0
) -> tuple[Count, ...]:
    """The counts by rule that a profile keeps, those above the least.

    `segments` says how often longer segments were on the page; without it they are not kept.
    """
    sizes = rules.sizes
    able = ((sizes == 1) | (segments is not None)) & ~rules.variety
    rows = np.flatnonzero((used[:-2] > least) & able)
    read = [((rules.truth[i], rules.observed[i]), float(used[i])) for i in rows.tolist()]
    right = dict(segments or {})
    for (truth, _), n in read:
        if truth in right:
            right[truth] = max(right[truth] - n, 0)
    read += [((segment, segment), n) for segment, n in right.items()]
    return in_order([*read, *zip(SPACES, used[-2:].tolist(), strict=True)])


def spelt(used: Doubles, rules: Rules, least: float = 0.0) -> tuple[Count, ...]:
    """The counts of another time's spellings that a profile keeps, those above the least."""
    rows = np.flatnonzero((used[: len(rules)] > least) & rules.variety)
    return in_order(((rules.truth[i], rules.observed[i]), float(used[i])) for i in rows.tolist())


def in_order(read: Iterable[tuple[tuple[str, str], float]]) -> tuple[Count, ...]:
    """Counts by letter, the commonest first, rounded."""
    rows = [(letter, observed, round(float(n), DECIMALS)) for (letter, observed), n in read]
    return tuple(sorted((row for row in rows if row[2]), key=lambda r: (r[0], -r[2], r[1])))
