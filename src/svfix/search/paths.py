"""Paths through the trie that ended as candidates."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from typing import Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel.model import SPACE, UNITS, Channel, Rules
from svfix.search.beam import Candidates
from svfix.uncompiled import Buffer

NAT = cython.declare(cython.double, UNITS)
LOST = cython.declare(cython.int, SPACE)


@dataclass(frozen=True, eq=False)
class Paths:
    """Paths end to end: path `i` is `step[first[i]]` … `step[first[i + 1]]`.

    `step` has rule numbers and joints, both columns are whole numbers of 32 bits.
    """

    first: Buffer
    step: Buffer

    def __len__(self) -> int:
        return len(self.first) - 1

    def steps(self, i: int) -> list[int]:
        """The steps of one path."""
        found: list[int] = self.step[self.first[i] : self.first[i + 1]].tolist()
        return found

    def texts(self, which: Sequence[int], rules: Rules) -> list[str]:
        """What some of the paths write."""
        return [rules.spell(self.steps(i)) for i in which]


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found: candidates in columns, sorted by form, the best first.

    `form` is the observed form's number and `word` the lexicon's number of the last word (int32),
    `titled` whether they begin with a capital (bool), `prior` the log-probability of the words
    without context and `channel` that of the observed form given them (nats, float32).
    """

    form: Buffer
    word: Buffer
    titled: Buffer
    prior: Buffer
    channel: Buffer
    paths: Paths

    def __len__(self) -> int:
        return len(self.form)

    @staticmethod
    def of(found: Candidates) -> Found:
        """What the beam search found, in nats."""
        nothing = array("f", bytes(4 * len(found.form)))
        prior, channel = nothing[:], nothing
        restored(found.prior, prior)
        restored(found.channel, channel)
        titled = array("B", bytes(len(found.titled)))
        narrowed(found.titled, titled)
        return made([found.form, found.word, titled, prior, channel, found.first, found.steps])

    @staticmethod
    @cache
    def empty() -> Found:
        """No candidates."""
        return Table(0, 0).found()

    @cached_property
    def table(self) -> Table:
        """The candidates to read, one by one."""
        return Table(len(self.form), len(self.paths.step), self)

    @property
    def score(self) -> Any:
        """log P(form, candidate) in nats: float32."""
        table: Table = self.table
        scores = array("f", bytes(4 * table.size))
        score: cython.float[::1] = scores
        i: cython.int
        for i in range(table.size):
            score[i] = table.score(i)
        return scores

    def take(self, which: Buffer) -> Found:
        """Some of the candidates."""
        chosen: cython.const[cython.longlong][::1] = which
        old: Table = self.table
        steps: cython.int = 0
        i: cython.Py_ssize_t
        for i in range(len(chosen)):
            steps += old.first[chosen[i] + 1] - old.first[chosen[i]]
        new: Table = Table(len(chosen), steps)
        for i in range(len(chosen)):
            new.put(old, chosen[i], old.form[chosen[i]])
        return new.found()

    def replaced(self, which: Buffer, other: Found) -> Found:
        """With the candidates of the forms `which` taken from a search of those forms alone."""
        renewed: cython.const[cython.longlong][::1] = which
        old: Table = self.table
        again: Table = other.table
        new: Table = Table(old.size + again.size, old.end + again.end)
        i: cython.int = 0
        j: cython.int = 0
        k: cython.Py_ssize_t
        form: cython.int
        for k in range(len(renewed)):
            form = renewed[k]
            while i < old.size and old.form[i] < form:
                new.put(old, i, old.form[i])
                i += 1
            while i < old.size and old.form[i] == form:
                i += 1
            while j < again.size and again.form[j] == k:
                new.put(again, j, form)
                j += 1
        while i < old.size:
            new.put(old, i, old.form[i])
            i += 1
        return new.found()


def made(columns: list[Any]) -> Found:
    """The candidates of these columns, the last two of which are their paths."""
    form, word, titled, prior, channel, first, step = columns
    paths = Paths(first, step)
    return Found(form, word, titled, prior, channel, paths)


@cython.cfunc
@cython.exceptval(-1, check=False)
def restored(costs: cython.const[cython.int][::1], logp: cython.float[::1]) -> cython.int:
    """Fill in costs in units as log-probabilities in nats."""
    cost: cython.double
    i: cython.Py_ssize_t
    for i in range(len(costs)):
        cost = costs[i]
        logp[i] = -cost / NAT
    return 0


