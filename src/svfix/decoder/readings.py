"""Readings: what each observed form may have been, priced by lexicon and channel.

The search finds words, compounds and run-ons; here they are put beside the form as it stands, which
is always a reading too, as a word nobody listed if need be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from svfix.decoder.candidates import NARROW, QUICK, WIDE, Beam, find
from svfix.decoder.channel import COMPOUND, SPACE, Channel, Rules
from svfix.decoder.paths import Found
from svfix.decoder.vocabulary import Vocabulary
from svfix.lexicon import letters
from svfix.lexicon.ngrams import restore
from svfix.lexicon.store import NOT, Lexicon
from svfix.runs import openings, ranks

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

PLACES = INSIDE, LINE, EARLY, OPENING, CAPITALS = range(5)  # of a word: the rows of `casing`
LINE_OPENS = 0.1  # how often a line opens a sentence though no period precedes it
EARLY_OPENS = 0.5  # the same where the line before had room for more
MOST = 4  # readings a form
CHEAP = 4.0  # nats; a form that a dearer candidate explains best is searched more widely
COMMON, LONG = -11.0, 5  # log-probability and length of known words that little can beat
WEAK = 2.0  # nats above an unlisted word, below which a form's readings are searched again
FAR = -26.0  # nats; the same for long forms, whose compounds a narrow search may miss
MARGIN = 8.0  # nats behind the best reading of a form, without context
UNLISTED = -3.5  # log-probability that a word is in no lexicon and no compound of its words
TITLE_UNLISTED = 0.4  # the share of unlisted words inside a sentence that are capitalised names
UPPER_UNLISTED = 0.3  # the share of words all in capitals that are unlisted acronyms
ACRONYM, ACRONYM_LETTER = 6, 2.5  # the longest acronym, and nats a letter of one
RAREST_CASE = 0.005  # the probability of a casing a form was never seen in


@dataclass
class Readings:
    """Readings of forms, as flat arrays; those of form `i` are `start[i]` … + `count[i]`.

    `text` is in lower case, `titled` says that it begins with a capital.  `channel` is
    log P(form | reading); `into`, `outof` and `extra` are what the lattice needs: the lexicon forms
    that stand for the reading as a word to come and as context, and what its own log-probability
    has beyond the former's.  `as_is` is the reading of each form that leaves it alone; `own` the
    spelling of readings that are a user's words.
    """

    start: Longs
    count: Longs
    as_is: Longs
    text: list[str]
    titled: npt.NDArray[np.bool_]
    into: Longs
    outof: Longs
    extra: Floats
    channel: Floats
    own: dict[int, str]


@dataclass
class Rows:
    """The columns of `Readings` while they are gathered."""

    text: list[str] = field(default_factory=list)
    titled: list[bool] = field(default_factory=list)
    into: list[int] = field(default_factory=list)
    outof: list[int] = field(default_factory=list)
    extra: list[float] = field(default_factory=list)
    channel: list[float] = field(default_factory=list)
    own: dict[int, str] = field(default_factory=dict)

    def add(
        self, text: str, titled: bool, into: int, outof: int, extra: float, channel: float
    ) -> int:
        """Add a row; returns its number."""
        self.text.append(text)
        self.titled.append(titled)
        self.into.append(into)
        self.outof.append(outof)
        self.extra.append(extra)
        self.channel.append(channel)
        return len(self.text) - 1


def read(
    forms: Sequence[str], vocabulary: Vocabulary, channel: Channel, trusting: bool = False
) -> Readings:
    """The readings of forms, in the casing they have in the text.

    `trusting` leaves every known word as it is, and looks for readings of the unknown ones alone.
    """
    lexicon = vocabulary.lexicon
    known = known_words(forms, lexicon) if trusting else np.full(len(forms), -1)
    known[lexicon.shadowed[known]] = -1
    asked = np.flatnonzero(known < 0)
    doubtful = [forms[i] for i in asked.tolist()]
    unlisted = unlisted_prior(doubtful, lexicon)
    plain = plain_channel(doubtful, channel)
    found = search(doubtful, lexicon, channel, unlisted + plain)
    own = search_own(doubtful, vocabulary, channel)
    rows, start, as_is = Rows(), [], []
    number = -1
    for form, word in zip(forms, known.tolist(), strict=True):
        start.append(len(rows.text))
        if word >= 0:
            as_is.append(rows.add(form.lower(), form[:1].isupper(), word, word, 0.0, 0.0))
            continue
        number += 1
        here = gather(rows, form, found.get(number, ()), lexicon)
        if here < 0:
            unknown = lexicon.special["<unk>"]
            extra = float(unlisted[number] - restore(lexicon.ngrams.continuation[unknown]))
            titled = searched(form)[:1].isupper()
            here = rows.add(form.lower(), titled, unknown, unknown, extra, float(plain[number]))
        as_is.append(here)
        for candidate in own.get(number, ()):
            add_own(rows, candidate, vocabulary)
    return finished(rows, start, as_is)


def known_words(forms: Sequence[str], lexicon: Lexicon) -> Longs:
    """The lexicon's numbers of the forms that are listed words, -1 of others."""
    numbers = lexicon.trie.find_all([form.lower() for form in forms])
    return np.where(lexicon.ngrams.unigram[numbers] != NOT, numbers, -1)


