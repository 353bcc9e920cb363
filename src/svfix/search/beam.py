"""The beam search: the words, compounds and run-ons that an observed form may have been.

Start reading from `Search.candidates`.  A search walks the lexicon's trie along the channel's
rules, place by place of the observed form, and keeps the best few *paths* at each place (a beam;
Jelinek, "Statistical Methods for Speech Recognition", 1997, section 5.4).  A path that stands at
the end of a word may go on with another one across a *joint*: a compound joint
(`verksamhets|område`) or a space that the engine lost (`för|uppföljningen`).  So an ordinary word,
a compound of any number of parts and words run together are one search, and a word read right is
simply the path without a confusion.

All costs are whole numbers (`channel.UNITS` of a nat), so that no sum depends on its order: the
answers are the same compiled and uncompiled, and on every machine.
"""

from __future__ import annotations

import warnings
from array import array
from typing import TYPE_CHECKING, NamedTuple

from svfix import uncompiled

try:
    import cython
except ImportError:
    cython = uncompiled

from svfix.channel import rules
from svfix.lexicon import store
from svfix.lexicon.trie import Trie
from svfix.uncompiled import Buffer

if TYPE_CHECKING:
    from svfix.channel.model import Affordable

if not cython.compiled:
    warnings.warn(uncompiled.SLOW, RuntimeWarning, stacklevel=2)

# What the rules and the lexicon say, as numbers of C.
LONGEST = cython.declare(cython.int, rules.LONGEST)
PADDING = cython.declare(cython.int, rules.PADDING)
START = cython.declare(cython.int, rules.START)
COMPOUND = cython.declare(cython.int, rules.COMPOUND)
SPACE = cython.declare(cython.int, rules.SPACE)
NOT = cython.declare(cython.int, store.NOT)

FAR = cython.declare(cython.int, 2**31 - 1)  # units: no path costs so much
ROOM = cython.declare(cython.int, 256)  # paths there is room for at first
ROOMS = cython.declare(cython.int, 1024)  # numbers in a column
SPREAD = cython.declare(cython.ulonglong, 0x9E3779B97F4A7C15)  # 2⁶⁴ by the golden ratio


class Words(NamedTuple):
    """What the search needs of a lexicon: its trie, and stored probabilities by form number.

    `step` is what one step of a stored probability costs.
    """

    trie: Trie
    unigram: Buffer
    head: Buffer
    modifier: Buffer
    step: int


class Limits(NamedTuple):
    """How wide a search is: paths kept at a place, and how far (units) they may be behind the best.

    Rules dearer than `dearest` are not tried; `compound` is what it costs to go on with another
    part of a compound, `edge` how much more an invented letter costs at the edge of a word.
    """

    width: int
    margin: int
    dearest: int
    compound: int
    edge: int


class Candidates(NamedTuple):
    """What a search found, in columns, the best first within a form.

    `form` is the number of the observed form, `word` that of the last word, `titled` says that it
    begins with a capital; `prior` is the cost of the words without context, `channel` that of the
    observed form given them.  Candidate `i` has the path `steps[first[i]]` … `steps[first[i + 1]]`:
    rule numbers and joints.
    """

    form: Buffer
    word: Buffer
    titled: Buffer
    prior: Buffer
    channel: Buffer
    first: Buffer
    steps: Buffer


def whole(size: int) -> array[int]:
    """Room for whole numbers of 32 bits."""
    return array("i", bytes(4 * size))


def longer(column: array[int]) -> array[int]:
    """A column with room for as many again."""
    return array("i", bytes(column) + bytes(4 * len(column)))


@cython.final
@cython.cclass
class Column:
    """Whole numbers of 32 bits in a row that grows."""

    size: cython.int
    room: cython.int
    column: array[int]
    at: cython.int[::1]

    def __init__(self) -> None:
        self.size, self.room = 0, ROOMS
        self.at = self.column = whole(ROOMS)

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def push(self, value: cython.int) -> cython.int:
        """Put a number behind the others; its place."""
        if self.size == self.room:
            self.grow()
        self.at[self.size] = value
        self.size += 1
        return self.size - 1

    def grow(self) -> None:
        """Make room for as many again."""
        self.room *= 2
        self.at = self.column = longer(self.column)

    def numbers(self) -> array[int]:
        """The numbers."""
        return self.column[: self.size]


