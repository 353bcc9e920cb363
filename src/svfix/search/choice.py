"""The choice: of what a search found, the few hypotheses that each form may have.

The search finds words, compounds and run-ons; here they are put beside the form as it stands, which
is always a hypothesis too, as a word nobody listed if need be.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel.model import COMPOUND, SPACE, Channel, Rules
from svfix.lexicon.letters import THRICE
from svfix.lexicon.ngrams import LOGP
from svfix.lexicon.store import Lexicon
from svfix.search.paths import Found, Table, starts
from svfix.search.priors import INSIDE_UNLISTED
from svfix.search.rows import Rows, Sheet
from svfix.search.run_ons import RunOns
from svfix.uncompiled import Buffer

CHEAP = cython.declare(cython.double, 4.0)
"""Nats; a form that a dearer candidate explains best is searched more widely."""

# Log-probability and length of known words that little can beat.
COMMON = cython.declare(cython.double, -11.0)
LONG = cython.declare(cython.int, 5)

WEAK = cython.declare(cython.double, 3.0)
"""Nats above an unlisted word, below which a form's hypotheses are searched again."""

FAR = cython.declare(cython.double, -24.0)
"""Nats; the same for long forms, whose compounds a narrow search may miss."""

ROOM = cython.declare(cython.double, -13.0)
"""Nats; the commonest words may be likelier than this though a narrow search has not found them."""

MARGIN = cython.declare(cython.double, 8.0)  # nats behind the best of a form, without context
SEEN = cython.declare(cython.int, 2)  # candidates that are looked at for each hypothesis
OWN = cython.declare(cython.int, 6)  # hypotheses of a form that are words of the user's

JOINT = cython.declare(cython.int, COMPOUND)
LOST = cython.declare(cython.int, SPACE)
INSIDE = cython.declare(cython.double, INSIDE_UNLISTED)
NATS = cython.declare(cython.const[cython.float][::1], LOGP)  # by stored probability

# What is written is compared by a hash, which each character multiplies before it is added.
GOLDEN = 0x9E3779B97F4A7C15  # 2⁶⁴ by the golden ratio
BLANK = cython.declare(cython.int, ord(" "))
MASK = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
SPREAD = cython.declare(cython.ulonglong, GOLDEN)


class Asked(NamedTuple):
    """Forms whose hypotheses are looked for, in columns.

    `words` are the forms as the search reads them, `known` their numbers as listed words or -1
    (int64), `unlisted` and `plain` what they are worth as words of no list, and what it costs to
    read them as they are (nats, float32); `inside` marks those with a capital inside.
    """

    forms: list[str]
    words: list[str]
    known: Buffer
    unlisted: Buffer
    plain: Buffer
    inside: Buffer


def needs_wider_beam(found: Found, asked: Asked, lexicon: Lexicon) -> array[int]:
    """The forms whose best candidate needs dear rules, or is a compound that nobody listed.

    And the short words that are hardly used.
    """
    table: Table = found.table
    place: cython.const[cython.int][::1] = starts(found, len(asked.forms))
    known: cython.const[cython.longlong][::1] = asked.known
    unigram: cython.const[cython.uchar][::1] = lexicon.ngrams.unigram
    which = array("q")
    form: cython.Py_ssize_t
    for form in range(len(asked.forms)):
        if dear(table, place[form], place[form + 1]) or (
            known[form] >= 0
            and NATS[unigram[known[form]]] < COMMON
            and len(asked.forms[form]) < LONG
        ):
            which.append(form)
    return which


@cython.cfunc
@cython.exceptval(check=False)
def dear(table: Table, first: cython.int, behind: cython.int) -> cython.bint:
    """Whether the best of a form's candidates says little: it is dear, or a compound."""
    return first == behind or table.channel[first] < -CHEAP or table.has(first, JOINT)


def unexplained(found: Found, asked: Asked) -> array[int]:
    """The forms that no candidate explains well, or that have a figure among their letters."""
    table: Table = found.table
    place: cython.const[cython.int][::1] = starts(found, len(asked.forms))
    unlisted: cython.const[cython.float][::1] = asked.unlisted
    plain: cython.const[cython.float][::1] = asked.plain
    which = array("q")
    least: cython.double
    form: cython.Py_ssize_t
    i: cython.int
    for form in range(len(asked.forms)):
        least = max(worth(unlisted, plain, form) + WEAK, FAR)
        if len(asked.forms[form]) <= LONG:
            least = max(least, ROOM)
        for i in range(place[form], place[form + 1]):
            if table.score(i) >= least:
                break
        else:
            which.append(form)
            continue
        if not asked.forms[form].rstrip("-").isalpha():
            which.append(form)
    return which


