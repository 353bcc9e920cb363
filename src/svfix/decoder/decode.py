"""Decode a text: from its tokens to edits."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from svfix.channel import noise
from svfix.channel.profile import Profile
from svfix.decoder import gaps, hyphens, rate, splits, sureness
from svfix.decoder.language import spans_of
from svfix.decoder.plain import OTHER, plain
from svfix.decoder.proposals import Proposals, chosen, propose
from svfix.decoder.weighing import WordPosteriors, weigh
from svfix.edits import Edit, moved
from svfix.patterns import pattern
from svfix.quality import Quality
from svfix.quality import merged as merged_quality
from svfix.search import candidates
from svfix.search.budget import IN_ALL, GivenUp, Whole
from svfix.search.vocabulary import vocabulary
from svfix.text.line_breaks import line_breaks

if TYPE_CHECKING:
    from svfix.lexicon.store import Lexicon
    from svfix.options import Options
    from svfix.uncompiled import Buffer

SECTION = 200_000  # characters: some 30,000 words
SHORT = 1_000  # words of a plain text whose decoding is kept for the next ones
PAGE = 1_000  # characters of a page that can tell how it was misread: some 150 words
FUTILE = 8
"""Sections given up from which on a text of which most were is no longer searched.

Their number is that of any other run over the text, as they stay: repairs change nothing of it."""

UNKNOWN = 0.4
"""The share of words of no list in such a text that are not looked for.