@cython.final
@cython.cclass
class Paths:
    """Paths at one place of a form, in columns.

    `cost` is what a path cost so far, `total` that and the likeliest word ahead of its `node`;
    `casing` has 1 for a capital at the beginning, and 2 inside a compound; `parent` is the number
    of the stored path it goes on from, by the rule or joint `step`.
    """

    size: cython.int
    room: cython.int
    least: cython.int
    node: cython.int[::1]
    cost: cython.int[::1]
    total: cython.int[::1]
    casing: cython.int[::1]
    parent: cython.int[::1]
    step: cython.int[::1]

    def __init__(self) -> None:
        self.size, self.room = 0, ROOM
        self.least = FAR
        columns: cython.int[::1] = whole(6 * ROOM)
        self.node = columns[:ROOM]
        self.cost = columns[ROOM : 2 * ROOM]
        self.total = columns[2 * ROOM : 3 * ROOM]
        self.casing = columns[3 * ROOM : 4 * ROOM]
        self.parent = columns[4 * ROOM : 5 * ROOM]
        self.step = columns[5 * ROOM :]

    def grow(self) -> None:
        """Make room for as many again."""
        self.room *= 2
        self.node, self.cost = longer(self.node), longer(self.cost)
        self.total, self.casing = longer(self.total), longer(self.casing)
        self.parent, self.step = longer(self.parent), longer(self.step)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(-1, check=False)
    def push(
        self,
        node: cython.int,
        cost: cython.int,
        total: cython.int,
        casing: cython.int,
        parent: cython.int,
        step: cython.int,
    ) -> cython.int:
        """Put a path behind the others."""
        if self.size == self.room:
            self.grow()
        self.put(self.size, node, cost, total, casing, parent, step)
        self.size += 1
        return 0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def put(
        self,
        at: cython.int,
        node: cython.int,
        cost: cython.int,
        total: cython.int,
        casing: cython.int,
        parent: cython.int,
        step: cython.int,
    ) -> cython.void:
        """Put a path in the place of another one."""
        self.node[at] = node
        self.cost[at] = cost
        self.total[at] = total
        self.casing[at] = casing
        self.parent[at] = parent
        self.step[at] = step


