"""Readings: what each observed form may have been, priced by lexicon and channel.

The search finds words, compounds and run-ons; here they are put beside the form as it stands, which
is always a reading too, as a word nobody listed if need be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from svfix.channel.model import COMPOUND, SPACE, START, Channel, Rules, hash_texts
from svfix.lexicon import letters
from svfix.lexicon.ngrams import restore
from svfix.lexicon.store import NOT, Lexicon
from svfix.search.candidates import BEAMS, NARROW, Beam, find
from svfix.search.paths import Flags, Found, Ints, padded
from svfix.search.priors import INSIDE_UNLISTED, plain_channel, searched, unlisted_prior
from svfix.search.run_ons import in_context
from svfix.search.vocabulary import Vocabulary, numbers
from svfix.text.capitals import capital_inside, with_capital
from svfix.text.runs import openings, ranks

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Seek = Callable[[list[str], Beam], Found]
"""A search for the candidates of forms."""

MOST = 4  # readings a form
MANY = 6  # the same in badly damaged texts
SEEN = 2  # candidates that are looked at for each of these
CHEAP = 4.0  # nats; a form that a dearer candidate explains best is searched more widely
COMMON, LONG = -11.0, 5  # log-probability and length of known words that little can beat
WEAK = 3.0  # nats above an unlisted word, below which a form's readings are searched again
FAR = -24.0  # nats; the same for long forms, whose compounds a narrow search may miss
MARGIN = 8.0  # nats behind the best reading of a form, without context


@dataclass
class Rows:
    """Readings in columns: row by row, the number of the form that may have been read as it.

    `titled` says that a reading begins with a capital.  `channel` is log P(form | reading);
    `into`, `outof` and `extra` are what the lattice needs: the lexicon forms that stand for the
    reading as a word to come and as context, and what its own log-probability has beyond the
    former's.  `same` marks the readings that leave the form alone; `steps` are the path of a
    candidate of the lexicon, or of the user's words where `own` says so.
    """

    form: Longs
    titled: Flags
    into: Longs
    outof: Longs
    extra: Floats
    channel: Floats
    same: Flags
    own: Flags
    steps: Ints

    def __len__(self) -> int:
        return len(self.form)

    def at(self, which: Longs) -> Rows:
        """Some of the rows."""
        return Rows(*(getattr(self, field.name)[which] for field in fields(Rows)))

    def scores(self, lexicon: Lexicon) -> Floats:
        """By reading, log P(form, reading) without context."""
        ngrams = lexicon.ngrams
        plain = (self.extra == 0) & (self.into != lexicon.special["<unk>"])
        prior = np.where(
            plain,
            restore(ngrams.unigram[self.into]),
            self.extra + restore(ngrams.continuation[self.into]),
        )
        return np.asarray(self.channel + prior)


class Reading(NamedTuple):
    """One reading: its text in lower case, or a user's `own` word in the user's spelling.

    `titled` says that it begins with a capital.
    """

    text: str
    own: bool
    titled: bool


@dataclass
class Readings:
    """The readings of `forms`; those of form `i` are the rows `start[i]` … + `count[i]`.

    `as_is` is the row of each form that leaves it alone, `known` the lexicon's number of those that
    are listed words, -1 of others.  `old` is how likely the text is in another time's spelling.
    """

    forms: Sequence[str]
    known: Longs
    rows: Rows
    start: Longs
    count: Longs
    as_is: Longs
    vocabulary: Vocabulary
    rules: Rules
    old: float = 0.0

    @cached_property
    def scores(self) -> Floats:
        """By reading, log P(form, reading) without context."""
        return self.rows.scores(self.vocabulary.lexicon)

    def others(self) -> Longs:
        """By form, the row of its likeliest reading that does not leave it as it is, or -1."""
        score = np.where(self.rows.same, -np.inf, self.scores)
        best = np.maximum.reduceat(score, self.start)
        hit = np.flatnonzero((score == np.repeat(best, self.count)) & ~self.rows.same)
        found = np.full(len(self.forms), -1)
        found[self.rows.form[hit[::-1]]] = hit[::-1]
        return found

    @cached_property
    def trusted(self) -> Flags:
        """By form, whether it is a word that needs no looking at: listed, and not like `ar`."""
        return np.asarray((self.known >= 0) & ~self.vocabulary.lexicon.shadowed[self.known])

    def repriced(self, channel: Channel) -> Readings:
        """The same readings as another channel has them; those of no path keep their price."""
        paths = np.flatnonzero((self.rows.steps >= 0).any(1))
        priced: Any = self.rows.channel.astype(np.float64)
        priced[paths] = channel.price(self.rows.steps[paths])
        rows = replace(self.rows, channel=priced)
        return replace(self, rows=rows)

    def text(self, row: int) -> str:
        """A reading in lower case, but for a user's word, which is in the user's spelling."""
        return next(self.at(np.array([row]))).text

    def at(self, which: Longs) -> Iterator[Reading]:
        """Some of the readings, by their rows."""
        rows = self.rows
        columns = (rows.form[which].tolist(), rows.own[which].tolist(), rows.titled[which].tolist())
        spelt = self.rules.spell_all(rows.steps[which])
        for form, own, titled, text in zip(*columns, spelt, strict=True):
            read = self.forms[form]
            if not text:  # of no path: as it was read
                text = read.lower()
            elif own:
                text = self.vocabulary.spelling[text]
            elif read.endswith("-"):
                text += "-"
            yield Reading(text, own, titled)


def read(
    forms: Sequence[str],
    vocabulary: Vocabulary,
    channel: Channel,
    trusting: bool = False,
    seek: Seek | None = None,
    beams: Sequence[Beam] = BEAMS,
    most: int = MOST,
) -> Readings:
    """The readings of forms, in the casing they have in the text.

    `trusting` leaves every known word as it is, and looks for readings of the unknown ones alone;
    `seek` is the search under the channel, if there is one that remembers what it found; `beams`
    are how wide the searches are, from the first to the last resort, and `most` is how many
    readings a form has, beside the one that leaves it.
    """
    lexicon = vocabulary.lexicon
    known = known_words(forms, lexicon)
    sure = (known >= 0) & ~lexicon.shadowed[known] & trusting
    if trusting:
        sure |= (known >= 0) & (np.fromiter(map(len, forms), np.int64, len(forms)) == 1)
    asked, settled = np.flatnonzero(~sure), np.flatnonzero(sure)
    doubtful = list(compress(forms, ~sure))
    words = [searched(form) for form in doubtful]
    unlisted = unlisted_prior(doubtful, lexicon)
    plain = plain_channel(doubtful, channel)
    inside = np.fromiter(map(capital_inside, doubtful), bool, len(doubtful))
    if seek:
        unlisted = unlisted + np.where(inside, np.float32(INSIDE_UNLISTED), np.float32(0))
    look = seek or (lambda words, beam: find(lexicon, channel, words, beam))
    found = search(doubtful, words, known[asked], lexicon, look, unlisted + plain, beams)
    candidates = candidate_rows(found, doubtful, words, lexicon, channel, most)
    if seek:
        candidates = plausible(candidates, doubtful, unlisted + plain, inside, lexicon)
    rest = np.ones(len(doubtful), bool)
    rest[candidates.form[candidates.same]] = False
    parts = [candidates, unlisted_rows(np.flatnonzero(rest), words, unlisted, plain, lexicon)]
    if vocabulary.own is not None:
        own = find(vocabulary.own, channel, words, NARROW)
        parts.append(own_rows(own, vocabulary, channel.rules))
    for part in parts:
        part.form = asked[part.form]
    titled = with_capital(list(compress(forms, sure)))
    parts.append(rows(settled, titled, known[settled], same=True))
    return gathered(parts, forms, known, vocabulary, channel.rules)


def rows(
    form: Longs,
    titled: Flags,
    into: Longs,
    *,
    outof: Longs | None = None,
    extra: Floats | float = 0.0,
    channel: Floats | float = 0.0,
    same: Flags | bool = False,
    own: bool = False,
    steps: Ints | None = None,
) -> Rows:
    """Rows of which some columns are the same all the way down; without steps, of no path."""
    size = len(form)
    return Rows(
        form,
        titled,
        into,
        into if outof is None else outof,
        np.broadcast_to(np.asarray(extra, np.float32), size),
        np.broadcast_to(np.asarray(channel, np.float32), size),
        np.broadcast_to(same, size),
        np.full(size, own),
        np.full((size, 1), START, np.int32) if steps is None else steps,
    )


def gathered(
    parts: list[Rows], forms: Sequence[str], known: Longs, vocabulary: Vocabulary, rules: Rules
) -> Readings:
    """The rows of all parts, form by form."""
    form = np.concatenate([part.form for part in parts])
    order = np.argsort(form, kind="stable")
    width = max(part.steps.shape[1] for part in parts)
    steps = np.concatenate([padded(part.steps, width) for part in parts])[order]
    columns: dict[str, Any] = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])[order]
        for field in fields(Rows)
        if field.name != "steps"
    }
    merged = Rows(**columns, steps=steps)
    count = np.bincount(merged.form, minlength=len(forms))
    as_is = np.flatnonzero(merged.same)
    return Readings(forms, known, merged, np.cumsum(count) - count, count, as_is, vocabulary, rules)


def known_words(forms: Sequence[str], lexicon: Lexicon) -> Longs:
    """The lexicon's numbers of the forms that are listed words, -1 of others."""
    number = numbers(list(map(str.lower, forms)), lexicon)
    return np.where(lexicon.ngrams.unigram[number] != NOT, number, -1)


