"""The rules of the channel: which segments of the page engines read as which others.

The rules of all engines stand in one table, and a channel is a column of costs over it
(`model.Channel`).  What a rule writes, and what is asked of many rules at once, is made of the
table once a process; a path through the rules is a run of their numbers and of joints.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import eq, ne

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel.marks import STAND_INS
from svfix.lexicon.alphabet import CODE
from svfix.uncompiled import Buffer

LONGEST = 3  # characters a side of one rule
PADDING = 255  # label behind the end of a rule's truth segment
START, COMPOUND, SPACE = -1, -2, -3  # steps of a path that are not rules
SHIFT = 20  # bits that the number of an observed segment has
JOINTS = "", "", " "  # what these write
SIDE = cython.declare(cython.int, LONGEST)

Segment = tuple[str, str]  # (truth, observed), as in a confusion table


@lru_cache(maxsize=4096)
def bare(segment: str) -> str:
    """A segment without the marks on its letters.

    >>> bare("åéÖ")
    'aeO'
    """
    return "".join(c for c in unicodedata.normalize("NFD", segment) if not unicodedata.combining(c))


KINDS: dict[str, Callable[[str, str], bool]] = {
    "lost": lambda truth, observed: not observed,
    "invented": lambda truth, observed: not truth,
    "marks": lambda truth, observed: bare(truth) == bare(observed),
    "group": lambda truth, observed: len(truth) > 1 or len(observed) > 1,
    "symbol": lambda truth, observed: not (observed or "a").isalpha(),
    "capital": lambda truth, observed: observed[:1].isupper() and truth[:1].islower(),
}
"""Kinds of errors: of writers, or of engines. A writer loses letters, and takes no m for `rn`."""


@cache
def kinds_of(truth: str, observed: str) -> tuple[bool, ...]:
    """Of which of `KINDS` it is to read one segment as another."""
    return tuple([test(truth, observed) for test in KINDS.values()])


@dataclass(frozen=True, eq=False)
class Rules:
    """The segments of all engines: `truth[i]` was read as `observed[i]`.

    Sorted by observed segment, so that those which explain a piece of text are one slice.  Where
    `variety[i]` says so, the observed segment is no error but how another time spelt the truth, as
    `hv` for `v`: what a path writes there is what was observed.
    """

    truth: tuple[str, ...]
    observed: tuple[str, ...]
    variety: Buffer

    @staticmethod
    def of(segments: Set[Segment], varieties: Set[Segment] = frozenset()) -> Rules:
        """The rules of some segments, and of some of another spelling."""
        rows = [(observed, truth, 0) for truth, observed in segments]
        rows += [(observed, truth, 1) for truth, observed in varieties]
        observed, truth, variety = zip(*sorted(rows), strict=True)
        return Rules(truth, observed, array("B", variety))

    def __len__(self) -> int:
        return len(self.truth)

    @cached_property
    def index(self) -> dict[Segment, int]:
        """The rules by what they read as what, without those of a variety."""
        return {pair: i for i, (pair, there) in enumerate(self._pairs) if not there}

    @cached_property
    def sides(self) -> tuple[dict[str, int], dict[str, int], dict[int, int]]:
        """Numbers of truth and of observed segments, and the rules by both, the first shifted.

        Those of a variety are left out.
        """
        truths = {truth: i for i, truth in enumerate(dict.fromkeys(self.truth))}
        observed = {segment: i for i, segment in enumerate(dict.fromkeys(self.observed))}
        pairs = self.index.items()
        return truths, observed, {truths[t] << SHIFT | observed[o]: i for (t, o), i in pairs}

    @cached_property
    def varieties(self) -> dict[Segment, int]:
        """The rules of a variety by what is spelt how."""
        return {pair: i for i, (pair, there) in enumerate(self._pairs) if there}

    @property
    def _pairs(self) -> list[tuple[Segment, int]]:
        pairs = zip(self.truth, self.observed, strict=True)
        return list(zip(pairs, self.variety.tolist(), strict=True))

    @cached_property
    def misread(self) -> dict[int, int]:
        """By rule of a variety, the one by which its truth was misread as what is observed."""
        return {rule: self.index.get(pair, rule) for pair, rule in self.varieties.items()}

    @cached_property
    def written(self) -> tuple[str, ...]:
        """What each rule writes: its truth, or the spelling of the time."""
        return tuple(
            self.observed[i] if i in self.misread else truth for i, truth in enumerate(self.truth)
        )

    @cached_property
    def same(self) -> Buffer:
        """Whether each rule reads a character as what it is: 0 or 1."""
        return array("B", map(eq, self.truth, self.observed))

    @cached_property
    def wrong(self) -> array[int]:
        """Whether each rule is an error: 0 or 1."""
        wrong = array("B", map(ne, self.truth, self.observed))
        for rule in self.misread:
            wrong[rule] = 0
        return wrong

    @cached_property
    def sizes(self) -> array[int]:
        """How many characters of truth each rule writes."""
        return array("i", map(len, self.truth))

    @cached_property
    def titled(self) -> array[int]:
        """Whether what each rule writes begins with a capital: 0 or 1."""
        return array("B", [text[:1].isupper() for text in self.written])

    @cached_property
    def labels(self) -> array[int]:
        """The truth segments as labels of the trie, `LONGEST` for each rule."""
        padding = [PADDING] * LONGEST
        labels = {
            truth: [*map(CODE.__getitem__, truth.lower()), *padding] for truth in self.letters
        }
        return array("B", [label for truth in self.truth for label in labels[truth][:LONGEST]])

    @cached_property
    def opens(self) -> array[int]:
        """The bit of each rule's first label, none where it writes nothing: 64 bits each."""
        bits = [0 if label == PADDING else 1 << label for label in self.labels[::LONGEST]]
        return array("Q", bits)

    @cached_property
    def letters(self) -> dict[str, int]:
        """A number for each truth segment."""
        return {truth: i for i, truth in enumerate(dict.fromkeys(self.truth))}

    @cached_property
    def letter(self) -> array[int]:
        """The number of each rule's truth segment, to add up over the rules that share one."""
        return array("i", map(self.letters.__getitem__, self.truth))

    @cached_property
    def codes(self) -> dict[str, int]:
        """A small number for every character that some rule observes; 0 is any other."""
        characters = sorted(set("".join(self.observed)))
        return {character: i + 1 for i, character in enumerate(characters)}

    @cached_property
    def letter_codes(self) -> array[int]:
        """The numbers of each truth segment's characters, `LONGEST` for each, -1 behind its end."""
        codes, padding = self.codes, [-1] * LONGEST
        rows = ([*(codes.get(c, 0) for c in truth), *padding][:LONGEST] for truth in self.letters)
        return array("i", [code for row in rows for code in row])

    @cached_property
    def of_code(self) -> array[int]:
        """By character number, the rule that reads the character as what it is, or -1."""
        rules = [self.index.get((character, character), -1) for character in self.codes]
        return array("i", [-1, *rules])

    @cached_property
    def identities(self) -> tuple[Buffer, Buffer]:
        """The rules that read a single character as what it is, and that character's number."""
        found = sorted((rule, code) for code, rule in enumerate(self.of_code) if rule >= 0)
        rules, codes = zip(*found, strict=True)
        return array("q", rules), array("q", codes)

    @cached_property
    def as_figures(self) -> array[int]:
        """The rules that read a small letter as a figure."""
        pairs = enumerate(zip(self.truth, self.observed, strict=True))
        found = [i for i, (t, o) in pairs if len(t) == 1 and o.isdigit() and t.islower()]
        return array("i", found)

    def kinds(self, rule: int) -> tuple[bool, ...]:
        """Of which of `KINDS` a rule is that is an error."""
        return kinds_of(self.truth[rule], self.observed[rule])

    @cached_property
    def segments(self) -> tuple[array[int], array[int]]:
        """The distinct observed segments as sorted integers, and the first rule of each.

        One more is behind the last.
        """
        first = [0]
        first += [i for i in range(1, len(self)) if self.observed[i] != self.observed[i - 1]]
        keys = [self._key(self.observed[i]) for i in first]
        return array("q", keys), array("i", [*first, len(self)])

    def _key(self, segment: str) -> int:
        codes = [*map(self.codes.__getitem__, segment), *[0] * LONGEST]
        return codes[0] << 32 | codes[1] << 16 | codes[2]

    @cached_property
    def _code_points(self) -> array[int]:
        """The numbers of characters by code point; of those beyond the table, the last entry."""
        codes = self.codes
        codes = codes | {s: codes[mark] for mark, s in STAND_INS.items() if mark in codes}
        table = array("i", bytes(4 * (max(map(ord, codes)) + 2)))
        for character, code in codes.items():
            table[ord(character)] = code
        return table

    def flat(self, texts: list[str]) -> tuple[Buffer, Buffer]:
        """Texts as character numbers end to end; text `i` is `start[i]` … `start[i + 1]`."""
        table: cython.const[cython.int][::1] = self._code_points
        last: cython.Py_ssize_t = len(table) - 1
        point: cython.Py_ssize_t
        at: cython.Py_ssize_t = 0
        i: cython.Py_ssize_t
        text: str
        letter: cython.Py_UCS4
        start = array("q", bytes(8 * (len(texts) + 1)))
        starts: cython.longlong[::1] = start
        found = array("i", bytes(4 * sum(map(len, texts))))
        codes: cython.int[::1] = found
        for i in range(len(texts)):
            text = texts[i]
            for letter in text:
                point = ord(letter)
                codes[at] = table[min(point, last)]
                at += 1
            starts[i + 1] = at
        return found, start

    def observing(self, texts: list[str]) -> array[int]:
        """By rule, whether one of some texts has what it observes, or it observes nothing: 0 or 1.

        >>> rules = Rules.of({("m", "rn"), ("å", "a"), ("", "."), ("i", "")})
        >>> asked = rules.observing(["sorn", "en."])
        >>> [rules.observed[i] for i in range(4) if asked[i]]
        ['', '.', 'rn']
        """
        keys: cython.const[cython.longlong][::1]
        first: cython.const[cython.int][::1]
        codes: cython.const[cython.int][::1]
        start: cython.const[cython.longlong][::1]
        keys, first = self.segments
        codes, start = self.flat(texts)
        found = array("B", bytes(len(self.truth)))
        asked: cython.uchar[::1] = found
        key: cython.longlong
        i: cython.Py_ssize_t
        at: cython.Py_ssize_t
        size: cython.Py_ssize_t
        mark(keys, first, 0, asked)
        for i in range(len(texts)):
            for at in range(start[i], start[i + 1]):
                key = 0
                for size in range(SIDE):
                    if at + size >= start[i + 1] or not codes[at + size]:
                        break
                    key |= cython.cast(cython.longlong, codes[at + size]) << 16 * (SIDE - 1 - size)
                    mark(keys, first, key, asked)
        return found

    @cached_property
    def _spelt(self) -> list[str]:
        """What rules write in small letters, and behind them what joints write."""
        return [*map(str.lower, self.written), *JOINTS]

    def spell(self, steps: list[int]) -> str:
        """What a path of rules and joints writes: lower case, lost spaces restored."""
        spelt: list[str] = self._spelt
        behind: cython.Py_ssize_t = len(spelt) - len(JOINTS) - 1
        return "".join([spelt[step if step >= 0 else behind - step] for step in steps])

    def used(self, first: Buffer, step: Buffer, weight: Buffer) -> array[float]:
        """How often each rule was used by paths that were taken so often, `weight` each.

        Paths stand end to end: path `i` is `step[first[i]]` … `step[first[i + 1]]`.
        """
        firsts: cython.const[cython.int][::1] = first
        steps: cython.const[cython.int][::1] = step
        weights: cython.const[cython.double][::1] = weight
        i: cython.Py_ssize_t
        at: cython.Py_ssize_t
        found = array("d", bytes(8 * len(self.truth)))
        total: cython.double[::1] = found
        for i in range(len(weights)):
            if not weights[i]:
                continue
            for at in range(firsts[i], firsts[i + 1]):
                if steps[at] >= 0:
                    total[steps[at]] += weights[i]
        return found


@cython.cfunc
@cython.exceptval(check=False)
def mark(
    keys: cython.const[cython.longlong][::1],
    first: cython.const[cython.int][::1],
    key: cython.longlong,
    asked: cython.uchar[::1],
) -> cython.void:
    """Mark the rules that observe a segment, by its key."""
    low: cython.Py_ssize_t = 0
    high: cython.Py_ssize_t = len(keys)
    middle: cython.Py_ssize_t
    rule: cython.Py_ssize_t
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    if low < len(keys) and keys[low] == key and not asked[first[low]]:
        for rule in range(first[low], first[low + 1]):
            asked[rule] = 1