@cython.final
@cython.cclass
class Search:
    """A search under one channel and beam."""

    trie: Trie
    unigram: cython.const[cython.uchar][::1]
    head: cython.const[cython.uchar][::1]
    modifier: cython.const[cython.uchar][::1]
    stored: cython.int
    keys: cython.const[cython.longlong][::1]
    openings: cython.const[cython.int][::1]
    number: cython.const[cython.int][::1]
    price: cython.const[cython.int][::1]
    labels: cython.const[cython.uchar][::1]
    opens: cython.const[cython.ulonglong][::1]
    titled: cython.const[cython.uchar][::1]
    costs: cython.const[cython.int][::1]
    lost_space: cython.int
    width: cython.int
    margin: cython.int
    dearest: cython.int
    compound: cython.int
    edge: cython.int
    pending: list[Paths]
    near: Paths
    kept: Paths
    finals: Paths
    order: cython.int[::1]
    slots: cython.int[::1]
    parent: Column
    step: Column
    form: Column
    ends: Column
    capital: Column
    prior: Column
    channel: Column
    first: Column
    steps: Column

    def __init__(self, words: Words, rules: Affordable, limits: Limits) -> None:
        self.trie, self.unigram = words.trie, words.unigram
        self.head, self.modifier, self.stored = words.head, words.modifier, words.step
        self.keys, self.openings, self.number = rules.keys, rules.openings, rules.number
        self.price, self.labels, self.titled = rules.cost, rules.labels, rules.titled
        self.opens = rules.opens
        self.costs, self.lost_space = rules.costs, rules.lost_space
        self.width, self.margin, self.dearest = limits.width, limits.margin, limits.dearest
        self.compound, self.edge = limits.compound, limits.edge
        self.pending = [Paths() for _ in range(LONGEST + 1)]
        self.near, self.kept, self.finals = Paths(), Paths(), Paths()
        self.parent, self.step = Column(), Column()
        self.form, self.ends, self.capital = Column(), Column(), Column()
        self.prior, self.channel = Column(), Column()
        self.first, self.steps = Column(), Column()
        self.order = whole(limits.width)
        self.slots = whole(ROOM)

    def candidates(self, codes: Buffer, start: Buffer, parts: bytes) -> Candidates:
        """The candidates of forms: `codes[start[i]]` … `codes[start[i + 1]]` each.

        `parts[i]` says that a form ends in a hyphen (`verksamhets-`), which is not searched: it may
        be the first part of a compound.
        """
        code: cython.const[cython.int][::1] = codes
        starts: cython.const[cython.longlong][::1] = start
        form: cython.int
        column: Column
        columns = [
            self.form,
            self.ends,
            self.capital,
            self.prior,
            self.channel,
            self.first,
            self.steps,
        ]
        for column in columns:
            column.size = 0
        self.first.push(0)
        for form in range(len(parts)):
            self.search(code, starts[form], starts[form + 1], parts[form])
            self.trace(form)
        return Candidates(*[column.numbers() for column in columns])

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def search(
        self,
        codes: cython.const[cython.int][::1],
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        part: cython.bint,
    ) -> cython.int:
        """Search for one form; `finals` are then the paths that end as whole words."""
        place: cython.int
        paths: Paths
        self.finals.size = self.parent.size = self.step.size = 0
        for paths in self.pending:
            paths.size = 0
        paths = self.pending[0]
        paths.least = self.trie.ahead[0] * self.stored
        paths.push(0, 0, paths.least, 0, -1, START)
        for place in range(end - start + 1):
            paths = self.pending[place % (LONGEST + 1)]
            if not paths.size:
                continue
            self.merge(paths)
            paths.size = 0
            self.prune()
            if start + place < end:
                self.join(part)
                self.lose(False)
                self.extend(codes, start + place, end, place)
            else:
                self.lose(True)
                self.finish(part)

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def merge(self, pending: Paths) -> cython.int:
        """Of the paths not far behind the best, the cheapest at each node: pending → near."""
        limit: cython.int = pending.least + self.margin
        room: cython.int = 16
        slot: cython.int
        at: cython.int
        i: cython.int
        near: Paths = self.near
        while room < 2 * pending.size:
            room *= 2
        if room > len(self.slots):
            self.slots = whole(room)
        for i in range(room):
            self.slots[i] = 0
        near.size = 0
        for i in range(pending.size):
            if pending.total[i] > limit:
                continue
            slot = bucket(pending.node[i], pending.casing[i], room)
            at = self.slots[slot] - 1
            while at >= 0 and not alike(near, at, pending, i):
                slot = (slot + 1) & (room - 1)
                at = self.slots[slot] - 1
            if at < 0:
                copy(pending, i, near)
                self.slots[slot] = near.size
            elif pending.cost[i] < near.cost[at]:
                overwrite(pending, i, near, at)

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def prune(self) -> cython.int:
        """The best few paths, by cost with the likeliest word ahead: near → kept, stored."""
        near: Paths = self.near
        kept: Paths = self.kept
        size: cython.int = 0
        place: cython.int
        at: cython.int
        i: cython.int
        for i in range(near.size):
            if size == self.width and not before(near, i, self.order[size - 1]):
                continue
            place = self.place(i, size)
            if size < self.width:
                size += 1
            at = size - 1
            while at > place:
                self.order[at] = self.order[at - 1]
                at -= 1
            self.order[place] = i
        kept.size = 0
        for i in range(size):
            copy(near, self.order[i], kept)
            self.store(kept, i)

    @cython.cfunc
    @cython.exceptval(check=False)
    def place(self, i: cython.int, size: cython.int) -> cython.int:
        """The place of a near path among the best so far."""
        low: cython.int = 0
        high: cython.int = size
        middle: cython.int
        while low < high:
            middle = (low + high) >> 1
            if before(self.near, i, self.order[middle]):
                high = middle
            else:
                low = middle + 1
        return low

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def store(self, paths: Paths, i: cython.int) -> cython.int:
        """Remember how a path came here; its parent is from now on its own number."""
        self.step.push(paths.step[i])
        paths.parent[i] = self.parent.push(paths.parent[i])

    @cython.cfunc
    @cython.exceptval(check=False)
    def last(self, word: cython.int, casing: cython.int, part: cython.bint) -> cython.int:
        """The stored probability of a word that a path ends with, or of that head of a compound."""
        here: cython.int = self.head[word] if casing & 2 else self.unigram[word]
        modifier: cython.int = self.modifier[word]
        return modifier if part and modifier < here else here

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def join(self, part: cython.bint) -> cython.int:
        """Paths that go on with another word from here, the cheapest for each joint and casing."""
        kept: Paths = self.kept
        spaces: cython.bint = self.lost_space < self.dearest
        best: cython.int[4] = [-1, -1, -1, -1]  # compounds, behind them lost spaces
        costs: cython.int[4] = [FAR, FAR, FAR, FAR]
        i: cython.int
        word: cython.int
        cost: cython.int
        titled: cython.int
        way: cython.int
        for i in range(kept.size):
            titled = kept.casing[i] & 1
            compound: cython.bint = kept.cost[i] + self.compound < costs[titled]
            space: cython.bint = spaces and kept.cost[i] + self.lost_space < costs[2 + titled]
            if not (compound or space):
                continue
            word = self.trie.word[kept.node[i]]
            if word < 0:
                continue
            if compound and self.modifier[word] != NOT:
                cost = kept.cost[i] + self.compound + self.modifier[word] * self.stored
                if cost < costs[titled]:
                    best[titled], costs[titled] = i, cost
            if space and self.last(word, kept.casing[i], part) != NOT:
                cost = self.last(word, kept.casing[i], part) * self.stored
                cost += kept.cost[i] + self.lost_space
                if cost < costs[2 + titled]:
                    best[2 + titled], costs[2 + titled] = i, cost
        for way in range(4):
            i = best[way]
            if i >= 0:
                self.open(kept.parent[i], costs[way], way)
        return 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def open(self, parent: cython.int, cost: cython.int, way: cython.int) -> cython.int:
        """Put a path that stands before another word; ways 0 and 1 are into a compound.

        One that is too far behind the best to go on is left out.
        """
        casing: cython.int = way | 2 if way < 2 else way - 2
        step: cython.int = COMPOUND if way < 2 else SPACE
        total: cython.int = cost + self.trie.ahead[0] * self.stored
        if total <= least(self.kept) + self.margin:
            self.kept.push(0, cost, total, casing, parent, step)
            self.store(self.kept, self.kept.size - 1)
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def along(self, node: cython.int, rule: cython.int) -> cython.int:
        """The node that a rule's truth leads to from another one; -1 if that leaves the trie."""
        i: cython.int
        label: cython.int
        for i in range(LONGEST * rule, LONGEST * rule + LONGEST):
            label = self.labels[i]
            if label == PADDING:
                break
            node = self.trie.child(node, label)
            if node < 0:
                break
        return node

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def grow(
        self,
        i: cython.int,
        rule: cython.int,
        ends: cython.bint,
        grown: Paths,
        limit: cython.int,
    ) -> cython.int:
        """Add kept path `i` after one rule to others, if that stays in the trie.

        `ends` says that the rule is the form's last; what costs more than a `limit`, with the
        likeliest word ahead, is left out.
        """
        kept: Paths = self.kept
        from_node: cython.int = kept.node[i]
        node: cython.int = self.along(from_node, rule)
        if node < 0:
            return 0
        cost: cython.int = kept.cost[i] + self.price[rule]
        casing: cython.int = kept.casing[i]
        if self.labels[LONGEST * rule] == PADDING and (ends or from_node == 0):
            cost += self.edge
        if from_node == 0 and not casing & 2 and kept.step[i] != SPACE and self.titled[rule]:
            casing |= 1
        total: cython.int = cost + self.trie.ahead[node] * self.stored
        if total > limit:
            return 0
        if not grown.size or total < grown.least:
            grown.least = total
        grown.push(node, cost, total, casing, kept.parent[i], self.number[rule])
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def segment(self, key: cython.longlong) -> cython.int:
        """The number of an observed segment among those of the rules, or -1."""
        low: cython.int = 0
        high: cython.int = cython.cast(cython.int, len(self.keys))
        middle: cython.int
        while low < high:
            middle = (low + high) >> 1
            if self.keys[middle] < key:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.keys) and self.keys[low] == key else -1

    @cython.cfunc
    @cython.exceptval(check=False)
    def budget(self, total: cython.int, best: cython.int) -> cython.int:
        """What a path can pay for one more rule without falling far behind."""
        slack: cython.int = best + self.margin - total
        return min(self.dearest, slack)

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def lose(self, last: cython.bint) -> cython.int:
        """Add the paths in which the engine lost a character here.

        Behind the form's `last` character all are ends; elsewhere one that is too far behind the
        best could not go on.
        """
        segment: cython.int = self.segment(0)
        if segment < 0:
            return 0
        kept: Paths = self.kept
        count: cython.int = kept.size
        best: cython.int = least(kept)
        limit: cython.int = FAR if last else best + self.margin
        i: cython.int
        rule: cython.int
        size: cython.int
        pays: cython.int
        below: cython.ulonglong
        for i in range(count):
            pays = self.budget(kept.total[i], best)
            if pays < 0:
                continue
            below = self.trie.children[kept.node[i]]
            for rule in range(self.openings[segment], self.openings[segment + 1]):
                if self.price[rule] > pays:
                    break
                if self.opens[rule] and not below & self.opens[rule]:
                    continue
                size = kept.size
                self.grow(i, rule, False, kept, limit)
                if kept.size > size:
                    self.store(kept, size)
        return 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def extend(
        self,
        codes: cython.const[cython.int][::1],
        at: cython.int,
        end: cython.int,
        place: cython.int,
    ) -> cython.int:
        """Apply every rule that observes what stands at a place, and that a path can afford."""
        kept: Paths = self.kept
        ahead: Paths
        best: cython.int = least(kept)
        key: cython.longlong = 0
        size: cython.int
        segment: cython.int
        i: cython.int
        rule: cython.int
        limit: cython.int
        pays: cython.int
        below: cython.ulonglong
        for size in range(1, LONGEST + 1):
            if at + size > end or not codes[at + size - 1]:
                break
            key |= cython.cast(cython.longlong, codes[at + size - 1]) << 16 * (LONGEST - size)
            segment = self.segment(key)
            if segment < 0:
                continue
            ahead = self.pending[(place + size) % (LONGEST + 1)]
            for i in range(kept.size):
                pays = self.budget(kept.total[i], best)
                if ahead.size:  # a path is never cheaper than the one it goes on from
                    pays = min(pays, ahead.least + self.margin - kept.total[i])
                if pays < 0:
                    continue
                below = self.trie.children[kept.node[i]]
                for rule in range(self.openings[segment], self.openings[segment + 1]):
                    if self.price[rule] > pays:
                        break
                    if self.opens[rule] and not below & self.opens[rule]:
                        continue
                    limit = ahead.least + self.margin if ahead.size else FAR
                    self.grow(i, rule, at + size == end, ahead, limit)

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def finish(self, part: cython.bint) -> cython.int:
        """The paths that end here as whole words, the cheapest first: kept → finals."""
        kept: Paths = self.kept
        finals: Paths = self.finals
        i: cython.int
        at: cython.int
        word: cython.int
        stored: cython.int
        cost: cython.int
        finals.size = 0
        for i in range(kept.size):
            word = self.trie.word[kept.node[i]]
            if word < 0:
                continue
            stored = self.last(word, kept.casing[i], part)
            if stored == NOT:
                continue
            cost = kept.cost[i] + stored * self.stored
            copy(kept, i, finals)
            at = finals.size - 1
            while at > 0 and finals.cost[at - 1] > cost:
                overwrite(finals, at - 1, finals, at)
                at -= 1
            finals.put(at, kept.node[i], cost, cost, kept.casing[i], kept.parent[i], kept.step[i])

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def trace(self, form: cython.int) -> cython.int:
        """Write down the paths that ended, with the steps from their starts."""
        finals: Paths = self.finals
        steps: Column = self.steps
        i: cython.int
        at: cython.int
        low: cython.int
        cost: cython.int
        for i in range(finals.size):
            cost = 0
            low = steps.size
            at = finals.parent[i]
            while at >= 0:
                if self.step.at[at] != START:
                    steps.push(self.step.at[at])
                    cost += self.step_cost(self.step.at[at])
                at = self.parent.at[at]
            turn(steps, low)
            self.first.push(steps.size)
            self.form.push(form)
            self.ends.push(self.trie.word[finals.node[i]])
            self.capital.push(finals.casing[i] & 1)
            self.prior.push(finals.cost[i] - cost)
            self.channel.push(cost)
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def step_cost(self, step: cython.int) -> cython.int:
        """What a rule or a joint costs in the channel."""
        if step >= 0:
            return self.costs[step]
        return self.lost_space if step == SPACE else 0