def search(
    forms: Sequence[str],
    words: list[str],
    known: Longs,
    lexicon: Lexicon,
    seek: Seek,
    unlisted: Floats,
    beams: Sequence[Beam] = BEAMS,
) -> Found:
    """The candidates of forms, searched more widely where a quick search explained too little.

    `words` are the forms as the search reads them, `known` their numbers as listed words.
    """

    def deepened(found: Found, again: Longs, beam: Beam) -> Found:
        if not len(again):
            return found
        return found.replaced(again, seek([words[i] for i in again.tolist()], beam))

    quick, narrow, wide = beams
    found = seek(words, quick)
    found = deepened(found, dear(found, forms, known, lexicon), narrow)
    return deepened(found, weak(found, forms, unlisted), wide)


def dear(found: Found, forms: Sequence[str], known: Longs, lexicon: Lexicon) -> Longs:
    """The forms whose best candidate needs dear rules, or is a compound that nobody listed.

    And the short words that are hardly used.
    """
    cost = np.full(len(forms), np.inf)
    first = openings(found.form)
    compound = (found.steps[first] == COMPOUND).any(1)
    cost[found.form[first]] = np.where(compound, np.inf, -found.channel[first])
    rare = restore(lexicon.ngrams.unigram[known]) < COMMON
    short = np.fromiter(map(len, forms), np.int64, len(forms)) < LONG
    return np.flatnonzero((cost > CHEAP) | ((known >= 0) & rare & short))


