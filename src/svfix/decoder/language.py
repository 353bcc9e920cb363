"""Other languages: stretches of a text that are not Swedish, and so not the decoder's business.

Each word says how much likelier it is in another language than in Swedish, damaged or not.  For
each language, two states (Swedish and it) are decoded over the tokens (Viterbi 1967): leaving
Swedish costs much, so that a name or a scrap never does it, but a sentence does; words that nobody
listed say nothing.  The languages do not compete: what any of them claims is left alone.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.decoder.lost import REPLACEMENT, STAND_IN, evidence
from svfix.lexicon.languages import LEAST, UNIT, Languages
from svfix.lexicon.store import Lexicon
from svfix.search.vocabulary import vocabulary
from svfix.text import markup
from svfix.text.chunks import Kind
from svfix.text.tokens import Token, Tokens, tokenise
from svfix.uncompiled import Buffer

ENTER = 11.0  # nats of evidence it takes to leave Swedish
RETURN = 3.0  # and to come back
AROUND = 40  # tokens looked at on either side of a stretch
DISTINCT = 3  # different words that must speak for the language
NO_NAMES = 3  # and as many forms in lower case
SPEAKS = 1.0  # nats with which a word speaks for a language
LITTLE = 0.1  # of its evidence, which the rest of its sentences may speak against a stretch

REMEMBERED = 200_000  # look-ups kept
LOST_LETTERS = -1  # the row of a form that lost some

# What a form says is remembered in the low bits of a number, behind its row.
BITS = cython.declare(cython.int, 8)
LOW = cython.declare(cython.int, 255)
NEUTRAL = cython.declare(cython.int, 128)  # how it is stored that it says nothing

Span = tuple[int, int]

WORD = cython.declare(cython.int, Kind.WORD)
FOREIGN = cython.declare(cython.int, Kind.FOREIGN)
ENOUGH = cython.declare(cython.int, round(ENTER / UNIT))  # steps of evidence to leave Swedish
WIDTH = cython.declare(cython.Py_ssize_t, AROUND)


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
    languages, listed, says = told_by(tokens, lexicon)
    foreign: set[int] = set()
    for first, last in loud(says):
        rows_there = listed[first:last].tolist()
        heard = heard_in(languages.steps, rows_there)
        if not heard:
            continue
        part = [tokens[i] for i in range(first, last)]
        unlisted = swedish(part, rows_there, lexicon)
        for language in heard:
            evidence = weigh(languages, language, rows_there, unlisted)
            foreign.update(first + i for i in foreign_part(part, evidence))
    if not foreign:
        return tokens  # the way of nearly every Swedish text
    kind = array("b", tokens.kind.tobytes())
    for i in foreign:
        if kind[i] == Kind.WORD:
            kind[i] = Kind.FOREIGN
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
    kind: cython.const[cython.schar][::1] = tokens.kind
    found = []
    first: cython.Py_ssize_t = -1  # of the stretch that was entered, if one was
    last: cython.Py_ssize_t = -1
    i: cython.Py_ssize_t
    for i in range(len(kind)):
        if kind[i] == FOREIGN:
            first, last = i if first < 0 else first, i
        elif kind[i] == WORD and first >= 0:
            found.append(with_marks(text, tokens, first, last))
            first = -1
    if first >= 0:
        found.append(with_marks(text, tokens, first, last))
    return found


def with_marks(text: str, tokens: Tokens, first: int, last: int) -> Span:
    """Where a stretch is, given its first and its last word, with the marks around it."""
    start, end = int(tokens.start[first]), int(tokens.end[last])
    before = int(tokens.end[first - 1]) if first else 0
    behind = int(tokens.start[last + 1]) if last + 1 < len(tokens) else len(text)
    line = text.rfind("\n", before, start) + 1
    line_end = text.find("\n", end, behind)
    return max(before, line), behind if line_end < 0 else line_end


def told_by(tokens: Tokens, lexicon: Lexicon) -> tuple[Languages, Buffer, Buffer]:
    """What tells the languages apart, and by token its row there (64 bits) and what that says most.

    Words that lost letters have rows of their own, behind the others.
    """
    languages = lexicon.languages
    before: dict[str, int] = languages.rows
    forms = array("q", bytes(8 * len(tokens.forms)))
    listed: cython.longlong[::1] = forms
    most_told = array("b", bytes(len(tokens.forms)))
    says: cython.schar[::1] = most_told
    known: cython.longlong
    lost = []
    i: cython.Py_ssize_t
    for i, form in enumerate(tokens.forms):
        found = before.get(form)
        known = look_up(form, languages) if found is None else found
        listed[i], says[i] = known >> BITS, (known & LOW) - NEUTRAL
        if listed[i] == LOST_LETTERS:
            lost.append(i)
    if lost:
        said = [tokens.forms[at].lower().replace(REPLACEMENT, STAND_IN) for at in lost]
        for behind, place in enumerate(lost, len(languages.steps)):
            forms[place] = behind
        steps = [round(nats / UNIT) for row in evidence(said, lexicon).tolist() for nats in row]
        languages = replace(languages, steps=with_rows(languages.steps, steps))
        for place in lost:
            most_told[place] = most(languages.steps, forms[place])
    return languages, *by_token(tokens, forms, most_told, lexicon.languages.unlisted)


def with_rows(steps: Buffer, more: list[int]) -> Buffer:
    """A table of evidence (8 bits) with rows behind its own."""
    whole = array("b", steps.tobytes()) + array("b", more)
    shape = len(whole) // steps.shape[1], steps.shape[1]
    table: Buffer = memoryview(whole).cast("B").cast("b", shape)
    return table


def by_token(
    tokens: Tokens, of_form: Buffer, evidence: Buffer, unlisted: int
) -> tuple[Buffer, Buffer]:
    """The row of each token in the table of languages, and what it says most, given those of forms.

    What is no word has that of forms that the table has not, which says nothing.
    """
    form: cython.const[cython.longlong][::1] = tokens.form
    kind: cython.const[cython.schar][::1] = tokens.kind
    row: cython.const[cython.longlong][::1] = of_form
    says: cython.const[cython.schar][::1] = evidence
    found, told = array("q", bytes(8 * len(form))), array("b", bytes(len(form)))
    listed: cython.longlong[::1] = found
    said: cython.schar[::1] = told
    other: cython.longlong = unlisted
    i: cython.Py_ssize_t
    for i in range(len(form)):
        listed[i] = row[form[i]] if kind[i] == WORD else other
        said[i] = says[form[i]] if kind[i] == WORD else 0
    return found, told


def look_up(form: str, languages: Languages) -> int:
    """The row of a form and what it says most (8 bits) as one number, remembered.

    Of `l'homme`, that of its longest part. Letters in pieces or in old print, such as `ſ`, are
    those of the list; where some were lost, the row is `LOST_LETTERS`.
    """
    said = form.lower()
    if written_otherwise(said):
        said = unicodedata.normalize("NFKC", said.replace("’", "'").replace("\xad", ""))
        if "'" in said and languages.row_of(said) == languages.unlisted:
            said = max(said.split("'"), key=len)
    lost = REPLACEMENT in form or STAND_IN in form
    row = LOST_LETTERS if lost else languages.row_of(said)
    found = (row << BITS) + NEUTRAL + (0 if lost else most(languages.steps, row))
    if len(languages.rows) >= REMEMBERED:
        languages.rows.clear()
    languages.rows[form] = found
    return found


def evidence_of(form: str, languages: Languages) -> int:
    """The evidence of a form (steps) for the language that it speaks for most.

    >>> from svfix import lexicon
    >>> [evidence_of(form, lexicon.default().languages) > 0 for form in ("because", "eftersom")]
    [True, False]
    """
    known = languages.rows.get(form)
    return ((look_up(form, languages) if known is None else known) & LOW) - NEUTRAL


@cython.cfunc
@cython.exceptval(check=False)
def written_otherwise(form: str) -> cython.bint:
    """Whether a form has characters that the lists have others for, or an apostrophe."""
    character: cython.Py_UCS4
    for character in form:
        if character in "'’\xadſ" or "ﬀ" <= character <= "ﬆ" or "\u0300" <= character <= "\u036f":
            return True
    return False


def loud(evidence: Buffer) -> list[tuple[int, int]]:
    """The parts of a text in which some stretch has enough evidence to leave Swedish.

    From where the evidence last came to nothing before it to where it does again, and as much more
    on either side as a stretch may be widened by.  `evidence` is what each token says (8 bits, in
    steps) for the language that it speaks for most.
    """
    says: cython.const[cython.schar][::1] = evidence
    found: list[tuple[int, int]] = []
    ahead: cython.int = 0  # the most evidence that any stretch has that ends here
    nothing: cython.Py_ssize_t = -1  # where it last was nothing
    high: cython.bint = False  # whether it was enough since
    size: cython.Py_ssize_t = len(says)
    i: cython.Py_ssize_t
    for i in range(size):
        ahead = max(ahead, 0) + says[i]
        if ahead >= ENOUGH:
            high = True
        elif ahead <= 0:
            if high:
                found.append((max(nothing - WIDTH, 0), min(i + WIDTH, size)))
            high, nothing = False, i
    if high:
        found.append((max(nothing - WIDTH, 0), size))
    return found


@cython.cfunc
@cython.exceptval(check=False)
def most(table: cython.const[cython.schar][:, ::1], row: cython.Py_ssize_t) -> cython.int:
    """The evidence of a row for the language that it speaks for most."""
    best: cython.int = table[row, 0]
    i: cython.Py_ssize_t
    for i in range(1, table.shape[1]):
        best = max(best, table[row, i])
    return best


def heard_in(steps: Buffer, listed: Sequence[int]) -> list[int]:
    """The languages, by number, for which some stretch of a part has enough evidence."""
    table: cython.const[cython.schar][:, ::1] = steps
    row: cython.const[cython.longlong][::1] = array("q", listed)
    heard = []
    ahead: cython.int
    i: cython.Py_ssize_t
    language: cython.Py_ssize_t
    for language in range(table.shape[1]):
        ahead = 0
        for i in range(len(row)):
            ahead = max(ahead, 0) + table[row[i], language]
            if ahead >= ENOUGH:
                heard.append(language)
                break
    return heard


def foreign_part(tokens: Sequence[Token], evidence: Sequence[float]) -> Iterator[int]:
    """The places of the tokens that are in another language."""
    for first, last in stretches(evidence):
        if convincing(tokens, evidence, first, last):
            yield from range(*widened(tokens, evidence, first, last))


def swedish(tokens: Sequence[Token], listed: Sequence[int], lexicon: Lexicon) -> dict[int, float]:
    """log P of the Swedish words that no list has, by their place among the tokens."""
    known: dict[str, float] = {}
    found = {}
    for i, row in enumerate(listed):
        token = tokens[i]
        if row == lexicon.languages.unlisted and token.kind is Kind.WORD:
            if token.form not in known:
                known[token.form] = lexicon.logp(token.form)
            found[i] = known[token.form]
    return found


def weigh(
    languages: Languages, language: int, listed: Sequence[int], unlisted: dict[int, float]
) -> list[float]:
    """The evidence of each token for one language; Swedish words it does not list speak against."""
    steps = languages.steps
    evidence = [steps[row, language] * UNIT for row in listed]
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