def search(
    forms: Sequence[str], lexicon: Lexicon, channel: Channel, unlisted: Floats
) -> dict[int, list[Candidate]]:
    """The candidates of forms, searched more widely where a quick search explained too little."""
    words = [searched(form) for form in forms]

    def deepened(found: Found, again: Longs, beam: Beam) -> Found:
        part = find(lexicon, channel, [words[i] for i in again.tolist()], beam)
        return found.replaced(again, part) if len(again) else found

    found = find(lexicon, channel, words, QUICK)
    found = deepened(found, dear(found, forms, lexicon), NARROW)
    found = deepened(found, weak(found, forms, unlisted), WIDE)
    return listed(found, channel.rules)


def dear(found: Found, forms: Sequence[str], lexicon: Lexicon) -> Longs:
    """The forms whose best candidate needs dear rules, and the short words that are hardly used."""
    cost = np.full(len(forms), np.inf)
    first = openings(found.form)
    cost[found.form[first]] = -found.channel[first]
    known = known_words(forms, lexicon)
    rare = restore(lexicon.ngrams.unigram[known]) < COMMON
    short = np.array([len(form) < LONG for form in forms], bool)
    return np.flatnonzero((cost > CHEAP) | ((known >= 0) & rare & short))


def weak(found: Found, forms: Sequence[str], unlisted: Floats) -> Longs:
    """The forms that no candidate explains well, or that have a figure among their letters."""
    best = np.full(len(forms), -np.inf)
    np.maximum.at(best, found.form, found.score)
    odd = np.array([not form.rstrip("-").isalpha() for form in forms], bool)
    return np.flatnonzero(odd | (best < np.maximum(unlisted + WEAK, FAR)))


def search_own(
    forms: Sequence[str], vocabulary: Vocabulary, channel: Channel
) -> dict[int, list[Candidate]]:
    """The user's words that forms may have been."""
    if vocabulary.own is None:
        return {}
    found = find(vocabulary.own, channel, [searched(form) for form in forms], NARROW)
    return listed(found, channel.rules)


def listed(found: Found, rules: Rules) -> dict[int, list[Candidate]]:
    """The best few candidates by form."""
    rank, score = ranks(found.form), found.score
    near = score >= score[np.arange(len(rank)) - rank] - MARGIN
    kept = np.flatnonzero((rank < MOST + 2) & near)
    candidates: dict[int, list[Candidate]] = {}
    steps = found.steps[kept]
    columns = [
        *(column[kept] for column in (found.word, found.titled, found.prior, found.channel)),
        (steps == COMPOUND).any(1),
        (steps == SPACE).any(1),
    ]
    texts = map(rules.spell, steps.tolist())
    rows = zip(texts, *(column.tolist() for column in columns), strict=True)
    for form, row in zip(found.form[kept].tolist(), rows, strict=True):
        candidates.setdefault(form, []).append(Candidate(*row))
    return candidates


class Candidate(NamedTuple):
    """One candidate of the search: what its path writes, and its price."""

    text: str
    word: int
    titled: bool
    prior: float
    channel: float
    compound: bool
    run_on: bool


def gather(rows: Rows, form: str, candidates: Iterable[Candidate], lexicon: Lexicon) -> int:
    """Add the candidates of one form; returns the row that leaves it as it is, or -1."""
    seen: set[tuple[str, bool]] = set()
    as_is = -1
    hyphen = "-" if form.endswith("-") else ""
    unchanged = form.lower(), searched(form)[:1].isupper()
    for candidate in candidates:
        key = candidate.text + hyphen, candidate.titled
        if key in seen or len(seen) >= MOST:
            continue
        seen.add(key)
        into, extra = stand_in(candidate, bool(hyphen), lexicon)
        row = rows.add(*key, into, candidate.word, extra, candidate.channel)
        if key == unchanged:
            as_is = row
    return as_is


