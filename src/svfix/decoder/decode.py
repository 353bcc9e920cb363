"""Decode a text: from its tokens to edits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from svfix.decoder import gaps
from svfix.decoder.channel import UNITS
from svfix.decoder.chunks import Kind
from svfix.decoder.language import guard
from svfix.decoder.lattice import ORDER, TRUST, Slots, posteriors
from svfix.decoder.lines import early
from svfix.decoder.marks import masked, standing
from svfix.decoder.profile import Profile, estimate
from svfix.decoder.readings import (
    CAPITALS,
    EARLY,
    INSIDE,
    LINE,
    OPENING,
    PLACES,
    Readings,
    all_capitals,
    casing,
    read,
)
from svfix.decoder.tokens import Token, Tokens, tokenise
from svfix.decoder.vocabulary import Vocabulary, vocabulary
from svfix.edits import Edit
from svfix.passes.hyphens import line_breaks
from svfix.runs import openings, ragged

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon
    from svfix.pipeline import Options

Longs = npt.NDArray[np.int64]

SECTION = 200_000  # characters: some 30,000 words
CUTS = [re.compile(cut) for cut in (r"\n[ \t\r\f]*\n", r"(?<=[.!?])\s", r"(?<=\w)\s(?=\w)", r"\W")]
LETTER_SURE = 0.9  # what it takes to change a single letter, which may as well be a label
NUMBER, GUARDED = -1, -2  # what a token is that has no form to decode


@dataclass(frozen=True)
class Decoding:
    """Edits to a text, in order, and the profile it was decoded with."""

    edits: list[Edit]
    profile: Profile


def decode(
    text: str, lexicon: Lexicon, options: Options, settled: dict[bytes, Profile] | None = None
) -> Decoding:
    """Decode a text under its own profile, or the one in the options.

    A long text is decoded in sections, each under a profile of its own: that bounds the memory,
    and a book's parts may differ.  `settled` remembers sections that were found to need no edits,
    for a text that is decoded again after a few changes.
    """
    edits: list[Edit] = []
    profiles: list[tuple[Profile, int]] = []
    settled = {} if settled is None else settled
    for start, end in sections(text):
        section = text[start:end]
        key = hashlib.blake2b(section.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if key in settled:
            profiles.append((settled[key], end - start))
            continue
        found = decode_section(section, lexicon, options)
        if not found.edits:
            settled[key] = found.profile
        edits += [replace(e, start=e.start + start, end=e.end + start) for e in found.edits]
        profiles.append((found.profile, end - start))
    return Decoding(edits, Profile.merged(profiles))


def sections(text: str) -> Iterator[tuple[int, int]]:
    """The sections of a text: up to `SECTION` characters, cut between paragraphs if it can be."""
    start = 0
    while len(text) - start > SECTION:
        span = start + SECTION // 2, start + SECTION
        cuts = (found.end() for cut in CUTS for found in cut.finditer(text, *span))
        end = next(cuts, start + SECTION)
        yield start, end
        start = end
    yield start, len(text)


def decode_section(text: str, lexicon: Lexicon, options: Options) -> Decoding:
    """Decode a text that has one profile."""
    words = vocabulary(lexicon, tuple(options.words))
    marks = options.profile.marks if options.profile else standing(text)
    shown = masked(text, marks)
    tokens = guard(tokenise(shown, line_breaks(shown), words.chunk), lexicon)
    form, forms = numbered(tokens, words)
    profile = options.profile or estimate(forms, lexicon, marks)
    channel = profile.channel(lexicon)
    readings = read(forms, words, channel, trusting=profile.clean)
    row = line_up(text, tokens, form, forms, readings, lexicon)
    best, sure = chosen(row.slots, row.reading, posteriors(row.slots, lexicon.ngrams))
    best, sure = best[row.slot], sure[row.slot]
    enough = np.where(tokens.sizes == 1, LETTER_SURE, 0.0)
    enough = np.maximum(enough, options.min_confidence)
    differs = (form >= 0) & (best != np.append(readings.as_is, [-1, -1])[form])
    edits = [
        rewritten(text, tokens[i], readings, int(best[i]), float(sure[i]))
        for i in np.flatnonzero(differs & (sure >= enough)).tolist()
    ]
    if options.min_confidence <= gaps.CONFIDENCE:
        edits = sorted([*edits, *gaps.fill(text, tokens, channel.lost_space)], key=place_in_text)
    return Decoding(edits, profile)


def place_in_text(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def numbered(tokens: Tokens, words: Vocabulary) -> tuple[Longs, list[str]]:
    """The number of each token's form among those to decode, or what it is instead, and these."""
    form = np.where(tokens.kind == Kind.NUMBER, NUMBER, GUARDED)
    asked = tokens.kind == Kind.WORD
    if words.words:
        own = np.array([f.lower() in words.spelling for f in tokens.forms], bool)
        asked &= ~own[tokens.form]
    used = np.unique(tokens.form[asked])
    form[asked] = np.searchsorted(used, tokens.form[asked])
    return form, [tokens.forms[i] for i in used.tolist()]


