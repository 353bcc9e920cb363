"""Readings: what each observed form may have been, priced by lexicon and channel.

The search finds words, compounds and run-ons; here they are put beside the form as it stands, which
is always a reading too, as a word nobody listed if need be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from svfix.decoder.candidates import COMPOUND, SPACE, WIDE, Found, Search, spell
from svfix.decoder.channel import Channel
from svfix.lexicon import letters
from svfix.lexicon.ngrams import restore
from svfix.lexicon.store import Lexicon

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

INSIDE, LINE, OPENING, CAPITALS = range(4)  # where a word stands: rows of `casing`
LINE_OPENS = 0.1  # how often a line opens a sentence though no period precedes it
MOST = 6  # readings a form
WEAK = 2.0  # nats above an unlisted word, below which a form's readings are searched again
FAR = -24.0  # nats; the same for long forms, whose compounds a narrow search may miss
MARGIN = 11.0  # nats behind the best reading of a form, without context
UNLISTED = -3.5  # log-probability that a word is in no lexicon and no compound of its words
TITLE_UNLISTED = 0.4  # the share of unlisted words inside a sentence that are capitalised names
UPPER_UNLISTED = 0.3  # the share of words all in capitals that are unlisted acronyms
ACRONYM, ACRONYM_LETTER = 6, 2.5  # the longest acronym, and nats a letter of one
RAREST_CASE = 0.002  # the probability of a casing a form was never seen in


@dataclass
class Readings:
    """Readings of forms, as flat arrays; those of form `i` are `start[i]` … + `count[i]`.

    `text` is in lower case, `titled` says that it begins with a capital.  `channel` is
    log P(form | reading); `into`, `outof` and `extra` are what the lattice needs: the lexicon forms
    that stand for the reading as a word to come and as context, and what its own log-probability
    has beyond the former's.  `as_is` is the reading of each form that leaves it alone.
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


@dataclass
class Rows:
    """The columns of `Readings` while they are gathered."""

    text: list[str] = field(default_factory=list)
    titled: list[bool] = field(default_factory=list)
    into: list[int] = field(default_factory=list)
    outof: list[int] = field(default_factory=list)
    extra: list[float] = field(default_factory=list)
    channel: list[float] = field(default_factory=list)

    def add(
        self, text: str, titled: bool, into: int, outof: int, extra: float, channel: float
    ) -> None:
        self.text.append(text)
        self.titled.append(titled)
        self.into.append(into)
        self.outof.append(outof)
        self.extra.append(extra)
        self.channel.append(channel)


def read(forms: Sequence[str], lexicon: Lexicon, channel: Channel) -> Readings:
    """The readings of forms, in the casing they have in the text."""
    unlisted = unlisted_prior(forms, lexicon)
    plain = plain_channel(forms, channel)
    found = search(forms, lexicon, channel, np.array(unlisted) + plain)
    kept = shortlist(found)
    rows = Rows()
    start, as_is = [], []
    bounds = np.searchsorted(found.form[kept], np.arange(len(forms) + 1))
    for number, form in enumerate(forms):
        start.append(len(rows.text))
        candidates = kept[bounds[number] : bounds[number + 1]]
        as_is.append(gather(rows, form, found, candidates, lexicon, channel))
        if as_is[-1] < 0:
            unknown = lexicon.special["<unk>"]
            as_is[-1] = len(rows.text)
            titled = searched(form)[:1].isupper()
            extra = unlisted[number] - float(restore(lexicon.ngrams.continuation[unknown]))
            rows.add(form.lower(), titled, unknown, unknown, extra, plain[number])
    return finished(rows, start, as_is)


def search(
    forms: Sequence[str], lexicon: Lexicon, channel: Channel, unlisted: npt.NDArray[np.float64]
) -> Found:
    """The candidates of forms; those that nothing explains well are searched again, widely."""
    found = Search(lexicon, channel, [searched(form) for form in forms]).run()
    best = np.full(len(forms), -np.inf)
    np.maximum.at(best, found.form, found.score)
    weak = np.flatnonzero(best < np.maximum(unlisted + WEAK, FAR))
    if not len(weak):
        return found
    again = Search(lexicon, channel, [searched(forms[i]) for i in weak], WIDE).run()
    return found.replaced(weak, again)