@cython.cfunc
@cython.exceptval(-1, check=False)
def narrowed(numbers: cython.const[cython.int][::1], to: cython.uchar[::1]) -> cython.int:
    """Fill in small numbers as bytes."""
    i: cython.Py_ssize_t
    for i in range(len(numbers)):
        to[i] = cython.cast(cython.uchar, numbers[i])
    return 0


@cython.final
@cython.cclass
class Table:
    """The columns of candidates, to read, or to write them one behind the other.

    There is room for so many candidates with so many steps in all; `size` and `end` are how many
    there are.
    """

    def __init__(self, room: int, steps: int, found: Found | None = None) -> None:
        columns: list[Any]
        if found is None:
            self.size = self.end = 0
            whole, real = array("i", bytes(4 * room)), array("f", bytes(4 * room))
            paths = [array("i", bytes(4 * room + 4)), array("i", bytes(4 * steps))]
            columns = [whole, whole[:], array("B", bytes(room)), real, real[:], *paths]
        else:
            self.size, self.end = room, steps
            columns = [found.form, found.word, found.titled, found.prior, found.channel]
            columns = [*columns, found.paths.first, found.paths.step]
        self.form, self.word, self.titled, self.prior, self.channel = columns[:5]
        self.first, self.step = columns[5:]
        self.columns = columns

    def found(self) -> Found:
        """What was written down."""
        columns = [each[: self.size] for each in self.columns[:5]]
        return made([*columns, self.columns[5][: self.size + 1], self.columns[6][: self.end]])

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def put(self, source: Table, i: cython.int, form: cython.int) -> cython.int:
        """Write down a candidate of another table, as one of a form."""
        at: cython.int = self.size
        step: cython.int
        self.form[at] = form
        self.word[at] = source.word[i]
        self.titled[at] = source.titled[i]
        self.prior[at] = source.prior[i]
        self.channel[at] = source.channel[i]
        for step in range(source.first[i], source.first[i + 1]):
            self.step[self.end] = source.step[step]
            self.end += 1
        self.size = at + 1
        self.first[self.size] = self.end
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def has(self, i: cython.int, step: cython.int) -> cython.bint:
        """Whether the path of a candidate has a step."""
        at: cython.int = self.first[i]
        behind: cython.int = self.first[i + 1]
        while at < behind and self.step[at] != step:
            at += 1
        return at < behind

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def score(self, i: cython.int) -> cython.double:
        """log P(form, candidate) in nats."""
        prior: cython.double = self.prior[i]
        channel: cython.double = self.channel[i]
        return prior + channel


def starts(found: Found, forms: int) -> array[int]:
    """The place of each form's first candidate, and one behind the last: whole numbers, 32 bits."""
    form: cython.const[cython.int][::1] = found.form
    places = array("i", bytes(4 * forms + 4))
    place: cython.int[::1] = places
    i: cython.Py_ssize_t
    for i in range(len(form)):
        place[form[i] + 1] += 1
    for i in range(forms):
        place[i + 1] += place[i]
    return places


def sizes(paths: Paths) -> array[int]:
    """How many steps each path has: whole numbers of 32 bits."""
    first: cython.const[cython.int][::1] = paths.first
    counts = array("i", bytes(4 * len(paths)))
    count: cython.int[::1] = counts
    i: cython.Py_ssize_t
    for i in range(len(count)):
        count[i] = first[i + 1] - first[i]
    return counts


