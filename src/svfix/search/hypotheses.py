"""Hypotheses: what each observed form may have been, priced by lexicon and channel."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.channel.model import Channel, Rules
from svfix.lexicon.numbers import Numbers
from svfix.lexicon.store import Lexicon
from svfix.search.budget import Budget, GivenUp
from svfix.search.candidates import BEAMS, NARROW, Beam, find
from svfix.search.choice import Asked, Choice, as_they_are, needs_wider_beam, unexplained
from svfix.search.paths import Found
from svfix.search.priors import (
    INSIDE_UNLISTED,
    odd_inside,
    plain_channel,
    searched,
    unlisted_prior,
)
from svfix.search.rows import Rows
from svfix.search.vocabulary import Vocabulary
from svfix.uncompiled import Buffer

Seek = Callable[[list[str], Beam], Found]
"""A search for the candidates of forms."""

MOST = 4  # hypotheses a form
MANY = 6  # the same in badly damaged texts


class Hypothesis(NamedTuple):
    """One hypothesis: its text in lower case, or a user's `own` word in the user's spelling.

    `titled` says that it begins with a capital.
    """

    text: str
    own: bool
    titled: bool


@dataclass(eq=False)
class Hypotheses:
    """The hypotheses of `forms`; those of form `i` are the rows `start[i]` … + `count[i]`.

    `as_is` is the row of each form that leaves it alone, `known` the lexicon's number of those that
    are listed words, -1 of others (all int64).  `old` is how likely the text is in another time's
    spelling.
    """

    forms: Sequence[str]
    known: Buffer
    rows: Rows
    start: Buffer
    count: Buffer
    as_is: Buffer
    vocabulary: Vocabulary
    rules: Rules
    old: float = 0.0

    @cached_property
    def scores(self) -> Any:
        """By hypothesis, log P(form, hypothesis) without context: nats, float64."""
        return self.rows.scores(self.vocabulary.lexicon, self.old)

    @property
    def certain(self) -> bool:
        """Whether each form has but the hypothesis that leaves it as it is."""
        return len(self.rows) == len(self.forms)

    def others(self) -> Any:
        """By form, the row of its likeliest hypothesis that does not leave it as it is, or -1."""
        found = array("q", [-1]) * len(self.forms)
        if self.certain:
            return found
        form: cython.const[cython.longlong][::1] = self.rows.form
        same: cython.const[cython.uchar][::1] = self.rows.is_identity
        score: cython.const[cython.double][::1] = self.scores
        best: cython.longlong[::1] = found
        i: cython.Py_ssize_t
        for i in range(len(form)):
            if not same[i] and (best[form[i]] < 0 or score[i] > score[best[form[i]]]):
                best[form[i]] = i
        return found

    @cached_property
    def trusted(self) -> Any:
        """By form, whether it is a word that needs no looking at: listed, and not like `ar`."""
        known: cython.const[cython.longlong][::1] = self.known
        shadowed: cython.const[cython.uchar][::1] = self.vocabulary.lexicon.shadowed
        found = array("B", bytes(len(self.known)))
        trusted: cython.uchar[::1] = found
        i: cython.Py_ssize_t
        for i in range(len(known)):
            trusted[i] = known[i] >= 0 and not shadowed[known[i]]
        return found

    def otherwise(self) -> bool:
        """Whether any hypothesis needs a rule of another time's spelling."""
        step: cython.const[cython.int][::1] = self.rows.paths.step
        variety: cython.const[cython.uchar][::1] = self.rules.variety
        return needs(variety, step, 0, len(step))

    def outdated(self, often: Buffer) -> int:
        """How many forms stand in a text, each `often`, as another time spelt them."""
        counts: cython.const[cython.longlong][::1] = often
        known: cython.const[cython.longlong][::1] = self.known
        as_is: cython.const[cython.longlong][::1] = self.as_is
        first: cython.const[cython.int][::1] = self.rows.paths.first
        step: cython.const[cython.int][::1] = self.rows.paths.step
        variety: cython.const[cython.uchar][::1] = self.rules.variety
        old: cython.const[cython.uchar][::1] = self.vocabulary.lexicon.outdated
        found: cython.Py_ssize_t = 0
        i: cython.Py_ssize_t
        for i in range(len(counts)):
            if counts[i] <= 0:
                continue
            if known[i] >= 0:
                found += old[known[i]] != 0
            else:
                found += needs(variety, step, first[as_is[i]], first[as_is[i] + 1])
        return found

    def repriced(self, channel: Channel) -> Hypotheses:
        """The same hypotheses as another channel has them; those of no path keep their price."""
        return replace(self, rows=self.rows.repriced(channel))

    def text(self, row: int) -> str:
        """A hypothesis in lower case, but for a user's word, which is in the user's spelling."""
        text = self.rules.spell(self.rows.paths.steps(row))
        read = self.forms[self.rows.form[row]]
        if not text:  # of no path: as it was read
            return read.lower()
        if self.rows.is_user_word[row]:
            return self.vocabulary.spelling[text]
        return text + "-" if read.endswith("-") else text

    def at(self, which: Buffer) -> Iterator[Hypothesis]:
        """Some of the hypotheses, by their rows."""
        for row in memoryview(which):
            yield Hypothesis(
                self.text(row), bool(self.rows.is_user_word[row]), bool(self.rows.titled[row])
            )


@cython.cfunc
@cython.exceptval(check=False)
def needs(
    variety: cython.const[cython.uchar][::1],
    step: cython.const[cython.int][::1],
    first: cython.Py_ssize_t,
    behind: cython.Py_ssize_t,
) -> cython.bint:
    """Whether some steps need a rule of another spelling."""
    at: cython.Py_ssize_t = first
    while at < behind and not (step[at] >= 0 and variety[step[at]]):
        at += 1
    return at < behind