def shortlist(found: Found) -> Longs:
    """The candidates worth a place among the readings: the best few of each form."""
    opening = np.flatnonzero(np.diff(found.form, prepend=-1))
    size = np.diff(np.append(opening, len(found.form)))
    group = np.repeat(np.arange(len(opening)), size)
    rank = np.arange(len(group)) - opening[group]
    near = found.score >= found.score[opening][group] - MARGIN
    return np.flatnonzero((rank < MOST + 2) & near)


def gather(
    rows: Rows, form: str, found: Found, candidates: Longs, lexicon: Lexicon, channel: Channel
) -> int:
    """Add the candidates of one form; returns the row that leaves it as it is, or -1."""
    seen, as_is = set(), -1
    titled_form, lower = searched(form)[:1].isupper(), form.lower()
    first = len(rows.text)
    for candidate in candidates.tolist():
        steps = [s for s in found.steps[candidate].tolist() if s != -1]
        text = spell(channel.rules, steps) + "-" * form.endswith("-")
        titled = next((bool(channel.rules.titled[s]) for s in steps if s >= 0 and channel.rules.sizes[s]), False)
        if (text, titled) in seen or len(rows.text) - first >= MOST:
            continue
        seen.add((text, titled))
        if text == lower and titled == titled_form:
            as_is = len(rows.text)
        word, prior = int(found.word[candidate]), float(found.prior[candidate])
        into, extra = stand_in(text, steps, word, prior, lexicon)
        rows.add(text, titled, into, word, extra, float(found.channel[candidate]))
    return as_is


def stand_in(
    text: str, steps: list[int], word: int, prior: float, lexicon: Lexicon
) -> tuple[int, float]:
    """The form that stands for a candidate to come, and what its log-probability has beyond it.

    A listed word stands for itself.  A compound's head stands for it, so that context speaks of
    compounds too; of words run together, the first one does.
    """
    ngrams = lexicon.ngrams
    if SPACE in steps:
        first = lexicon.trie.find(text.split(" ", 1)[0])
        if first < 0:
            first = lexicon.special["<unk>"]
        return first, prior - float(restore(ngrams.unigram[first]))
    if COMPOUND in steps or text.endswith("-"):
        return word, prior - float(restore(ngrams.continuation[word]))
    return word, 0.0


def unlisted_prior(forms: Sequence[str], lexicon: Lexicon) -> list[float]:
    """log P(form) of forms as words that no lexicon has, or as names or acronyms of that kind."""
    bare = [form.lower().rstrip("-") for form in forms]
    word = letters.logp(lexicon.letters, bare)
    name = letters.logp(lexicon.name_letters, bare)
    acronym = np.array([-ACRONYM_LETTER * len(form) for form in forms])
    short = np.array([all_capitals(f) and len(f) <= ACRONYM for f in forms], bool)
    titled = np.array([searched(form)[:1].isupper() for form in forms], bool)
    best = np.where(titled, np.logaddexp(word, name), word)
    return (UNLISTED + np.where(short, np.logaddexp(word, acronym), best)).tolist()


def plain_channel(forms: Sequence[str], channel: Channel) -> list[float]:
    """log P(form | form): every character read as what it is."""
    index = channel.rules.index
    cost = {c: float(channel.cost[index[c, c]]) for c in set("".join(forms)) if (c, c) in index}
    return [-sum(cost.get(c, 0.0) for c in form) for form in forms]


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
    """log P(casing) of each reading: a row for each of `INSIDE`, `LINE`, `OPENING`, `CAPITALS`."""
    title = lexicon.title[readings.into] / np.float32(255)
    upper = lexicon.upper[readings.into] / np.float32(255)
    unknown = readings.into == lexicon.special["<unk>"]
    title = np.where(unknown, TITLE_UNLISTED, title)
    lower = np.where(unknown, 1 - TITLE_UNLISTED, 1 - title - upper)
    inside = np.maximum(np.where(readings.titled, title, lower), RAREST_CASE)
    opening = np.where(readings.titled, 1.0, 0.05)
    line = (1 - LINE_OPENS) * inside + LINE_OPENS * opening
    capitals = np.maximum(np.where(unknown, UPPER_UNLISTED, upper), RAREST_CASE)
    return np.log(np.vstack([inside, line, opening, capitals])).astype(np.float32)
