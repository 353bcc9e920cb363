"""The row: the words of a text side by side with their hypotheses, as the lattice takes them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

if cython.compiled:
    from cython.cimports.libc.math import exp, log, log1p, rint
else:
    from math import exp, log, log1p

    rint = round

from svfix.channel.model import UNITS
from svfix.decoder.lines import named
from svfix.decoder.openings import COMMA, shares
from svfix.ranking.casing import CAPITALS, INSIDE, NAMED, OPENING, casing
from svfix.ranking.lattice import ORDER, TRUST, Slots
from svfix.search.rows import PAST
from svfix.text.capitals import all_capitals
from svfix.text.chunks import Kind

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon
    from svfix.search.hypotheses import Hypotheses
    from svfix.search.vocabulary import Vocabulary
    from svfix.text.tokens import Tokens
    from svfix.uncompiled import Buffer

# What a token is that has no form to decode.
NUMBER = cython.declare(cython.longlong, -1)
GUARDED = cython.declare(cython.longlong, -2)

WORD_KIND = cython.declare(cython.int, int(Kind.WORD))
NUMBER_KIND = cython.declare(cython.int, int(Kind.NUMBER))
FIRST = cython.declare(cython.longlong, ORDER - 1)  # slot of a text's first sentence
NAT = cython.declare(cython.double, UNITS)
TRUSTED = cython.declare(cython.double, TRUST)
MAY_BE_COMMA = cython.declare(cython.double, COMMA)
AT_INSIDE = cython.declare(cython.int, INSIDE)
AT_OPENING = cython.declare(cython.int, OPENING)
AT_CAPITALS = cython.declare(cython.int, CAPITALS)
AT_NAMED = cython.declare(cython.int, NAMED)


@dataclass(frozen=True)
class Row:
    """Slots of a text, with the hypothesis that each candidate is and the slot of each token.

    `hypothesis` are rows of the hypotheses (64 bits, by candidate), and numbers behind them of what
    is no word; `slot` is 64 bits by token; `share` (0 to 1, by token) is how likely something opens
    with it, where it has more than one hypothesis.
    """

    slots: Slots
    hypothesis: Buffer
    slot: Buffer
    share: Buffer

    @property
    def doubtful(self) -> bool:
        """Whether any word has more than one hypothesis."""
        return len(self.hypothesis) > len(self.slots.count)


@dataclass(frozen=True)
class Picked:
    """A hypothesis of each word of a text (64 bits), and its posterior (32 bits, 0 to 1)."""

    hypothesis: Buffer
    posterior: Buffer


def longs(size: int) -> array[int]:
    """Room for whole numbers of 64 bits."""
    return array("q", bytes(8 * size))


def doubles(numbers: Buffer) -> Any:
    """Numbers of 32 or 64 bits as such of 64: those that hypotheses cost may be either."""
    given: Any = numbers
    if given.typecode == "d":
        return given
    number: cython.const[cython.float][::1] = given
    found = array("d", bytes(8 * len(number)))
    wide: cython.double[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(number)):
        wide[i] = number[i]
    return found


def numbered(tokens: Tokens, words: Vocabulary) -> tuple[Any, list[str]]:
    """The number of each token's form among those to decode, or what it is instead, and these.

    >>> from svfix import lexicon
    >>> from svfix.search.vocabulary import vocabulary
    >>> from svfix.text.tokens import tokenise
    >>> words = vocabulary(lexicon.default(), ("Xyzzy",))
    >>> form, forms = numbered(tokenise("Nej, 12 nej till xyzzy", [], words.chunk), words)
    >>> [*map(int, form)], forms
    ([0, -1, 1, 2, -2], ['Nej', 'nej', 'till'])
    """
    said: list[str] = tokens.forms
    kind: cython.const[cython.schar][::1] = tokens.kind
    which: cython.const[cython.longlong][::1] = tokens.form
    own = words.spelling if words.words else {}
    numbers = longs(len(said))
    number: cython.longlong[::1] = numbers
    form = longs(len(which))
    at: cython.longlong[::1] = form
    asked: list[str] = []
    i: cython.Py_ssize_t
    for i in range(len(which)):
        if kind[i] == WORD_KIND:
            number[which[i]] = 1
    for i in range(len(said)):
        if not number[i]:
            continue
        if own and said[i].lower() in own:
            number[i] = GUARDED
            continue
        number[i] = len(asked)
        asked.append(said[i])
    for i in range(len(which)):
        if kind[i] == WORD_KIND:
            at[i] = number[which[i]]
        else:
            at[i] = NUMBER if kind[i] == NUMBER_KIND else GUARDED
    return form, asked


def times(form: Buffer, forms: int) -> Any:
    """How often each of so many forms stands in a text, whose tokens have these (or below 0).

    >>> [*map(int, times(array("q", [0, 1, -1, 0]), 3))]
    [2, 1, 0]
    """
    number: cython.const[cython.longlong][::1] = form
    found = longs(forms)
    often: cython.longlong[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(number)):
        if number[i] >= 0:
            often[number[i]] += 1
    return found


def without(often: Buffer, form: Buffer, tokens: Buffer) -> Any:
    """How often forms stand in a text but for some of its tokens.

    >>> [*map(int, without(array("q", [2, 1]), array("q", [0, 1, -1, 0]), array("q", [0, 1])))]
    [1, 0]
    """
    number: cython.const[cython.longlong][::1] = form
    which: cython.const[cython.longlong][::1] = tokens
    found = array("q", bytes(often))
    left: cython.longlong[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(which)):
        left[number[which[i]]] -= 1
    return found


def build_lattice(
    text: str, tokens: Tokens, form: Buffer, hypotheses: Hypotheses, lexicon: Lexicon
) -> Row:
    """The words of a text in a row, each with its hypotheses; sentences start with `<s>`.

    The hypotheses of what is no word are the specials, which stand behind all others.  What a
    hypothesis is worth beyond its word's probability is worked out where there is another to weigh
    it against.
    """
    asked = array("B", bytes(len(tokens)))
    slot, start, count = laid_out(form, hypotheses.count, tokens.opens, asked)
    size = start.pop()
    hypothesis, into, as_context, local = longs(size), whole(size), whole(size), whole(size)
    fill(form, slot, start, count, hypotheses, lexicon, (hypothesis, into, as_context))
    share: Any = array("d", bytes(8 * len(tokens)))
    if size > len(count):
        share = shares(text, tokens, asked, lexicon)
        place = places(tokens, form, asked, share, hypotheses)
        price(slot, start, count, (asked, place, share), hypothesis, hypotheses, lexicon, local)
    slots = Slots(start, count, into, as_context, local)
    return Row(slots, hypothesis, slot, share)


def whole(size: int) -> array[int]:
    """Room for whole numbers of 32 bits."""
    return array("i", bytes(4 * size))


def laid_out(
    form: cython.const[cython.longlong][::1],
    counts: cython.const[cython.longlong][::1],
    opens: cython.const[cython.uchar][::1],
    asked: cython.uchar[::1],
) -> tuple[array[int], array[int], array[int]]:
    """The slot of each token, and the first candidate of each slot and how many it has.

    Behind the last first one stands where another slot's would be.  Sets `asked` of the tokens that
    have more than one hypothesis.
    """
    size: cython.Py_ssize_t = len(form)
    opened: cython.longlong = 0
    i: cython.Py_ssize_t
    for i in range(size):
        opened += opens[i]
    total: cython.Py_ssize_t = ORDER + size + opened  # the text ends as its paragraphs do
    slot, start, count = longs(size), longs(total + 1), array("q", [1]) * total
    at: cython.longlong[::1] = slot
    starts: cython.longlong[::1] = start
    sizes: cython.longlong[::1] = count
    opened = FIRST
    for i in range(size):
        opened += opens[i]
        at[i] = opened + i
        if form[i] >= 0:
            sizes[at[i]] = counts[form[i]]
            asked[i] = sizes[at[i]] > 1
    for i in range(total):
        starts[i + 1] = starts[i] + sizes[i]
    return slot, start, count


def fill(
    form: cython.const[cython.longlong][::1],
    slot: cython.const[cython.longlong][::1],
    start: cython.const[cython.longlong][::1],
    count: cython.const[cython.longlong][::1],
    hypotheses: Hypotheses,
    lexicon: Lexicon,
    columns: tuple[array[int], array[int], array[int]],
) -> None:
    """Fill in the hypothesis of each candidate, and what stands for it as word and as context."""
    first: cython.const[cython.longlong][::1] = hypotheses.start
    word: cython.const[cython.longlong][::1] = hypotheses.rows.as_word
    context: cython.const[cython.longlong][::1] = hypotheses.rows.as_context
    hypothesis: cython.longlong[::1] = columns[0]
    as_word: cython.int[::1] = columns[1]
    as_context: cython.int[::1] = columns[2]
    size: cython.longlong = len(word)
    sentence: cython.int = lexicon.special["<s>"]
    ends: cython.int = lexicon.special["</s>"]  # a sentence starts where the last one ends
    number: cython.int = lexicon.special["<num>"]
    unknown: cython.int = lexicon.special["<unk>"]
    i: cython.Py_ssize_t
    at: cython.longlong
    row: cython.longlong
    more: cython.longlong
    for i in range(len(start)):
        if count[i] == 1:
            hypothesis[start[i]], as_word[start[i]], as_context[start[i]] = size, ends, sentence
    for i in range(len(form)):
        at = start[slot[i]]
        if form[i] == NUMBER:
            hypothesis[at], as_word[at], as_context[at] = size + 1, number, number
            continue
        if form[i] < 0:
            hypothesis[at], as_word[at], as_context[at] = size + 2, unknown, unknown
            continue
        row = first[form[i]]
        for more in range(count[slot[i]]):
            hypothesis[at + more] = row + more
            as_word[at + more] = word[row + more]
            as_context[at + more] = context[row + more]


def places(
    tokens: Tokens,
    form: cython.const[cython.longlong][::1],
    asked: cython.const[cython.uchar][::1],
    share: cython.const[cython.double][::1],
    hypotheses: Hypotheses,
) -> array[int]:
    """The kind of place (`ranking.casing`) of each token that has more than one hypothesis."""
    opens: cython.const[cython.uchar][::1] = tokens.opens
    names: cython.const[cython.uchar][::1] = named(tokens)
    forms = hypotheses.forms
    found = array("b", bytes(len(asked)))
    place: cython.schar[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(asked)):
        if not asked[i]:
            continue
        if all_capitals(forms[form[i]]):
            place[i] = AT_CAPITALS
        elif opens[i]:
            place[i] = AT_OPENING
        elif names[i] and share[i] <= MAY_BE_COMMA:
            place[i] = AT_NAMED
        else:
            place[i] = AT_INSIDE
    return found


def price(
    slot: cython.const[cython.longlong][::1],
    start: cython.const[cython.longlong][::1],
    count: cython.const[cython.longlong][::1],
    at: tuple[array[int], array[int], Buffer],
    hypothesis: cython.const[cython.longlong][::1],
    hypotheses: Hypotheses,
    lexicon: Lexicon,
    local: cython.int[::1],
) -> None:
    """Fill in what hypotheses are worth at their places, of tokens that have more than one.

    `at` says by token whether that is so, the kind of its place, and how likely something opens
    there, where it is one inside a sentence else.
    """
    asked: cython.const[cython.uchar][::1] = at[0]
    place: cython.const[cython.schar][::1] = at[1]
    share: cython.const[cython.double][::1] = at[2]
    channel: cython.const[cython.double][::1] = doubles(hypotheses.rows.channel)
    extra: cython.const[cython.float][::1] = hypotheses.rows.prior_beyond_word
    cased: cython.const[cython.float][:, ::1] = casing(hypotheses.rows, lexicon)
    word: cython.const[cython.longlong][::1] = hypotheses.rows.as_word
    past: cython.const[cython.schar][::1] = lexicon.past
    tilt: cython.double = PAST * hypotheses.old
    i: cython.Py_ssize_t
    one: cython.longlong
    row: cython.longlong
    own: cython.double
    for i in range(len(asked)):
        if not asked[i]:
            continue
        for one in range(start[slot[i]], start[slot[i]] + count[slot[i]]):
            row = hypothesis[one]
            own = TRUSTED * extra[row]
            own += channel[row] + tilt * past[word[row]]
            if place[i] == AT_INSIDE and share[i] > 0:
                own += perhaps(cased[row, AT_INSIDE], cased[row, AT_OPENING], share[i])
            else:
                own += cased[row, place[i]]
            local[one] = cython.cast(cython.int, rint(own * NAT))


@cython.cfunc
@cython.exceptval(check=False)
def perhaps(inside: cython.double, opening: cython.double, share: cython.double) -> cython.double:
    """log P of a casing where something opens with a probability of `share`, above 0."""
    if share >= 1:
        return opening
    inside += log1p(-share)
    opening += log(share)
    if inside < opening:
        inside, opening = opening, inside
    return inside + log1p(exp(opening - inside))


def likeliest(slots: Slots, posterior: Buffer) -> Any:
    """The likeliest candidate of each slot, the first of those that are."""
    start: cython.const[cython.longlong][::1] = slots.start
    count: cython.const[cython.longlong][::1] = slots.count
    share: cython.const[cython.float][::1] = posterior
    found = longs(len(start))
    best: cython.longlong[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(start)):
        best[i] = greatest(share, start[i], count[i])
    return found


@cython.cfunc
@cython.exceptval(check=False)
def greatest(
    share: cython.const[cython.float][::1], start: cython.longlong, count: cython.longlong
) -> cython.longlong:
    """The first of the greatest among some numbers."""
    best: cython.longlong = start
    one: cython.longlong
    for one in range(start + 1, start + count):
        if share[one] > share[best]:
            best = one
    return best


def listed_words(row: Row, hypotheses: Hypotheses) -> Any:
    """By candidate, whether it is a word that the lexicon has as it is."""
    hypothesis: cython.const[cython.longlong][::1] = row.hypothesis
    extra: cython.const[cython.float][::1] = hypotheses.rows.prior_beyond_word
    size: cython.longlong = len(extra)
    found = array("B", bytes(len(hypothesis)))
    able: cython.uchar[::1] = found
    i: cython.Py_ssize_t
    for i in range(len(hypothesis)):
        able[i] = hypothesis[i] < size and extra[hypothesis[i]] == 0
    return found


def certain(form: Buffer, hypotheses: Hypotheses) -> tuple[Any, Picked]:
    """The tokens that are words, each with its only hypothesis."""
    number: cython.const[cython.longlong][::1] = form
    only: cython.const[cython.longlong][::1] = hypotheses.as_is
    size: cython.Py_ssize_t = 0
    i: cython.Py_ssize_t
    for i in range(len(number)):
        size += number[i] >= 0
    words, hypothesis = longs(size), longs(size)
    word: cython.longlong[::1] = words
    stays: cython.longlong[::1] = hypothesis
    size = 0
    for i in range(len(number)):
        if number[i] >= 0:
            word[size], stays[size] = i, only[number[i]]
            size += 1
    return words, Picked(hypothesis, array("f", [1.0]) * size)


def no_choice() -> Row:
    """The row of a text in which each word has one hypothesis: there is nothing to weigh."""
    none = longs(0)
    slots = Slots(none, none, whole(0), whole(0), whole(0))
    return Row(slots, none, none, array("d"))


def picked(
    row: Row, form: Buffer, hypotheses: Hypotheses, posterior: Buffer
) -> tuple[Any, Picked, Picked]:
    """The tokens that are words, the likeliest hypothesis of each, and the one that leaves it."""
    number: cython.const[cython.longlong][::1] = form
    slot: cython.const[cython.longlong][::1] = row.slot
    start: cython.const[cython.longlong][::1] = row.slots.start
    count: cython.const[cython.longlong][::1] = row.slots.count
    hypothesis: cython.const[cython.longlong][::1] = row.hypothesis
    share: cython.const[cython.float][::1] = posterior
    first: cython.const[cython.longlong][::1] = hypotheses.start
    as_is: cython.const[cython.longlong][::1] = hypotheses.as_is
    size: cython.Py_ssize_t = 0
    i: cython.Py_ssize_t
    for i in range(len(number)):
        size += number[i] >= 0
    words, best, same = longs(size), longs(size), longs(size)
    sure, kept = array("f", bytes(4 * size)), array("f", bytes(4 * size))
    word: cython.longlong[::1] = words
    to: cython.longlong[::1] = best
    stays: cython.longlong[::1] = same
    of_best: cython.float[::1] = sure
    of_same: cython.float[::1] = kept
    top: cython.longlong
    size = 0
    for i in range(len(number)):
        if number[i] < 0:
            continue
        top = greatest(share, start[slot[i]], count[slot[i]])
        word[size], to[size], of_best[size] = i, hypothesis[top], share[top]
        stays[size] = as_is[number[i]]
        of_same[size] = share[start[slot[i]] + as_is[number[i]] - first[number[i]]]
        size += 1
    changed = Picked(best, sure)
    return words, changed, Picked(same, kept)