@cython.cfunc
@cython.exceptval(check=False)
def worth(
    unlisted: cython.const[cython.float][::1],
    plain: cython.const[cython.float][::1],
    form: cython.Py_ssize_t,
) -> cython.double:
    """log P(form, form) of a form as a word that nobody listed."""
    prior: cython.double = unlisted[form]
    channel: cython.double = plain[form]
    return prior + channel


def as_they_are(forms: Sequence[str], known: Buffer) -> Rows:
    """The hypotheses of words that stay as they are: `known` has their numbers."""
    number: cython.const[cython.longlong][::1] = known
    sheet: Sheet = Sheet(len(forms), 0)
    form: cython.Py_ssize_t
    for form, said in enumerate(forms):
        put_known(sheet, form, said, number[form])
    return sheet.rows()


@cython.cfunc
@cython.exceptval(-1, check=False)
def put_known(
    sheet: Sheet, form: cython.longlong, said: str, number: cython.longlong
) -> cython.int:
    """Write the hypothesis of a word that stays as it is."""
    sheet.put(form, said[:1].isupper(), number, number)
    sheet.is_identity[sheet.size - 1] = True
    return 0


@lru_cache(maxsize=8)
def hashes(rules: Rules) -> tuple[array[int], array[int]]:
    """By rule, what the hash of a text is multiplied by and what is added, for what is written.

    Whole numbers of 64 bits.
    """
    written = list(map(str.lower, rules.written))
    powers = [pow(GOLDEN, size, 2**64) for size in range(max(map(len, written)) + 1)]
    times = array("Q", [powers[len(text)] for text in written])
    return times, array("Q", [hash_text(text, False) for text in written])