def add_own(rows: Rows, candidate: Candidate, vocabulary: Vocabulary) -> None:
    """Add a user's word, in the user's spelling."""
    unknown = vocabulary.lexicon.special["<unk>"]
    extra = candidate.prior - float(restore(vocabulary.lexicon.ngrams.continuation[unknown]))
    row = rows.add(candidate.text, True, unknown, unknown, extra, candidate.channel)
    rows.own[row] = vocabulary.spelling[candidate.text]


def stand_in(candidate: Candidate, open_end: bool, lexicon: Lexicon) -> tuple[int, float]:
    """The form that stands for a candidate to come, and what its log-probability has beyond it.

    A listed word stands for itself.  A compound's head stands for it, so that context speaks of
    compounds too; of words run together, the first one does.
    """
    ngrams, word = lexicon.ngrams, candidate.word
    if candidate.run_on:
        first = lexicon.trie.find(candidate.text.split(" ", 1)[0])
        if first < 0:
            first = lexicon.special["<unk>"]
        return first, candidate.prior - float(restore(ngrams.unigram[first]))
    if candidate.compound or open_end:
        return word, candidate.prior - float(restore(ngrams.continuation[word]))
    return word, 0.0


def unlisted_prior(forms: Sequence[str], lexicon: Lexicon) -> Floats:
    """log P(form) of forms as words that no lexicon has, or as names or acronyms of that kind."""
    bare = [form.lower().rstrip("-") for form in forms]
    word = letters.logp(lexicon.letters, bare)
    name = letters.logp(lexicon.name_letters, bare)
    acronym = np.array([-ACRONYM_LETTER * len(form) for form in forms])
    short = np.array([all_capitals(f) and len(f) <= ACRONYM for f in forms], bool)
    titled = np.array([searched(form)[:1].isupper() for form in forms], bool)
    best = np.where(titled, np.logaddexp(word, name), word)
    return np.asarray(UNLISTED + np.where(short, np.logaddexp(word, acronym), best), np.float32)


def plain_channel(forms: Sequence[str], channel: Channel) -> Floats:
    """log P(form | form): every character read as what it is."""
    index = channel.rules.index
    letters = set().union(*forms)
    cost = {c: float(channel.cost[index[c, c]]) for c in letters if (c, c) in index}
    cost |= dict.fromkeys(letters - cost.keys(), 0.0)
    return np.array([-sum(map(cost.__getitem__, form)) for form in forms], np.float32)


def finished(rows: Rows, start: list[int], as_is: list[int]) -> Readings:
    into = np.array(rows.into, np.int64)
    starts = np.array(start, np.int64)
    return Readings(
        start=starts,
        count=np.diff(np.append(starts, len(rows.text))),
        as_is=np.array(as_is, np.int64),
        text=rows.text,
        titled=np.array(rows.titled, bool),
        into=into,
        outof=np.array(rows.outof, np.int64),
        extra=np.array(rows.extra, np.float32),
        channel=np.array(rows.channel, np.float32),
        own=rows.own,
    )


def searched(form: str) -> str:
    """A form as the search reads it: words all in capitals in lower case."""
    return form.lower() if all_capitals(form) else form


def all_capitals(form: str) -> bool:
    """Whether a form of two letters or more is all in capitals.

    >>> all_capitals("ÖVER"), all_capitals("Över"), all_capitals("Ö")
    (True, False, False)
    """
    return form.isupper() and sum(c.isalpha() for c in form) > 1


def casing(readings: Readings, lexicon: Lexicon) -> Floats:
    """log P(casing) of each reading: a row for each of `PLACES`."""
    title = lexicon.title[readings.into] / np.float32(255)
    upper = lexicon.upper[readings.into] / np.float32(255)
    unknown = readings.into == lexicon.special["<unk>"]
    title = np.where(unknown, TITLE_UNLISTED, title)
    lower = np.where(unknown, 1 - TITLE_UNLISTED, 1 - title - upper)
    inside = np.maximum(np.where(readings.titled, title, lower), RAREST_CASE)
    opening = np.where(readings.titled, 1.0, 0.05)
    lines = [(1 - share) * inside + share * opening for share in (LINE_OPENS, EARLY_OPENS)]
    capitals = np.maximum(np.where(unknown, UPPER_UNLISTED, upper), RAREST_CASE)
    return np.asarray(np.log(np.vstack([inside, *lines, opening, capitals])), np.float32)