def weak(found: Found, forms: Sequence[str], unlisted: Floats) -> Longs:
    """The forms that no candidate explains well, or that have a figure among their letters."""
    best = np.full(len(forms), -np.inf)
    np.maximum.at(best, found.form, found.score)
    odd = np.array([not (form.isalpha() or form.rstrip("-").isalpha()) for form in forms], bool)
    return np.flatnonzero(odd | (best < np.maximum(unlisted + WEAK, FAR)))


def candidate_rows(
    found: Found,
    forms: Sequence[str],
    words: list[str],
    lexicon: Lexicon,
    channel: Channel,
    most: int,
) -> Rows:
    """The best few candidates of each form, no two of which write the same."""
    rules = channel.rules
    found, into = in_context(found.take(near(found, SEEN * most)), lexicon, channel)
    kept = near(found, most + 2)
    written = rules.hashes(found.steps[kept])
    first = distinct(found.take(kept), written, most)
    found, into, written = found.take(kept[first]), into[kept[first]], written[first]
    hyphen = np.array([form.endswith("-") for form in forms], bool)
    bare = [f.lower()[:-1] if f.endswith("-") else f.lower() for f in forms]
    capital = with_capital(words)
    same = written == hash_texts(bare)[found.form]
    same &= found.titled == capital[found.form]
    return rows(
        found.form.astype(np.int64),
        found.titled,
        into,
        outof=found.word.astype(np.int64),
        extra=beyond(found, into, hyphen[found.form], lexicon),
        channel=found.channel,
        same=same,
        steps=found.steps,
    )