def hypothesise(
    forms: Sequence[str],
    vocabulary: Vocabulary,
    channel: Channel,
    trusting: bool = False,
    seek: Seek | None = None,
    beams: Sequence[Beam] = BEAMS,
    most: int = MOST,
    budget: Budget | None = None,
) -> Hypotheses:
    """The hypotheses of forms, in the casing they have in the text.

    `trusting` leaves every known word as it is, and looks for hypotheses of the unknown ones alone;
    `seek` is the search under the channel, if there is one that remembers what it found; `beams`
    are how wide the searches are, from the first to the last resort, and `most` is how many
    hypotheses a form has, beside the one that leaves it.  Raises Spent where that is more
    searching than there is a `budget` for, and GivenUp where too many forms are like no Swedish.
    """
    lexicon = vocabulary.lexicon
    known = known_words(forms, lexicon)
    places = doubtful(forms, known, lexicon, trusting)
    if not places:
        return gathered(as_they_are(forms, known), forms, known, vocabulary, channel.rules)
    said, numbers = [forms[i] for i in places], [known[i] for i in places]
    asked = described(said, numbers, lexicon, channel, careful=bool(seek))
    look = seek or (lambda words, beam: find(lexicon, channel, words, beam))
    found = search(asked, lexicon, within(look, budget), beams)
    own = users(asked.words, vocabulary, channel)
    choice = Choice(asked, found, own, lexicon, channel, most, bool(seek))
    return gathered(choice.rows(forms, known, places), forms, known, vocabulary, channel.rules)


def within(seek: Seek, budget: Budget | None) -> Seek:
    """A search that raises Spent rather than go over a budget."""
    if budget is None:
        return seek

    def spending(words: list[str], beam: Beam) -> Found:
        budget.spend(words, beam.width)
        return seek(words, beam)

    return spending


def known_words(forms: Sequence[str], lexicon: Lexicon) -> Any:
    """The lexicon's numbers of the forms that are listed words, -1 of others: int64."""
    words: Numbers = lexicon.words
    found = array("q", bytes(8 * len(forms)))
    known: cython.longlong[::1] = found
    i: cython.Py_ssize_t
    for i, form in enumerate(forms):
        known[i] = words.of(form)
    return found


def doubtful(forms: Sequence[str], known: Buffer, lexicon: Lexicon, trusting: bool) -> array[int]:
    """The places of the forms whose hypotheses are looked for.

    Those are all, or with `trusting` those that no list has, or that look like a commoner word, as
    `ar` does; of single letters the unlisted ones.
    """
    number: cython.const[cython.longlong][::1] = known
    shadowed: cython.const[cython.uchar][::1] = lexicon.shadowed
    places = array("q")
    i: cython.Py_ssize_t
    for i in range(len(number)):
        if not trusting or number[i] < 0 or (shadowed[number[i]] and len(forms[i]) > 1):
            places.append(i)
    return places


def described(
    forms: list[str], known: list[int], lexicon: Lexicon, channel: Channel, careful: bool
) -> Asked:
    """Forms whose hypotheses are looked for, with what is known of them.

    With `careful` a word of no list that has a capital inside is a rare thing.
    """
    inside = odd_inside(forms)
    unlisted = unlisted_prior(forms, lexicon)
    if careful:
        for i, odd in enumerate(inside):
            if odd:
                unlisted[i] += INSIDE_UNLISTED
    return Asked(
        forms=forms,
        words=[searched(form) for form in forms],
        known=array("q", known),
        unlisted=unlisted,
        plain=plain_channel(forms, channel),
        inside=inside,
    )


def search(asked: Asked, lexicon: Lexicon, seek: Seek, beams: Sequence[Beam] = BEAMS) -> Found:
    """The candidates of forms, searched more widely where a quick search explained too little."""

    def deepened(found: Found, again: array[int], beam: Beam) -> Found:
        if not again:
            return found
        if beam.hopeless(len(again), len(asked.words)):
            raise GivenUp
        return found.replaced(again, seek([asked.words[i] for i in again], beam))

    quick, narrow, wide = beams
    found = seek(asked.words, quick)
    found = deepened(found, needs_wider_beam(found, asked, lexicon), narrow)
    return deepened(found, unexplained(found, asked), wide)


def users(words: list[str], vocabulary: Vocabulary, channel: Channel) -> Found:
    """The user's words that forms may have been.

    The search also finds several of them run together, and old spellings of them: these are no
    words of the user's.
    """
    if vocabulary.own is None:
        return Found.empty()
    found = find(vocabulary.own, channel, words, NARROW)
    texts = found.paths.texts(range(len(found)), channel.rules)
    which = [i for i, text in enumerate(texts) if text in vocabulary.spelling]
    return found.take(array("q", which))


def gathered(
    rows: Rows, forms: Sequence[str], known: Buffer, vocabulary: Vocabulary, rules: Rules
) -> Hypotheses:
    """Rows that stand form by form, as the hypotheses of these."""
    form: cython.const[cython.longlong][::1] = rows.form
    same: cython.const[cython.uchar][::1] = rows.is_identity
    columns = [array("q", bytes(8 * len(forms))) for _ in range(3)]
    start: cython.longlong[::1] = columns[0]
    count: cython.longlong[::1] = columns[1]
    as_is: cython.longlong[::1] = columns[2]
    i: cython.Py_ssize_t
    for i in range(len(form)):
        if not count[form[i]]:
            start[form[i]] = i
        count[form[i]] += 1
        if same[i]:
            as_is[form[i]] = i
    starts, counts, left = columns
    return Hypotheses(forms, known, rows, starts, counts, left, vocabulary, rules)
