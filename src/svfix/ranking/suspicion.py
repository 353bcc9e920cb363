"""Suspicion: how likely words are misread in a text that is mostly read right.

What a form and its hypotheses say by themselves (`misreadings`), what the other forms of the text
say of its rate of damage (`rate`), and what the words around say (the lattice) are weighed by
trees (`trees`): some for a form by itself, from which the rate is estimated, some for an edit, by
itself and beside the others, and some for a word as it stands.  They stand in `little.tsv` and
`settled.tsv`; `tools/learn_calibration.py` learns them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import lru_cache
from itertools import repeat
from math import exp, fsum, log, log1p

from svfix.ranking import misreadings
from svfix.ranking.calibration import SUREST, log_odds, probability
from svfix.ranking.trees import Trees, shipped
from svfix.text.columns import table, widened
from svfix.uncompiled import Buffer

ROW = 6.0
"""Nats by which an edit in a text of hardly a word is less likely: of rows by themselves, which
come of programs and tables, one in some hundreds comes of a scan, and of paragraphs that have an
odd word nearly all do."""

PARAGRAPH = 30
"""Words of a text that may well be scanned; a line or a row by itself mostly comes of a program."""

NAMES = (
    *misreadings.NAMES,
    "log_odds",
    "suspect",
    "part",
)
"""What trees of forms and of edits ask about."""

ASKED = "listed", "met", "often", "prior", "spaces", "suspect"
LISTED, MET, OFTEN, PRIOR, SPACES, SUSPECT = map(NAMES.index, ASKED)

SETTLED = (*NAMES, "first", "letters_elsewhere", "spaces_elsewhere", "share_elsewhere", "words")
"""What trees of edits ask about once all edits of the text have been judged.