def sums(sizes: array[int]) -> array[int]:
    """Where paths of these sizes start that stand end to end, and where one behind them would.

    Both are whole numbers of 32 bits.

    >>> sums(array("i", [2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    size: cython.const[cython.int][::1] = sizes
    places = array("i", bytes(4 * len(sizes) + 4))
    place: cython.int[::1] = places
    i: cython.Py_ssize_t
    for i in range(len(size)):
        place[i + 1] = place[i] + size[i]
    return places


def numbered(often: list[int]) -> array[int]:
    """The numbers from 0 up, each so often: whole numbers of 32 bits.

    >>> numbered([2, 0, 1]).tolist()
    [0, 0, 2]
    """
    found = array("i", bytes(4 * sum(often)))
    number: cython.int[::1] = found
    at: cython.Py_ssize_t = 0
    behind: cython.Py_ssize_t = 0
    i: cython.Py_ssize_t
    for i, times in enumerate(often):
        behind += times
        while at < behind:
            number[at] = i
            at += 1
    return found


def misread_too(found: Found, channel: Channel) -> Found:
    """The candidates, and those in another spelling once more as misreadings of today's.

    A path that needs a rule of a variety stands for two hypotheses: it writes what was observed,
    and its twin what today's spelling has.
    """
    twins: Twins = twins_under(channel)
    old: Table = found.table
    more: cython.int = 0
    steps: cython.int = 0
    i: cython.int = 0
    behind: cython.int
    for i in range(old.size):
        if twins.has(old, i):
            more += 1
            steps += old.first[i + 1] - old.first[i]
    if not more:
        return found
    new: Table = Table(old.size + more, old.end + steps)
    i = 0
    while i < old.size:
        behind = i + 1
        while behind < old.size and old.form[behind] == old.form[i]:
            behind += 1
        twins.put_all(old, i, behind, new)
        i = behind
    return new.found()


@lru_cache(maxsize=8)
def misread(rules: Rules) -> array[int]:
    """By rule, the one by which its truth was misread as what is observed: 32 bits."""
    found = array("i", range(len(rules)))
    for rule, otherwise in rules.misread.items():
        found[rule] = otherwise
    return found


@lru_cache(maxsize=8)
def twins_under(channel: Channel) -> Twins:
    """What paths in another spelling are under a channel, which many texts share."""
    return Twins(channel)


@cython.final
@cython.cclass
class Twins:
    """What the paths in another spelling are as misreadings, under a channel."""

    variety: cython.const[cython.uchar][::1]
    misread: cython.const[cython.int][::1]
    cost: cython.const[cython.float][::1]
    lost_space: cython.double

    def __init__(self, channel: Channel) -> None:
        self.variety, self.misread = channel.rules.variety, misread(channel.rules)
        self.cost, self.lost_space = channel.cost, channel.lost_space

    @cython.cfunc
    @cython.exceptval(check=False)
    def has(self, old: Table, i: cython.int) -> cython.bint:
        """Whether a candidate is in another spelling."""
        at: cython.int
        for at in range(old.first[i], old.first[i + 1]):
            if old.step[at] >= 0 and self.variety[old.step[at]]:
                return True
        return False

    @cython.cfunc
    @cython.exceptval(check=False)
    def of(self, step: cython.int) -> cython.int:
        """What a step is in the path of a twin."""
        return self.misread[step] if step >= 0 and self.variety[step] else step

    @cython.cfunc
    @cython.exceptval(check=False)
    def channel(self, old: Table, i: cython.int) -> cython.double:
        """log P(form | candidate) in nats of a candidate's twin."""
        total: cython.double = 0
        cost: cython.double
        at: cython.int
        step: cython.int
        for at in range(old.first[i], old.first[i + 1]):
            step = self.of(old.step[at])
            if step >= 0:
                cost = self.cost[step]
                total -= cost
            elif step == LOST:
                total -= self.lost_space
        return total

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def put_all(self, old: Table, first: cython.int, behind: cython.int, new: Table) -> cython.int:
        """Write down the candidates of one form with their twins, the best first."""
        i: cython.int
        prior: cython.double
        rows = [(-old.score(i), 0, i) for i in range(first, behind)]
        twins = [i for i in range(first, behind) if self.has(old, i)]
        for i in twins:
            prior = old.prior[i]
            rows.append((-prior - self.channel(old, i), 1, i))
        if twins:
            rows.sort(key=itemgetter(0))
        for _, twin, i in rows:
            new.put(old, i, old.form[i])
            if twin:
                self.put_twin(old, i, new)
        return 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def put_twin(self, old: Table, i: cython.int, new: Table) -> cython.int:
        """Make the candidate that was written down last the twin that it is."""
        at: cython.int
        new.channel[new.size - 1] = self.channel(old, i)
        for at in range(new.first[new.size - 1], new.first[new.size]):
            new.step[at] = self.of(new.step[at])
        return 0