@cython.cfunc
@cython.exceptval(check=False)
def turn(column: Column, low: cython.int) -> cython.void:
    """Turn the numbers from a place to the end round."""
    high: cython.int = column.size - 1
    held: cython.int
    while low < high:
        held = column.at[low]
        column.at[low] = column.at[high]
        column.at[high] = held
        low += 1
        high -= 1


@cython.cfunc
@cython.exceptval(check=False)
def least(paths: Paths) -> cython.int:
    """The least of the totals of some paths."""
    best: cython.int = FAR
    i: cython.int
    for i in range(paths.size):
        if paths.total[i] < best:
            best = paths.total[i]
    return best


@cython.cfunc
@cython.exceptval(check=False)
def before(paths: Paths, i: cython.int, other: cython.int) -> cython.bint:
    """Whether a path is better than another: cheaper in all, else the first by where it stands."""
    if paths.total[i] != paths.total[other]:
        return paths.total[i] < paths.total[other]
    if paths.node[i] != paths.node[other]:
        return paths.node[i] < paths.node[other]
    return paths.casing[i] < paths.casing[other]


@cython.cfunc
@cython.exceptval(check=False)
def alike(paths: Paths, i: cython.int, others: Paths, j: cython.int) -> cython.bint:
    """Whether two paths stand at the same node in the same casing: what is ahead is the same."""
    return paths.node[i] == others.node[j] and paths.casing[i] == others.casing[j]


@cython.cfunc
@cython.exceptval(-1, check=False)
def copy(paths: Paths, i: cython.int, to: Paths) -> cython.int:
    """Put a path behind some others."""
    to.push(
        paths.node[i],
        paths.cost[i],
        paths.total[i],
        paths.casing[i],
        paths.parent[i],
        paths.step[i],
    )


@cython.cfunc
@cython.exceptval(check=False)
def overwrite(paths: Paths, i: cython.int, to: Paths, at: cython.int) -> cython.void:
    """Put a path in the place of another one."""
    to.put(
        at,
        paths.node[i],
        paths.cost[i],
        paths.total[i],
        paths.casing[i],
        paths.parent[i],
        paths.step[i],
    )


@cython.cfunc
@cython.exceptval(check=False)
def bucket(node: cython.int, casing: cython.int, room: cython.int) -> cython.int:
    """Where in a hash table of a size (a power of two) to look for a path first."""
    key: cython.ulonglong = cython.cast(cython.ulonglong, node) << 2 | casing
    return cython.cast(cython.int, (key * SPREAD >> 40) & (room - 1))
