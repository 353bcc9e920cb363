"""Suspicion: how likely words are misread in a text that is mostly read right.

What a form and its readings say by themselves (`misreadings`), what the other forms of the text
say of its rate of damage (`rate`), and what the words around say (the lattice) are weighed by
trees (`trees`): some for a form by itself, from which the rate is estimated, some for an edit, by
itself and beside the others, and some for a word as it stands.  They stand in `little.tsv` and
`settled.tsv`; `tools/learn_calibration.py` learns them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.ranking import misreadings
from svfix.ranking.trees import Trees, shipped

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

ROW = 6.0
"""Nats by which an edit in a text of hardly a word is less likely: of rows by themselves, which
come of programs and tables, one in some hundreds comes of a scan, and of paragraphs that have an
odd word nearly all do."""

PARAGRAPH = 30
"""Words of a text that may well be scanned; a line or a row by itself mostly comes of a program."""

SUREST = 12.0  # log-odds; beyond them nothing more is said
NAMES = (
    *misreadings.NAMES,
    "log_odds",
    "suspect",
    "part",
)
"""What trees of forms and of edits ask about."""

SETTLED = (*NAMES, "first", "letters_elsewhere", "spaces_elsewhere", "share_elsewhere", "words")
"""What trees of edits ask about once all edits of the text have been judged.

`first` are the log-odds that an edit has by itself, the next two how many edits of other forms are
expected to be right, of letters and of spaces, and `share_elsewhere` both together of all words.
"""

LITTLE = "little.tsv", NAMES
TABLES = {"form": LITTLE, "changed": LITTLE, "kept": LITTLE, "settled": ("settled.tsv", SETTLED)}
"""The table of each kind of trees, and what they ask about."""

REAL = 0.46, 0.70
"""Nats, and share: the log-odds of an edit of real texts by those of planted damage, a logistic
regression (Platt 1999) over the 1,107 edits that bench's proof-read scans and its clean texts and
records are given. Real damage is of more kinds than what is planted, so that both what is taken
for surely wrong and what is for surely right are less so."""

UNEVEN, ABSENT = 2.5, 4.0
"""How many times a word has to be expected in a text for a nat of surprise if it stands nowhere in
it, and the most nats: of 243 texts of 600 words in bench 34 % have none of a word that comes 2.7
times in so many, 1.7 % none of one that comes 6.4 times, and 1.2 % of one that comes 10.2 times."""

AROUND = 2.0
"""Nats. An odd word in a text that shows no damage is a writer's, however well another fits: the
words around say this much at most. In the novels of bench's clean text 1 edit of dialect is made
with 2.0 and 3 without this limit; of the right edits of the real scans it stops none."""


def log_ratio(columns: Doubles) -> Doubles:
    """By form, log P(form | misread) / P(form | right), by its features beside another reading."""
    return trees("form").log_odds(columns)


def edited(rows: Doubles, form: Longs, words: int) -> Doubles:
    """How often edits like these are right; `rows` are those of `in_context`.

    An edit is judged by itself first, and then by what the edits of the text's other forms say of
    its damage, which is more than these forms say before the words around are heard.
    """
    first = trees("changed").log_odds(rows)
    odds = trees("settled").log_odds(among_others(rows, first, form, words))
    odds = REAL[0] + REAL[1] * odds + missed(rows, words)
    letters = rows[:, NAMES.index("spaces")] == 0
    most = np.where(letters, rows[:, NAMES.index("suspect")] + AROUND, np.inf)
    return np.asarray(1 / (1 + np.exp(-np.minimum(odds, most))))


def missed(rows: Doubles, words: int) -> Doubles:
    """The nats by which it speaks for edits that the word they write stands nowhere in the text.

    `som` comes eleven times in six hundred words; where it does not, `sorn` is what it was read as.

    >>> row = np.zeros((1, len(NAMES)))
    >>> row[0, NAMES.index("prior")] = -4.0
    >>> missed(row, 600).round(1).tolist(), missed(row, 60).round(1).tolist()
    ([4.0], [0.4])
    """
    met, prior, spaces = (rows[:, NAMES.index(name)] for name in ("met", "prior", "spaces"))
    expected = words * np.exp(prior)
    absent = (met == 0) & (spaces == 0)
    return np.where(absent, np.minimum(expected / UNEVEN, ABSENT), 0.0)


def among_others(rows: Doubles, first: Doubles, form: Longs, words: int) -> Doubles:
    """The features of the edits of a text of so many words beside its other edits (`SETTLED`).

    `first` are the log-odds of each by itself. A form is counted once, however often it stands.
    """
    sure = 1 / (1 + np.exp(-first))
    spaces = rows[:, NAMES.index("spaces")] > 0
    _, number = np.unique(form, return_inverse=True)
    elsewhere = []
    for kind in (~spaces, spaces):
        of_form = np.zeros(number.max(initial=-1) + 1)
        np.maximum.at(of_form, number[kind], sure[kind])
        elsewhere.append(of_form.sum() - of_form[number])
    share = (elsewhere[0] + elsewhere[1]) / max(words, 1)
    return np.column_stack([rows, first, *elsewhere, share, np.full(len(rows), words)])


def alone(sure: Doubles, words: int, more: Doubles | float = 0.0) -> Doubles:
    """How often edits are right in a text of so few words that it may be a row of a table.

    `more` is what else speaks for each of them, in nats.

    >>> alone(np.array([0.9]), 40).round(2).tolist(), alone(np.array([0.9]), 6).round(2).tolist()
    ([0.9], [0.07])
    """
    sure = np.clip(sure, 1e-9, 1 - 1e-9)
    odds = np.log(sure) - np.log1p(-sure) + more
    odds -= ROW * max(0.0, 1 - words / PARAGRAPH)
    return np.asarray(1 / (1 + np.exp(-odds)))


def kept(columns: Doubles, posterior: npt.NDArray[np.floating], suspect: Doubles) -> Doubles:
    """How often words like these are right as they stand."""
    one = np.ones(len(columns), np.int64)
    return trees("kept").probability(in_context(columns, posterior, suspect, one))


def in_context(
    columns: Doubles, posterior: npt.NDArray[np.floating], suspect: Doubles, part: Longs
) -> Doubles:
    """The features of readings in their places, in the order of `NAMES`."""
    with np.errstate(divide="ignore"):
        odds = np.log(posterior.astype(np.float64)) - np.log1p(-posterior.astype(np.float64))
    odds, suspect = (np.clip(side, -SUREST, SUREST) for side in (odds, suspect))
    return np.column_stack(
        [
            columns,
            odds,
            suspect,
            np.log(part),
        ]
    )


def trees(kind: str) -> Trees:
    return shipped(*TABLES[kind])[kind]
