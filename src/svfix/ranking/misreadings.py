"""Misreadings: what a form and what it may have been say of each other, before any context.

`inkomstgränsema` is no word and nothing like one, and `inkomstgränserna` is one confusion away that
engines make; `mottaktblandare` is not listed either, but well formed, and so is `Nicholson`; of
`överklgas` a writer's fingers lost a letter.  The columns here are what tells these apart.  How
much they do is learned (`calibration`).
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from svfix.channel.model import COMPOUND, KINDS, SPACE, Rules
from svfix.lexicon import letters
from svfix.lexicon.endings import beside, same_letters
from svfix.search.hypotheses import Hypotheses
from svfix.text.columns import in_rows
from svfix.uncompiled import Buffer

BEHIND = 4  # letters behind the place where a form and another differ that its stem has
STEM = 7  # letters of a stem at least
LAST = "\U0010ffff"  # behind all letters

NAMES = (
    "gap",
    "cost",
    "cost_by_letter",
    "letters",
    "listed",
    "compound",
    "compound_as_is",
    "spaces",
    "strange",
    "oddest",
    "titled",
    "capitals",
    "capital_inside",
    "mark_inside",
    "often",
    "met",
    "shown",
    "prior",
    "inflected",
    "edge",
    "old",
    *KINDS,
)
"""What `columns` has, in this order."""


def columns(
    hypotheses: Hypotheses, form: Buffer, hypothesis: Buffer, often: Buffer, shown: Buffer
) -> Buffer:
    """The features of forms beside a hypothesis of each, a row for each pair: (pair, feature).

    `hypotheses` are priced as any engine has them; `often` is how many times each of all forms
    stands in the text, and `shown` how much likelier the errors of these are in it than in any
    text.
    """
    pairs = list(zip(form, hypothesis, shown, strict=True))
    said = [hypotheses.forms[of] for of, _, _ in pairs]
    paths, channel, scores = hypotheses.rows.paths, hypotheses.rows.channel, hypotheses.scores
    as_is, trusted = hypotheses.as_is, hypotheses.trusted
    kinds, wrong = hypotheses.rules.kinds, misread_by(hypotheses.rules)
    stands = dict(zip(hypotheses.forms, often, strict=True))
    small = sorted({form.lower() for form in hypotheses.forms})
    endings = hypotheses.vocabulary.lexicon.endings
    strange = strangeness(hypotheses, said)
    found = array("d")
    for i, (of, row, habit) in enumerate(pairs):
        path, here, size = paths.steps(row), as_is[of], len(said[i])
        text = hypotheses.rules.spell(path)
        cost, spaces = max(-channel[row], 0.0), path.count(SPACE)
        told = (
            single(scores[row] - scores[here]),
            cost,
            cost / size,
            size,
            trusted[of],
            COMPOUND in path and not spaces,
            COMPOUND in paths.steps(here),
            spaces,
            *strange[i],
            *shape(said[i]),
            max(often[of], shared(small, said[i].lower(), text)),
            max(least_met(stands, text), shared(small, text, said[i].lower())),
            habit,
            single(scores[row] - channel[row]),
            beside(bare(said[i]), text, endings),
            edge(path, wrong),
            hypotheses.old,
            *errors(path, wrong, kinds),
        )
        found.extend(told)
    return in_rows(found, len(NAMES))


def single(number: float) -> float:
    """A number as 32 bits hold it.

    Priors are sums of a few steps, and so are the thresholds of trees, so that the last digit
    tells on which side of one they are.
    """
    found: float = struct.unpack("f", struct.pack("f", number))[0]
    return found


def bare(form: str) -> str:
    """A form in small letters, without the hyphen at its end."""
    return form.lower().rstrip("-")


def least_met(stands: Mapping[str, int], text: str) -> int:
    """How many times words stand in a text: of those run together, the one that does least."""
    return min(met_in(stands, word) for word in text.split(" "))


def met_in(stands: Mapping[str, int], word: str) -> int:
    """How many times a word in small letters stands in a text, in any case that is usual."""
    return sum(stands.get(form, 0) for form in {word, word.capitalize(), word.upper()})


def shared(forms: Sequence[str], form: str, other: str) -> int:
    """How many of a text's forms, in order, begin as one does, up to behind where another differs.

    `repeater` is a word of a text that has `repeaterskift` and `repeaterband`, too.

    >>> forms = ["repeater", "repeaterband", "repeaterfrekvens", "repeterbart"]
    >>> shared(forms, "repeaterfrekvens", "repeterfrekvens")
    3
    >>> shared(forms, "repeater", "repeterar")
    0
    """
    stem = form[: same_letters(form, other) + BEHIND]
    if len(stem) < STEM or len(stem) == len(form):
        return 0
    return bisect_left(forms, stem + LAST) - bisect_left(forms, stem)


def strangeness(hypotheses: Hypotheses, said: list[str]) -> list[tuple[float, float]]:
    """How far forms are from looking like Swedish words: nats a letter, and of the worst letter.

    `medddas` is likely enough but for its third d.
    """
    table = hypotheses.vocabulary.lexicon.letters
    words = list(map(bare, said))
    logp, oddest = letters.logp(table, words), letters.oddest(table, words)
    rows = zip(logp, oddest, map(len, said), strict=True)
    return [(-whole / size, -worst) for whole, worst, size in rows]


def shape(form: str) -> tuple[bool, bool, bool, bool]:
    """Whether a form begins with a capital, is all capitals, or has one, or a mark, inside.

    >>> shape("Över"), shape("kuNform"), shape("1damnat")
    ((True, False, False, False), (False, False, True, False), (False, False, False, True))
    """
    upper = form.isupper()
    inside = not upper and any(map(str.isupper, form[1:]))
    return form[:1].isupper(), upper, inside, not form.rstrip("-").isalpha()


def misread_by(rules: Rules) -> Callable[[int], bool]:
    """Whether a step of a path is a rule by which something was misread."""
    same, variety = rules.same, rules.variety
    return lambda step: step >= 0 and not (same[step] or variety[step])


def edge(path: list[int], wrong: Callable[[int], bool]) -> bool:
    """Whether a hypothesis needs an error at an edge of the form: `ammarrätten` lost its first.

    Writers err inside words.
    """
    return any(map(wrong, path[:1] + path[-1:]))


def errors(
    path: list[int], wrong: Callable[[int], bool], kinds: Callable[[int], tuple[bool, ...]]
) -> list[int]:
    """How many errors of each of `KINDS` a hypothesis needs; `kinds` are those of a rule."""
    there = list(map(kinds, filter(wrong, path)))
    return [sum(kind) for kind in zip(*there, strict=True)] if there else [0] * len(KINDS)