`first` are the log-odds that an edit has by itself, the next two how many edits of other forms are
expected to be right, of letters and of spaces, and `share_elsewhere` both together of all words.
"""

ELSEWHERE = SETTLED.index("spaces_elsewhere")

LITTLE = "little.tsv", NAMES
TABLES = {"form": LITTLE, "changed": LITTLE, "kept": LITTLE, "settled": ("settled.tsv", SETTLED)}
"""The table of each kind of trees, and what they ask about."""

REAL = 0.46, 0.70
"""Nats, and share: the log-odds of an edit of real texts by those of planted damage, a logistic
regression (Platt 1999) over the 1,107 edits that bench's proof-read scans and its clean texts and
records are given. Real damage is of more kinds than what is planted, so that both what is taken
for surely wrong and what is for surely right are less so."""

REAL_SPACES = -3.32, 0.56, 1.69, 0.56, -1.75
"""The same of lost spaces, over the 179 edits there that restore one, with the ridge of
`tools/learn_calibration.py`; with shares of log(1 + how many such edits of other forms are expected
to be right), of the nats by which the words are likelier words of their own than parts of a
compound (`Lexicon.own_words`), and of the log of how often the form stands in the text. Five slips
of writers that run words together (`ledatill`) count as right. Of the 59 edits of the radio
textbook 38 are so made, 37 of them right; by what is fitted without that book 32, all right, and by
`REAL` 18 and 17. The last share was fitted before linking vowels were told, and held: real texts
ask for no more than -0.3 since then, but of planted damage none of 117 edits of forms met three
times or oftener is right."""

ENOUGH = 2.0  # log(1 + edits of other forms): more show no more
CLEAREST = -2.0, 6.0  # nats; so much words of their own say at least and at most

UNEVEN, ABSENT = 2.5, 4.0
"""How many times a word has to be expected in a text for a nat of surprise if it stands nowhere in
it, and the most nats: of 243 texts of 600 words in bench 34 % have none of a word that comes 2.7
times in so many, 1.7 % none of one that comes 6.4 times, and 1.2 % of one that comes 10.2 times."""

AROUND = 2.0
"""Nats. An odd word in a text that shows no damage is a writer's, and one that a list has is a
word, however well another fits: the words around say this much at most. In the novels of bench's
clean text 1 edit of dialect is made with 2.0 and 3 without this limit; of the right edits of the
real scans it stops one, a listed word that two were run together to, and of the wrong ones one
(`utaf`)."""


LEAST = 1e-9
"""How unsure an edit is at least, before it is asked what text it stands in."""


def log_ratio(columns: Buffer) -> Buffer:
    """By form, log P(form | misread) / P(form | right), by its features beside a hypothesis."""
    return trees("form").log_odds(columns)


def edited(rows: Buffer, form: Buffer, words: int, own: Buffer) -> Buffer:
    """How often edits like these are right; `rows` are those of `in_context`.

    An edit is judged by itself first, and then by what the edits of the text's other forms say of
    its damage, which is more than these forms say before the words around are heard.  `own` are the
    nats by which the words that an edit sets apart are likelier words of their own than parts of a
    compound.
    """
    first = trees("changed").log_odds(rows)
    settled = among_others(rows, first, form, words)
    beside = trees("settled").log_odds(settled)
    absent = missed(rows, words)
    sure = array("d")
    for i, planted in enumerate(beside):
        if rows[i, SPACES]:
            odds = apart(planted, settled[i, ELSEWHERE], own[i], rows[i, OFTEN])
        else:
            odds = REAL[0] + REAL[1] * planted + absent[i]
        if rows[i, LISTED] or not rows[i, SPACES]:
            odds = min(odds, rows[i, SUSPECT] + AROUND)
        sure.append(probability(odds))
    return sure


def apart(planted: float, elsewhere: float, own: float, often: float = 1.0) -> float:
    """The log-odds that a space was lost in a real text, by those of planted damage.

    The more where `elsewhere` such edits are expected to be right, and where words stand on either
    side (`own`, nats) that are seldom parts of compounds: `formler betecknas`, not `stuga byggnad`;
    the less the oftener a form stands there: spaces are not lost in the same place again and again.

    >>> told = (5.0, 4.0), (0.0, 4.0), (5.0, 0.0), (5.0, 4.0, 9)
    >>> [round(apart(0.0, *said), 1) for said in told]
    [1.9, -1.1, -0.3, -1.9]
    """
    least, most = CLEAREST
    start, share, more, clear, again = REAL_SPACES
    odds = start + share * planted + more * min(log1p(elsewhere), ENOUGH)
    return odds + clear * max(least, min(own, most)) + again * log(max(often, 1.0))


def missed(rows: Buffer, words: int) -> Buffer:
    """The nats by which it speaks for edits that the word they write stands nowhere in the text.

    `som` comes eleven times in six hundred words; where it does not, `sorn` is what it was read as.

    >>> row = table(1, len(NAMES))
    >>> row[0, PRIOR] = -4.0
    >>> [round(nats, 1) for words in (600, 60) for nats in missed(row, words).tolist()]
    [4.0, 0.4]
    """
    rows, nats = rows, array("d", bytes(8 * len(rows)))
    for i in range(len(nats)):
        if not (rows[i, MET] or rows[i, SPACES]):
            nats[i] = min(words * exp(rows[i, PRIOR]) / UNEVEN, ABSENT)
    return nats


def among_others(rows: Buffer, first: Buffer, form: Buffer, words: int) -> Buffer:
    """The features of the edits of a text of so many words beside its other edits (`SETTLED`).

    `first` are the log-odds of each by itself. A form is counted once, however often it stands.
    """
    of_form: tuple[dict[int, float], dict[int, float]] = ({}, {})  # of letters, of spaces
    for i, odds in enumerate(first):
        kind = of_form[1 if rows[i, SPACES] else 0]
        kind[form[i]] = max(kind.get(form[i], 0.0), probability(odds))
    total = [fsum(kind.values()) for kind in of_form]
    told = []
    for i, odds in enumerate(first):
        letters, spaces = (
            all_of_kind - kind.get(form[i], 0.0)
            for all_of_kind, kind in zip(total, of_form, strict=True)
        )
        told.append((odds, letters, spaces, (letters + spaces) / max(words, 1), words))
    return widened(rows, told, len(SETTLED))


def alone(sure: Buffer, words: int, more: Iterable[float] = repeat(0.0)) -> Buffer:
    """How often edits are right in a text of so few words that it may be a row of a table.

    `more` is what else speaks for each of them, in nats.

    >>> [round(p, 2) for words in (40, 6) for p in alone(array("d", [0.9]), words).tolist()]
    [0.9, 0.07]
    """
    row = ROW * max(0.0, 1 - words / PARAGRAPH)
    found = array("d")
    for p, nats in zip(sure, more, strict=False):
        p = max(LEAST, min(p, 1 - LEAST))
        found.append(probability(log(p) - log1p(-p) + nats - row))
    return found


def kept(columns: Buffer, posterior: Buffer, suspect: Buffer) -> Buffer:
    """How often words like these are right as they stand."""
    rows = in_context(columns, posterior, suspect, array("q", [1]) * len(columns))
    return trees("kept").probability(rows)


@lru_cache(maxsize=1024)
def unrivalled(posterior: float, suspect: float) -> float:
    """The same of a word beside which there is no other hypothesis."""
    columns = table(1, len(misreadings.NAMES))
    [sure] = kept(columns, array("d", [posterior]), array("d", [suspect]))
    return float(sure)


def in_context(columns: Buffer, posterior: Buffer, suspect: Buffer, part: Buffer) -> Buffer:
    """The features of hypotheses in their places, in the order of `NAMES`.

    `columns` are what tells of their forms (`misreadings.NAMES`), `suspect` the log-odds that these
    were misread, and `part` how many characters an edit changes.
    """
    told = (
        (log_odds(sure), max(-SUREST, min(odds, SUREST)), log(size))
        for sure, odds, size in zip(posterior, suspect, part, strict=True)
    )
    return widened(columns, told, len(NAMES))


def trees(kind: str) -> Trees:
    return shipped(*TABLES[kind])[kind]