def near(found: Found, most: int) -> Longs:
    """The places of the best few candidates of each form that are not far behind its best."""
    rank, score = ranks(found.form), found.score
    close = score >= score[np.arange(len(rank)) - rank] - MARGIN
    return np.flatnonzero((rank < most) & close)


def distinct(found: Found, written: Keys, most: int) -> Longs:
    """The places of candidates that no better one of their form writes the same as, `most`."""
    again = np.zeros(len(written), bool)
    for back in range(1, most + 2):
        alike = (found.form[back:] == found.form[:-back]) & (written[back:] == written[:-back])
        again[back:] |= alike & (found.titled[back:] == found.titled[:-back])
    first = np.flatnonzero(~again)
    return np.asarray(first[ranks(found.form[first]) < most])


def plausible(
    candidates: Rows, forms: Sequence[str], unlisted: Floats, inside: Flags, lexicon: Lexicon
) -> Rows:
    """The candidates but for those that leave a form as it is and are less likely than no list is.

    A compound with a capital inside, as `inside` says of its form, is none that many would write,
    and nobody writes a consonant three times.  Nor has a form that ends in a hyphen lost a space:
    `pulsamplitud-` is a compound.
    """
    odd = inside[candidates.form] & candidates.same & (candidates.extra != 0)
    extra = candidates.extra + np.where(odd, np.float32(INSIDE_UNLISTED), np.float32(0))
    priced = replace(candidates, extra=extra)
    poor = priced.same & (priced.scores(lexicon) < unlisted[priced.form])
    part = np.fromiter((form.endswith("-") for form in forms), bool, len(forms))
    thrice = np.array([bool(letters.THRICE.search(form)) for form in forms], bool)
    poor |= priced.same & thrice[priced.form]
    poor |= part[priced.form] & (priced.steps == SPACE).any(1)
    return priced.at(np.flatnonzero(~poor))


def unlisted_rows(
    which: Longs, words: list[str], unlisted: Floats, plain: Floats, lexicon: Lexicon
) -> Rows:
    """The reading that leaves a form as it is, as a word nobody listed."""
    unknown = lexicon.special["<unk>"]
    extra = unlisted[which] - restore(lexicon.ngrams.continuation[unknown])
    titled = with_capital([words[i] for i in which.tolist()])
    into = np.full(len(which), unknown)
    return rows(which, titled, into, extra=extra, channel=plain[which], same=True)


def own_rows(found: Found, vocabulary: Vocabulary, rules: Rules) -> Rows:
    """The user's words that forms may have been.

    The search also finds several of them run together, and old spellings of them: these are no
    words of the user's.
    """
    written = rules.spell_all(found.steps)
    found = found.take(np.flatnonzero([text in vocabulary.spelling for text in written]))
    found = found.take(near(found, MOST + 2))
    lexicon = vocabulary.lexicon
    unknown = lexicon.special["<unk>"]
    return rows(
        found.form.astype(np.int64),
        np.ones(len(found.form), bool),
        np.full(len(found.form), unknown),
        extra=found.prior - restore(lexicon.ngrams.continuation[unknown]),
        channel=found.channel,
        own=True,
        steps=found.steps,
    )


def beyond(found: Found, into: Longs, hyphen: Flags, lexicon: Lexicon) -> Floats:
    """What the log-probability of candidates has beyond that of the forms they stand for."""
    ngrams = lexicon.ngrams
    part = (found.steps == COMPOUND).any(1) | hyphen
    run_on = (found.steps == SPACE).any(1)
    extra = np.where(part, found.prior - restore(ngrams.continuation[into]), 0)
    extra = np.where(run_on, found.prior - restore(ngrams.unigram[into]), extra)
    return np.asarray(extra, np.float32)
