"""Other languages: stretches of a text that are not Swedish, and so not the decoder's business.

Each word says how much likelier it is in another language than in Swedish, damaged or not.  For
each language, two states (Swedish and it) are decoded over the tokens (Viterbi 1967): leaving
Swedish costs much, so that a name or a scrap never does it, but a sentence does; words that nobody
listed say nothing.  The languages do not compete: what any of them claims is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, repeat

import numpy as np
import numpy.typing as npt

from svfix.decoder.lost import REPLACEMENT, STAND_IN, evidence
from svfix.lexicon.languages import LEAST, UNIT, Languages, Steps
from svfix.lexicon.store import Lexicon
from svfix.search.vocabulary import vocabulary
from svfix.text import markup
from svfix.text.chunks import Kind
from svfix.text.tokens import Token, Tokens, tokenise

ENTER = 11.0  # nats of evidence it takes to leave Swedish
RETURN = 3.0  # and to come back
AROUND = 40  # tokens looked at on either side of a stretch
DISTINCT = 3  # different words that must speak for the language
NO_NAMES = 3  # and as many forms in lower case
SPEAKS = 1.0  # nats with which a word speaks for a language
LITTLE = 0.1  # of its evidence, which the rest of its sentences may speak against a stretch

Longs = npt.NDArray[np.int64]
Span = tuple[int, int]

_WRITTEN = re.compile("['’\xadſﬀ-ﬆ\u0300-\u036f]")  # what the lists write otherwise


def guard(tokens: Tokens, lexicon: Lexicon) -> Tokens:
    """The tokens, with the words of stretches in another language guarded.

    >>> from svfix import lexicon
    >>> from svfix.text.tokens import tokenise
    >>> from svfix.search.vocabulary import vocabulary
    >>> def kinds(text):
    ...     words = tokenise(text, [], vocabulary(lexicon.default(), ()).chunk)
    ...     return {token.kind.name for token in guard(words, lexicon.default())}
    >>> kinds("The answer was that they would do it again")
    {'FOREIGN'}

    Swedish is never guarded, however badly it was read:

    >>> kinds("Svaret var att de skulle gora det igen om nagra ar")
    {'WORD'}
    """
    languages, listed = told_by(tokens, lexicon)
    foreign: set[int] = set()
    for first, last in loud(languages.loudest[listed]):
        rows_there = listed[first:last]
        heard = lead(languages.steps[rows_there]).max(0, initial=0) >= ENTER / UNIT
        if not heard.any():
            continue
        part = list(tokens[first:last])
        unlisted = swedish(part, rows_there, lexicon)
        for language in np.flatnonzero(heard).tolist():
            evidence = weigh(languages, language, rows_there, unlisted)
            foreign.update(first + i for i in foreign_part(part, evidence))
    if not foreign:
        return tokens  # the way of nearly every Swedish text
    kind = tokens.kind.copy()
    places = np.array(sorted(foreign), np.int64)
    kind[places[kind[places] == Kind.WORD]] = Kind.FOREIGN
    return replace(tokens, kind=kind)


def spans(text: str, lexicon: Lexicon) -> list[Span]:
    """Where the stretches of a text in other languages are, in order.

    >>> from svfix import lexicon
    >>> text = 'Hon sade: "We will make a special price for you ;" och log.'
    >>> [text[a:b] for a, b in spans(text, lexicon.default())]
    [': "We will make a special price for you ;" ']
    """
    shown = markup.blanked(text, markup.spans(text))
    tokens = tokenise(shown, [], vocabulary(lexicon, ()).chunk)
    return spans_of(text, guard(tokens, lexicon))


def spans_of(text: str, tokens: Tokens) -> list[Span]:
    """Where the stretches are whose words the guard found among the tokens of a text.

    Each with the marks around it, as far as the next word that is Swedish or the line's end.
    """
    foreign = tokens.kind == Kind.FOREIGN
    if not foreign.any():
        return []
    spoken = np.flatnonzero(foreign | (tokens.kind == Kind.WORD))
    inside = np.concatenate([[False], foreign[spoken], [False]])
    firsts = spoken[np.flatnonzero(inside[1:-1] & ~inside[:-2])]
    lasts = spoken[np.flatnonzero(inside[1:-1] & ~inside[2:])]
    found = []
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        start, end = int(tokens.start[first]), int(tokens.end[last])
        before = int(tokens.end[first - 1]) if first else 0
        behind = int(tokens.start[last + 1]) if last + 1 < len(tokens) else len(text)
        line = text.rfind("\n", before, start) + 1
        line_end = text.find("\n", end, behind)
        found.append((max(before, line), behind if line_end < 0 else line_end))
    return found


def told_by(tokens: Tokens, lexicon: Lexicon) -> tuple[Languages, Longs]:
    """What tells the languages apart, and its row of each token.

    Words that lost letters have rows of their own, behind the others.
    """
    languages = lexicon.languages
    listed = rows(tokens, languages.row)
    said = "\n".join(tokens.forms)
    if REPLACEMENT not in said and STAND_IN not in said:
        return languages, listed
    lost = [i for i, form in enumerate(tokens.forms) if REPLACEMENT in form or STAND_IN in form]
    forms = [tokens.forms[i].lower().replace(REPLACEMENT, STAND_IN) for i in lost]
    steps = np.rint(evidence(forms, lexicon) / UNIT).astype(np.int8)
    row = np.arange(len(tokens.forms))
    row[lost] = len(languages.steps) + np.arange(len(lost))
    unread = np.isin(tokens.form, lost) & (tokens.kind == Kind.WORD)
    listed[unread] = row[tokens.form[unread]]
    return replace(languages, steps=np.vstack([languages.steps, steps])), listed


def rows(tokens: Tokens, table: dict[str, int]) -> Longs:
    """The row of each token in the table of languages; the last one is of forms it has not."""
    forms = list(map(str.lower, tokens.forms))
    row = np.fromiter(map(table.get, forms, repeat(len(table))), np.int64, len(forms))
    if _WRITTEN.search("\n".join(forms)):
        for i in [i for i, form in enumerate(forms) if _WRITTEN.search(form)]:
            row[i] = row_of(forms[i], table)
    listed = np.full(len(tokens), len(table))
    words = tokens.kind == Kind.WORD
    listed[words] = row[tokens.form[words]]
    return listed


def row_of(form: str, table: dict[str, int]) -> int:
    """The row of a form in lower case; of `l'homme`, that of its longest part.

    Letters in pieces or in old print, such as `ſ`, are those of the list.
    """
    form = unicodedata.normalize("NFKC", form.replace("’", "'").replace("\xad", ""))
    if form not in table and "'" in form:
        form = max(form.split("'"), key=len)
    return table.get(form, len(table))


def loud(steps: Steps) -> list[tuple[int, int]]:
    """The parts of a text in which some stretch has enough evidence to leave Swedish.

    From where the evidence last came to nothing before it to where it does again, and as much more
    on either side as a stretch may be widened by.
    """
    ahead = lead(steps)
    high = np.flatnonzero(ahead >= ENTER / UNIT)
    if not len(high):
        return []
    nothing = np.concatenate([[-1], np.flatnonzero(ahead <= 0), [len(steps)]])
    after = np.unique(np.searchsorted(nothing, high))
    starts = np.maximum(nothing[after - 1] - AROUND, 0).tolist()
    return list(zip(starts, (nothing[after] + AROUND).tolist(), strict=True))


def lead(steps: Steps) -> npt.NDArray[np.int32]:
    """By token, the most evidence that any stretch has that ends there; in steps."""
    total = np.cumsum(steps, axis=0, dtype=np.int32)
    least = np.minimum.accumulate(np.minimum(total, 0), axis=0)
    before = np.concatenate([np.zeros_like(total[:1]), least[:-1]])
    return np.asarray(total - before)


def foreign_part(tokens: Sequence[Token], evidence: Sequence[float]) -> Iterator[int]:
    """The places of the tokens that are in another language."""
    for first, last in stretches(evidence):
        if convincing(tokens, evidence, first, last):
            yield from range(*widened(tokens, evidence, first, last))


def swedish(tokens: Sequence[Token], listed: Longs, lexicon: Lexicon) -> dict[int, float]:
    """log P of the Swedish words that no list has, by their place among the tokens."""
    known: dict[str, float] = {}
    found = {}
    for i in np.flatnonzero(listed == len(lexicon.languages.row)).tolist():
        token = tokens[i]
        if token.kind is Kind.WORD:
            if token.form not in known:
                known[token.form] = lexicon.logp(token.form)
            found[i] = known[token.form]
    return found


def weigh(
    languages: Languages, language: int, listed: Longs, unlisted: dict[int, float]
) -> list[float]:
    """The evidence of each token for one language; Swedish words it does not list speak against."""
    evidence: list[float] = (languages.steps[listed, language] * UNIT).tolist()
    for i, logp in unlisted.items():
        evidence[i] = min(0.0, max(LEAST, languages.floor[language] - logp))
    return evidence


def stretches(evidence: Sequence[float]) -> Iterator[tuple[int, int]]:
    """The stretches in the other language, as first token and the one behind the last.

    `lead` is how much likelier the best way there is than the best one that stays in Swedish.
    """
    lead, entered, left = -ENTER, [], []
    for weight in evidence:
        entered.append(lead <= -ENTER)
        left.append(lead > RETURN)
        lead = min(max(lead, -ENTER), RETURN) + weight
    foreign, end = lead > 0, len(evidence)
    spans = []
    for i in reversed(range(len(evidence))):
        if foreign and entered[i]:
            spans.append((i, end))
            foreign = False
        elif not foreign and left[i]:
            foreign, end = True, i
    yield from reversed(spans)


def convincing(tokens: Sequence[Token], evidence: Sequence[float], first: int, last: int) -> bool:
    """Whether a stretch is more than a few words repeated, and more than a list of names."""
    best: dict[str, float] = {}
    for token, weight in islice(zip(tokens, evidence, strict=True), first, last):
        best[token.form if token.form.islower() else token.form.capitalize()] = weight
    speaking = [form for form, weight in best.items() if weight >= SPEAKS]
    no_names = [f for f in speaking if f.islower()]
    return (
        len({form.lower() for form in speaking}) >= DISTINCT
        and len(no_names) >= NO_NAMES
        and sum(best.values()) >= ENTER
    )


def widened(
    tokens: Sequence[Token], evidence: Sequence[float], first: int, last: int
) -> tuple[int, int]:
    """A stretch with the rest of its sentences at either end, if little there is Swedish."""
    little = min(ENTER, LITTLE * sum(evidence[first:last]))
    start, total = first, 0.0
    while not ends(tokens, start) and total >= -little:
        start -= 1
        total += evidence[start]
    if total < -little:
        start = first
    end, total = last, 0.0
    while not ends(tokens, end) and total >= -little:
        total += evidence[end]
        end += 1
    return start, last if total < -little else end


def ends(tokens: Sequence[Token], place: int) -> bool:
    """Whether a sentence begins or ends at a place."""
    return place in (0, len(tokens)) or tokens[place].opens
