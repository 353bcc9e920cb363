"""Decode a text: from its tokens to edits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from svfix.decoder.lattice import TRUST, Slots, posteriors, ragged
from svfix.decoder.profile import Profile, estimate
from svfix.decoder.readings import (
    CAPITALS,
    INSIDE,
    LINE,
    OPENING,
    Readings,
    all_capitals,
    casing,
    read,
)
from svfix.decoder.tokens import Kind, Token, tokenise
from svfix.edits import Edit
from svfix.passes.hyphens import line_breaks

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon
    from svfix.pipeline import Options

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Decoding:
    """Edits to a text, in order, and the profile it was decoded with."""

    edits: list[Edit]
    profile: Profile


def decode(text: str, lexicon: Lexicon, options: Options) -> Decoding:
    """Decode a text under its own profile, or the one in the options."""
    tokens = list(tokenise(text, line_breaks(text), lexicon.is_word))
    forms = Counter(t.form for t in tokens if t.kind is Kind.WORD)
    profile = options.profile or estimate(forms, lexicon)
    readings = read(list(forms), lexicon, profile.channel(lexicon))
    number = {form: i for i, form in enumerate(forms)}
    row = line_up(tokens, number, readings, lexicon)
    best, sure = chosen(row, posteriors(row.slots, lexicon.ngrams))
    edits = []
    for token, slot in zip(tokens, row.slot.tolist(), strict=True):
        if token.kind is not Kind.WORD:
            continue
        reading = int(best[slot])
        if reading != readings.as_is[number[token.form]]:
            if sure[slot] >= options.min_confidence:
                edits.append(rewritten(text, token, readings, reading, float(sure[slot])))
    return Decoding(edits, profile)


@dataclass(frozen=True)
class Row:
    """Slots of a text, with the reading each candidate is and the slot of each word."""

    slots: Slots
    reading: Longs
    slot: Longs  # by token


def line_up(
    tokens: list[Token], number: dict[str, int], readings: Readings, lexicon: Lexicon
) -> Row:
    """The words of a text in a row, each with its readings; sentences start with `<s>`."""
    special = [lexicon.special[name] for name in ("<s>", "<num>", "<unk>")]
    size = len(readings.text)
    kinds = {Kind.NUMBER: size + 1, Kind.GUARDED: size + 2}
    rows, cases, slot = [size, size], [INSIDE, INSIDE], []
    for token in tokens:
        if token.opens:
            rows.append(size)
            cases.append(INSIDE)
        slot.append(len(rows))
        word = token.kind is Kind.WORD
        rows.append(-1 - number[token.form] if word else kinds[token.kind])
        cases.append(place(token))
    row = np.array(rows)
    form = np.where(row < 0, -1 - row, -1)
    count = np.where(row < 0, np.append(readings.count, 1)[form], 1)
    start = np.where(row < 0, np.append(readings.start, 0)[form], row)
    reading = np.repeat(start, count) + ragged(count)
    nothing = np.zeros((4, len(special)), np.float32)
    own = readings.channel + TRUST * readings.extra
    local = np.hstack([own + casing(readings, lexicon), nothing])
    slots = Slots(
        start=np.cumsum(count) - count,
        count=count,
        into=np.concatenate([readings.into, special])[reading],
        outof=np.concatenate([readings.outof, special])[reading],
        local=local[np.repeat(cases, count), reading],
    )
    return Row(slots, reading, np.array(slot, np.int64))


def place(token: Token) -> int:
    """Where a token stands, as far as its casing is concerned."""
    if all_capitals(token.form):
        return CAPITALS
    if token.opens:
        return OPENING
    return LINE if token.line else INSIDE


def chosen(row: Row, confidence: npt.NDArray[np.float32]) -> tuple[Longs, npt.NDArray[np.float32]]:
    """By slot, the likeliest reading and its posterior."""
    slots = row.slots
    best = np.maximum.reduceat(confidence, slots.start)
    hit = np.flatnonzero(confidence == np.repeat(best, slots.count))
    owner = np.repeat(np.arange(len(slots.count)), slots.count)[hit]
    first = hit[np.diff(owner, prepend=-1) != 0]
    return row.reading[first], best


def rewritten(text: str, token: Token, readings: Readings, reading: int, sure: float) -> Edit:
    """The edit that puts a reading in the place of a token, keeping its capitals and its break."""
    before = text[token.start : token.end]
    truth = readings.text[reading]
    if all_capitals(token.form):
        truth = truth.upper()
    elif readings.titled[reading]:
        truth = truth[:1].upper() + truth[1:]
    rule = "words.space" if " " in truth else "words.confusion"
    after = broken_again(before, token, truth) if token.cut else truth
    return Edit(token.start, token.end, before, after, rule, round(sure, 4))


def broken_again(before: str, token: Token, truth: str) -> str:
    """A word with the line break of the one it replaces, at the place that was read there."""
    gap = before[token.cut : len(before) - (len(token.form) - token.cut)]
    place = token.cut
    for op in Levenshtein.opcodes(token.form, truth):
        if op.src_start <= token.cut <= op.src_end:
            place = op.dest_start + min(token.cut - op.src_start, op.dest_end - op.dest_start)
    return truth[:place] + gap + truth[place:]