@dataclass(frozen=True)
class Row:
    """Slots of a text, with the reading each candidate is and the slot of each token."""

    slots: Slots
    reading: Longs
    slot: Longs


def line_up(
    text: str,
    tokens: Tokens,
    form: Longs,
    forms: list[str],
    readings: Readings,
    lexicon: Lexicon,
) -> Row:
    """The words of a text in a row, each with its readings; sentences start with `<s>`.

    The readings of what is no word are the specials, which stand behind all others.
    """
    special = [lexicon.special[name] for name in ("<s>", "<num>", "<unk>")]
    size = len(readings.rows)
    opens, line = tokens.opens, tokens.line
    capitals = np.array([all_capitals(form) for form in forms] + [False] * 2, bool)[form]
    slot = ORDER - 1 + np.arange(len(tokens)) + np.cumsum(opens)
    total = ORDER + len(tokens) + int(opens.sum())  # the text ends as its paragraphs do
    start, count, case = (np.full(total, value) for value in (size, 1, INSIDE))
    start[slot] = np.concatenate([readings.start, [size + 2, size + 1]])[form]
    count[slot] = np.concatenate([readings.count, [1, 1]])[form]
    places = [capitals, opens, early(text, tokens), line]
    case[slot] = np.select(places, [CAPITALS, OPENING, EARLY, LINE], INSIDE)
    reading = np.repeat(start, count) + ragged(count)
    nothing = np.zeros((len(PLACES), len(special)), np.float32)
    own = readings.rows.channel + TRUST * readings.rows.extra
    local = np.hstack([own + casing(readings.rows, lexicon), nothing])
    slots = Slots(
        start=np.cumsum(count) - count,
        count=count,
        into=np.concatenate([readings.rows.into, special])[reading],
        outof=np.concatenate([readings.rows.outof, special])[reading],
        local=np.rint(local[np.repeat(case, count), reading] * UNITS).astype(np.int32),
    )
    return Row(slots, reading, slot)


def chosen(
    slots: Slots, reading: Longs, confidence: npt.NDArray[np.float32]
) -> tuple[Longs, npt.NDArray[np.float32]]:
    """By slot, the likeliest reading and its posterior."""
    best = np.maximum.reduceat(confidence, slots.start)
    hit = np.flatnonzero(confidence == np.repeat(best, slots.count))
    owner = np.repeat(np.arange(len(slots.count)), slots.count)[hit]
    return reading[hit[openings(owner)]], best


def rewritten(text: str, token: Token, readings: Readings, reading: int, sure: float) -> Edit:
    """The edit that puts a reading in the place of a token, keeping its capitals and its break."""
    before = text[token.start : token.end]
    truth = readings.text(reading)
    if readings.rows.own[reading]:
        truth = truth.upper() if all_capitals(token.form) else truth
    elif all_capitals(token.form):
        truth = truth.upper()
    elif readings.rows.titled[reading]:
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
