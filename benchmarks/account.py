"""An account of the plain words that are still wrong, by what was misread in them.

Each has one kind. Apart from that, what was read may be a word itself (only context can tell), and
the word on the page a name or a form that no list has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

import sets
from measure import Measured
from plain_words import Pair, amid, happened, lined_up, plain_words
from svfix import lexicon
from svfix.alignment.folding import bare
from svfix.diffs.classify import cut_words

KINDS = (
    "space lost", "space put in", "å ä ö é", "several letters", "one letter",
    "letter lost or put in", "figure", "capital", "mark inside", "more", "not read", "broken",
)  # fmt: skip
LOST, PUT_IN, MARKED, SEVERAL, ONE, LONE, FIGURE, CAPITAL, INSIDE, MORE, NOT_READ, BROKEN = KINDS
NEAR = 1 / 3  # the least likeness of a word to what was read of it
SHORT = 3  # letters of a group that is misread as another, and of a word misread in all its letters


class Error(NamedTuple):
    """A word that is wrong after the repair: what happened to it, and what was misread in it."""

    outcome: str
    kind: str
    truth: str
    read: str
    made: str
    is_word: bool
    is_name: bool


def errors(reference: str, observed: str, hypothesis: str) -> Iterator[Error]:
    """The words of a page that are wrong in the hypothesis.

    What svfix broke is a kind of its own; of what it missed or miscorrected, the kind is that of
    the misreading.

    >>> [(e.truth, e.kind) for e in errors("byn som i juni", "byn sorn ijuni", "by som ijuni")]
    [('byn', 'broken'), ('i', 'space lost'), ('juni', 'space lost')]
    """
    words = happened(reference, observed, hypothesis)
    kinds = spaces(lined_up(plain_words(observed), plain_words(reference)))
    for word, space, inside in zip(words, kinds, amid(reference), strict=True):
        if word.truth == word.made:
            continue
        kind = BROKEN if word.truth == word.read else space or shape(word.truth, word.read)
        whole = kind not in (BROKEN, LOST, PUT_IN) and len(word.read) > 1
        is_word = whole and lexicon.default().is_word(word.read)
        yield Error(word.outcome, kind, *word, is_word, is_name(word.truth, inside))


def spaces(pairs: Sequence[Pair]) -> list[str]:
    """Of each word of the page, whether it was run together with others, or cut; "" if neither.

    >>> spaces([("i", "ijuni"), ("juni", ""), ("sommaren", "som"), ("", "maren"), ("år", "ar")])
    ['space lost', 'space lost', 'space put in', '']
    """
    kinds = [""] * len(pairs)
    for wrong, places in groupby(range(len(pairs)), lambda i: pairs[i][0] != pairs[i][1]):
        run = list(places)
        for start, end in cut_words([pairs[i] for i in run]) if wrong else ():
            stretch = slice(run[start], run[start] + end - start)
            truths, reads = (sum(map(bool, side)) for side in zip(*pairs[stretch], strict=True))
            kinds[stretch] = [LOST if reads < truths else PUT_IN] * (end - start)
    return [kind for kind, (truth, _) in zip(kinds, pairs, strict=True) if truth]


def shape(truth: str, read: str) -> str:
    """What was misread in one word, by the first difference that would explain it.

    >>> [shape(*pair) for pair in [("som", "sorn"), ("tiden", "liden"), ("tillämpa", "tilllämpa")]]
    ['several letters', 'one letter', 'letter lost or put in']
    >>> [shape(*pair) for pair in [("kommittén", "kommitte'n"), ("14", "l4"), ("justering", "GSB")]]
    ['å ä ö é', 'figure', 'not read']
    """
    if not is_near(truth, read):
        return NOT_READ
    left, right = truth, read
    for kind, fold in ((CAPITAL, str.casefold), (INSIDE, _alphanumeric), (MARKED, bare)):
        left, right = fold(left), fold(right)
        if left == right:
            return kind
    left, right = cores(truth, read)
    if any(map(str.isdigit, left + right)):
        return FIGURE
    shorter, longer = sorted(map(len, (left, right)))
    if longer > SHORT:
        return MORE
    if shorter == 0:
        return LONE
    return ONE if longer == 1 else SEVERAL


def is_near(truth: str, read: str) -> bool:
    """Whether what was read has some likeness to the word; little is asked of a short one.

    >>> is_near("Sammanträdesdatum", "Sallllllantrttdesdatulll"), is_near("en", "Bä")
    (True, True)
    """
    sides = (bare(word.casefold()) for word in (truth, read))
    likeness = Levenshtein.normalized_similarity(*sides)
    return bool(read) and (len(truth) <= SHORT or likeness >= NEAR)


def cores(truth: str, read: str) -> tuple[str, str]:
    """What two words do not share at their beginning and at their end, in small letters.

    >>> cores("Bestämmelserna", "bestämmelsema")
    ('rn', 'm')
    """
    left, right = truth.casefold(), read.casefold()
    begun = Prefix.similarity(left, right)
    left, right = left[begun:], right[begun:]
    ended = Postfix.similarity(left, right)
    return left[: len(left) - ended], right[: len(right) - ended]


def is_name(word: str, inside: bool) -> bool:
    """Whether a word has a capital inside a sentence, or letters that no list has.

    >>> is_name("Anna", True), is_name("Huset", False), is_name("QSL-kort", False)
    (True, False, True)
    """
    if inside and word[0].isupper():
        return True
    listed = lexicon.default().is_word
    parts = [part for part in re.split(r"[-:'.]", word) if any(map(str.isalpha, part))]
    return not listed(word) and not all(map(listed, parts))


def _alphanumeric(word: str) -> str:
    return "".join(filter(str.isalnum, word))


def errors_of(measured: Measured) -> Counter[Error]:
    """The errors of a set, each as often as it stands there."""
    found: Counter[Error] = Counter()
    for compared in measured.pages:
        reference, hypothesis, observed = (side.text for side in compared.pages[0].texts)
        found.update(errors(reference, observed, hypothesis))
    return found


COLUMNS = ("set", "left", *KINDS, "of these real words", "names, unlisted")


def rows(account: dict[str, Counter[Error]]) -> Iterator[list[str]]:
    """A line for each set with how many errors of each kind it has, led by all real scans'."""
    real = [found for name, found in account.items() if name in sets.REAL]
    together = {"real scans together": sum(real, Counter[Error]())} if len(real) > 1 else {}
    for name, found in (together | account).items():
        counts: Counter[str] = Counter()
        for error, n in found.items():
            counts[error.kind] += n
            counts["words"] += n * error.is_word
            counts["names"] += n * (error.is_name and error.kind != BROKEN)
        yield [name, str(found.total()), *(str(counts[key]) for key in (*KINDS, "words", "names"))]


LIST_COLUMNS = ("set", "count", "kind", "truth", "read", "repaired", "misread", "word", "name")


def listed(account: dict[str, Counter[Error]]) -> Iterator[list[str]]:
    """A line for each error, the most frequent of a set first."""
    for name, found in account.items():
        for error, n in found.most_common():
            flags = ("yes" if flag else "" for flag in (error.is_word, error.is_name))
            texts = error.truth, error.read, error.made
            yield [name, str(n), error.outcome, *texts, error.kind, *flags]