Garbage by every second word has 0.6, clean pages up to 0.15."""

CUTS = [pattern(cut) for cut in (r"\n[ \t\r\f]*\n", r"(?<=[.!?])\s", r"(?<=\w)\s(?=\w)", r"\W")]


@dataclass(frozen=True)
class Decoding:
    """Edits to a text, in order, the profile it was decoded with, and how right its words are.

    `quality` is None where nobody asked; `noisy` are the sections that were read much worse than
    their engines mostly read, `foreign` the stretches in other languages,
    `given_up` the sections that are like no Swedish, or asked for too much searching: they stay.
    """

    edits: list[Edit]
    profile: Profile
    quality: Quality | None
    noisy: tuple[tuple[int, int], ...] = ()
    foreign: tuple[tuple[int, int], ...] = ()
    given_up: tuple[tuple[int, int], ...] = ()


def decode(
    text: str,
    lexicon: Lexicon,
    options: Options,
    settled: dict[str, Decoding] | None = None,
    judge: bool = True,
    whole: Whole | None = None,
) -> Decoding:
    """Decode a text under its own profile, or the one in the options.

    It is decoded in sections, each under a profile of its own: the pages of a scan are misread some
    more and some less, and that bounds the memory.  `settled` remembers sections that were found to
    need no edits, for a text that is decoded again after a few changes.  `judge` asks for the
    `quality`.  Raises Exhausted where nothing is left of what it may ask for as a `whole`.

    A plain text is decoded as the one before it that had as many words.
    """
    known = plain(vocabulary(lexicon, tuple(options.words)))
    told = OTHER if options.profile else known.told(text)
    alike: Decoding | None = known.decoded.get((told.words, judge))
    if alike:
        if whole:
            whole.spend(told.work)
        return alike
    found = in_sections(text, lexicon, options, settled, judge, whole)
    if 0 < told.words <= SHORT and not found.edits:
        known.decoded[told.words, judge] = found
    return found


def decoded_alike(text: str, lexicon: Lexicon, options: Options) -> Decoding | None:
    """What was made of a plain text of as many words, if this is one and there was one."""
    if options.profile:
        return None
    known = plain(vocabulary(lexicon, tuple(options.words)))
    told = known.told(text)
    if told.work >= IN_ALL:
        return None
    alike: Decoding | None = known.decoded.get((told.words, True))
    return alike


def in_sections(
    text: str,
    lexicon: Lexicon,
    options: Options,
    settled: dict[str, Decoding] | None,
    judge: bool,
    whole: Whole | None,
) -> Decoding:
    """Decode a text section by section."""
    edits: list[Edit] = []
    parts: list[tuple[Decoding, int]] = []
    noisy: list[tuple[int, int]] = []
    foreign: list[tuple[int, int]] = []
    given_up: list[tuple[int, int]] = []
    settled = {} if settled is None else settled
    for number, (start, end) in enumerate(sections(text)):
        section = text[start:end]
        found = settled.get(section)
        if found is None and len(given_up) >= max(FUTILE, number / 2):
            found = unknown(section, lexicon, options, judge)
        if found is None:
            found = decode_section(section, lexicon, options, judge, whole)
            if not found.edits:
                settled[section] = found
        edits += [moved(edit, start) for edit in found.edits] if start else found.edits
        parts.append((found, end - start))
        foreign += [(first + start, behind + start) for first, behind in found.foreign]
        given_up += [(start, end) for _ in found.given_up]
        if found.profile.noise(lexicon) >= noise.BAD:
            noisy.append((start, end))
    profile = Profile.merged([(part.profile, size) for part, size in parts])
    judged = [part.quality for part, _ in parts if part.quality]
    quality = merged_quality(judged) if judge else None
    return Decoding(edits, profile, quality, tuple(noisy), tuple(foreign), tuple(given_up))


def sections(text: str) -> Iterator[tuple[int, int]]:
    """The sections of a text: pages of enough characters, of which long ones are cut.

    Up to `SECTION` characters are left together, cut between paragraphs if it can be.
    """
    for start, behind in pages(text):
        while behind - start > SECTION:
            span = start + SECTION // 2, start + SECTION
            cuts = (found.end() for cut in CUTS for found in cut.finditer(text, *span))
            end = next(cuts, start + SECTION)
            yield start, end
            start = end
        yield start, behind


def pages(text: str) -> Iterator[tuple[int, int]]:
    """The pages of a text, or several that are short, where form feeds end them.

    A page goes on with the next one where a word is broken between them.
    """
    start = 0
    if "\f" in text:
        inside = {i for word in line_breaks(text) for i in range(word.hyphen, word.resume)}
        for found in re.finditer("\f", text):
            end = found.end()
            whole = found.start() not in inside
            if whole and end - start >= PAGE and len(text) - end >= PAGE:
                yield start, end
                start = end
    yield start, len(text)


def decode_section(
    text: str, lexicon: Lexicon, options: Options, judge: bool, whole: Whole | None = None
) -> Decoding:
    """Decode a text that has one profile."""
    try:
        found = weigh(text, lexicon, options, whole)
    except GivenUp:
        return left_alone(text, lexicon, options, judge)
    least = options.min_confidence
    proposed = propose(text, found)
    sure = confidences(found, proposed)
    edits = chosen(proposed, sure, least)
    edits = over(edits, joined(text, found, least, lexicon))
    damage = found.damage.rate if found.damage else rate.MUCH
    edits = over(edits, hyphens.mended(text, found.tokens, damage, lexicon, least))
    if least <= gaps.CONFIDENCE:
        lost = gaps.fill(text, found.tokens, found.channel.lost_space, found.digits_are_literal)
        edits = beside(edits, lost)
    if least <= gaps.NAME_CONFIDENCE:
        edits = beside(edits, gaps.names(text, found.tokens, lexicon))
        edits = beside(edits, gaps.times(text, found.tokens))
    quality = expected(found, proposed, sure, least) if judge else None
    return Decoding(edits, found.profile, quality, foreign=tuple(spans_of(text, found.tokens)))


def unknown(text: str, lexicon: Lexicon, options: Options, judge: bool) -> Decoding | None:
    """A section that is left alone as it has too few words of a list, None for any other."""
    found = left_alone(text, lexicon, options, True)
    many = found.quality and found.quality.before >= UNKNOWN
    return (found if judge else replace(found, quality=None)) if many else None


def left_alone(text: str, lexicon: Lexicon, options: Options, judge: bool) -> Decoding:
    """A text that was given up: its words stay, and those of no list are wrong."""
    words = re.findall(r"[^\W\d_]+", text)
    wrong = sum(not lexicon.is_word(word) for word in words) / max(1, len(words))
    quality = Quality(len(words), wrong, wrong) if judge else None
    profile = options.profile or rate.nothing(0.0, lexicon, "")
    return Decoding([], profile, quality, given_up=((0, len(text)),))


def expected(
    found: WordPosteriors, proposed: Proposals, sure: list[float], least: float
) -> Quality:
    """How right the words of a text are expected to be, before its edits and after them."""
    before = sureness.of_words(found)
    size, wrong = left = found.wrong(before)
    if proposed.edits:
        left = found.wrong(mended(before, proposed, sure, least))
    return Quality(size, wrong, left[1])


def confidences(found: WordPosteriors, proposed: Proposals) -> list[float]:
    """How likely each edit is right, to four digits."""
    if not proposed.edits:
        return []
    letters = sureness.of_edits(found, proposed)
    pairs = zip(letters, proposed.case, strict=True)
    return [round(10_000 * letter * case) / 10_000 for letter, case in pairs]


def mended(before: Buffer, proposed: Proposals, sure: list[float], least: float) -> array[float]:
    """How likely each word is right once edits are made; `before` says it of the words as read."""
    after, words = array("d", bytes(before)), set()
    for word, share in zip(proposed.word.tolist(), sure, strict=True):
        if share >= least:
            after[word] = min(after[word], share) if word in words else share
            words.add(word)  # right if all its edits are
    return after


def joined(text: str, found: WordPosteriors, least: float, lexicon: Lexicon) -> list[Edit]:
    """The edits that put split words together."""
    if found.seen:
        runs = found.seen.runs
        return list(runs.edits(text, found.seen.one, least)) if runs else []
    seek = partial(candidates.find, lexicon, found.channel)
    runs = splits.find(text, found.tokens, found.form, found.hypotheses, seek)
    if runs is None or least > splits.CONFIDENCE:
        return []
    return list(splits.join(text, runs))


def over(edits: list[Edit], joins: list[Edit]) -> list[Edit]:
    """Edits, in order, with those that join words in the place of what they would change."""
    if not joins:
        return edits
    starts = [join.start for join in joins]

    def clear(edit: Edit) -> bool:
        before = joins[bisect_right(starts, edit.start) - 1]
        return not before.start <= edit.start < before.end

    return sorted([*filter(clear, edits), *joins], key=lambda edit: edit.start)


def beside(edits: list[Edit], gaps: Iterable[Edit]) -> list[Edit]:
    """Edits, in order, with the gaps to fill that none of them fills or changes."""
    merged = list(edits)
    starts = [edit.start for edit in edits]
    for gap in gaps:
        place = bisect_left(starts, gap.start)
        inside = place and merged[place - 1].end > gap.start
        filled = starts[place : place + 1] == [gap.start] and merged[place].after.startswith(" ")
        if not (inside or filled):
            merged.insert(place, gap)
            starts.insert(place, gap.start)
    return merged