@cython.final
@cython.cclass
class Choice:
    """Chooses among the candidates of forms, and writes the hypotheses into a sheet.

    The candidates of a form that are looked at are `row[0]` … `row[count - 1]`, the best first;
    `prior` is what each is worth with what context says inside it, `as_word` the lexicon's form
    that stands for it as a word to come.
    """

    found: Table
    own: Table
    sheet: Sheet
    places: cython.const[cython.int][::1]
    own_places: cython.const[cython.int][::1]
    unlisted: cython.const[cython.float][::1]
    plain: cython.const[cython.float][::1]
    inside: cython.const[cython.uchar][::1]
    forms: list[str]
    words: list[str]
    unigram: cython.const[cython.uchar][::1]
    continuation: cython.const[cython.uchar][::1]
    times: cython.const[cython.ulonglong][::1]
    added: cython.const[cython.ulonglong][::1]
    run_ons: RunOns
    rules: Rules
    unknown: cython.int
    most: cython.int
    careful: cython.bint
    count: cython.int
    row: cython.int[::1]
    prior: cython.float[::1]
    as_word: cython.int[::1]
    written: cython.ulonglong[::1]

    def __init__(
        self,
        asked: Asked,
        found: Found,
        own: Found,
        lexicon: Lexicon,
        channel: Channel,
        most: int,
        careful: bool,
    ) -> None:
        self.found, self.own = found.table, own.table
        self.places, self.own_places = (starts(each, len(asked.forms)) for each in (found, own))
        self.forms, self.words, self.inside = asked.forms, asked.words, asked.inside
        self.unlisted, self.plain = asked.unlisted, asked.plain
        self.unigram = lexicon.ngrams.unigram
        self.continuation = lexicon.ngrams.continuation
        self.rules = channel.rules
        self.times, self.added = hashes(channel.rules)
        self.run_ons = RunOns(lexicon, channel.lost_space)
        self.unknown, self.most, self.careful = lexicon.special["<unk>"], most, careful
        self.count = 0
        self.row, self.as_word = (
            array("i", bytes(4 * SEEN * most)),
            array("i", bytes(4 * SEEN * most)),
        )
        self.prior = array("f", bytes(4 * SEEN * most))
        self.written = array("Q", bytes(8 * SEEN * most))

    def rows(self, forms: Sequence[str], known: Buffer, places: Buffer) -> Rows:
        """The hypotheses of all forms, of which those at these places are asked.

        The others are words that stay as they are: `known` has their numbers.
        """
        number: cython.const[cython.longlong][::1] = known
        place: cython.const[cython.longlong][::1] = places
        most: cython.int = min(self.found.size, self.most * len(place))
        asked: cython.int = 0
        form: cython.Py_ssize_t
        self.sheet = Sheet(len(forms) + most + self.own.size, self.found.end + self.own.end)
        for form, said in enumerate(forms):
            if asked < len(place) and place[asked] == form:
                if not self.put_best(asked, form):
                    self.put_unlisted(asked, form)
                self.put_own(asked, form)
                asked += 1
            else:
                put_known(self.sheet, form, said, number[form])
        return self.sheet.rows()

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def look(self, first: cython.int, behind: cython.int) -> cython.int:
        """Look at the best few candidates, with what context says of words run together."""
        i: cython.int
        at: cython.int
        run_on: cython.bint = False
        least: cython.double
        self.count = 0
        if first == behind:
            return 0
        least = self.found.score(first) - MARGIN
        for i in range(first, min(behind, first + SEEN * self.most)):
            if self.found.score(i) < least:
                continue
            at = self.count
            self.count = at + 1
            self.row[at], self.prior[at] = i, self.found.prior[i]
            self.as_word[at] = self.found.word[i]
            if self.found.has(i, LOST):
                run_on = True
                self.weigh_run_on(at)
        if run_on:
            self.sort()
        return 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def weigh_run_on(self, at: cython.int) -> cython.int:
        """Weigh words run together: their first one stands for them as a word to come."""
        first: cython.int = self.found.first[self.row[at]]
        behind: cython.int = self.found.first[self.row[at] + 1]
        text: str = self.rules.spell([self.found.step[step] for step in range(first, behind)])
        prior: cython.double = self.prior[at]
        self.prior[at] = prior + self.run_ons.gained(text.split(" "))
        self.as_word[at] = self.run_ons.first if self.run_ons.first >= 0 else self.unknown
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def score(self, at: cython.int) -> cython.double:
        """log P(form, candidate) of a candidate that is looked at."""
        prior: cython.double = self.prior[at]
        channel: cython.double = self.found.channel[self.row[at]]
        return prior + channel

    @cython.cfunc
    @cython.exceptval(check=False)
    def sort(self) -> cython.void:
        """Sort the candidates anew, the best first; those alike keep their order."""
        i: cython.int
        at: cython.int
        for i in range(1, self.count):
            at = i
            while at > 0 and self.score(at - 1) < self.score(at):
                self.row[at], self.row[at - 1] = self.row[at - 1], self.row[at]
                self.prior[at], self.prior[at - 1] = self.prior[at - 1], self.prior[at]
                self.as_word[at], self.as_word[at - 1] = self.as_word[at - 1], self.as_word[at]
                at -= 1

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def put_best(self, asked: cython.int, form: cython.longlong) -> cython.bint:
        """Write the best few candidates, no two of which write the same.

        Whether one of them leaves the form as it is.
        """
        said: str = self.forms[asked]
        word: str = self.words[asked]
        part: cython.bint = said.endswith("-")
        titled: cython.bint = word[:1].isupper()
        wanted: cython.ulonglong = hash_text(said.lower(), part)
        left: cython.bint = False
        same: cython.bint
        taken: cython.int = 0
        at: cython.int
        least: cython.double
        self.look(self.places[asked], self.places[asked + 1])
        if not self.count:
            return False
        least = self.score(0) - MARGIN
        for at in range(min(self.count, self.most + 2)):
            if taken == self.most or self.score(at) < least:
                break
            self.written[at] = self.hash_path(self.row[at])
            if self.again(at):
                continue
            taken += 1
            same = self.written[at] == wanted and self.found.titled[self.row[at]] == titled
            if self.put(at, asked, form, same, part):
                left |= same
        return left

    @cython.cfunc
    @cython.exceptval(check=False)
    def again(self, at: cython.int) -> cython.bint:
        """Whether a better candidate writes the same."""
        titled: cython.int = self.found.titled[self.row[at]]
        i: cython.int
        for i in range(at):
            if self.written[i] == self.written[at] and self.found.titled[self.row[i]] == titled:
                return True
        return False

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def put(
        self,
        at: cython.int,
        asked: cython.int,
        form: cython.longlong,
        same: cython.bint,
        part: cython.bint,
    ) -> cython.bint:
        """Write a candidate if it is plausible; whether it is."""
        row: cython.int = self.row[at]
        as_word: cython.int = self.as_word[at]
        run_on: cython.bint = self.found.has(row, LOST)
        channel: cython.double = self.found.channel[row]
        prior: cython.double = self.prior[at]
        extra: cython.double = 0
        if run_on:
            extra = prior - NATS[self.unigram[as_word]]
        elif part or self.found.has(row, JOINT):
            extra = prior - NATS[self.continuation[as_word]]
        if self.careful:
            if part and run_on:
                return False
            if same:
                if extra != 0 and self.inside[asked]:
                    extra += INSIDE
                if not self.plausible(asked, as_word, extra, channel):
                    return False
        self.sheet.put(form, self.found.titled[row], as_word, self.found.word[row])
        self.sheet.price(extra, channel)
        self.sheet.path(self.found, row)
        self.sheet.is_identity[self.sheet.size - 1] = same
        return True

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def plausible(
        self, asked: cython.int, as_word: cython.int, extra: cython.double, channel: cython.double
    ) -> cython.bint:
        """Whether a candidate that leaves a form as it is is likelier than one of no list.

        A compound with a capital inside is none that many would write, and nobody writes a
        consonant three times.  Nor has a form that ends in a hyphen lost a space:
        `pulsamplitud-` is a compound.
        """
        prior: cython.double = NATS[self.continuation[as_word]]
        if extra == 0 and as_word != self.unknown:
            prior = NATS[self.unigram[as_word]]
        if channel + (extra + prior) < worth(self.unlisted, self.plain, asked):
            return False
        return not THRICE.search(self.forms[asked])

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def put_unlisted(self, asked: cython.int, form: cython.longlong) -> cython.int:
        """Write the hypothesis that leaves a form as it is, as a word nobody listed."""
        extra: cython.double = self.unlisted[asked]
        word: str = self.words[asked]
        self.sheet.put(form, word[:1].isupper(), self.unknown, self.unknown)
        extra -= NATS[self.continuation[self.unknown]]
        self.sheet.price(extra, self.plain[asked])
        self.sheet.is_identity[self.sheet.size - 1] = True
        return 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def put_own(self, asked: cython.int, form: cython.longlong) -> cython.int:
        """Write the user's words that a form may have been."""
        first: cython.int = self.own_places[asked]
        behind: cython.int = min(self.own_places[asked + 1], first + OWN)
        extra: cython.double
        i: cython.int
        for i in range(first, behind):
            if self.own.score(i) < self.own.score(first) - MARGIN:
                continue
            extra = self.own.prior[i]
            extra -= NATS[self.continuation[self.unknown]]
            self.sheet.put(form, True, self.unknown, self.unknown)
            self.sheet.price(extra, self.own.channel[i])
            self.sheet.path(self.own, i)
            self.sheet.is_user_word[self.sheet.size - 1] = True
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def hash_path(self, row: cython.int) -> cython.ulonglong:
        """A hash of what a candidate writes, the same as `hash_text` of its spelling."""
        total: cython.ulonglong = 0
        step: cython.int
        at: cython.int
        for at in range(self.found.first[row], self.found.first[row + 1]):
            step = self.found.step[at]
            if step >= 0:
                total = total * self.times[step] + self.added[step] & MASK
            elif step == LOST:
                total = total * SPREAD + BLANK & MASK
        return total


@cython.cfunc
@cython.exceptval(check=False)
def hash_text(text: str, part: cython.bint) -> cython.ulonglong:
    """A hash of a lower-case text, without the hyphen at its end where it is a part of a word."""
    total: cython.ulonglong = 0
    size: cython.Py_ssize_t = len(text) - 1 if part else len(text)
    i: cython.Py_ssize_t
    for i in range(size):
        total = total * SPREAD + ord(text[i]) & MASK
    return total
