"""Sureness: how likely the edits of a decoded text are right, and its words as they were read."""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.decoder import openings
from svfix.patterns import pattern
from svfix.ranking import calibration, misreadings, suspicion
from svfix.ranking.calibration import Features, log_odds, picked
from svfix.text.columns import table
from svfix.uncompiled import Buffer

if TYPE_CHECKING:
    from svfix.decoder.proposals import Proposals
    from svfix.decoder.weighing import WordPosteriors

WIDTH = len(misreadings.NAMES)
ACRONYM = pattern("[A-ZÅÄÖ]{2,}[a-zåäö]")  # before a word, in a form
LINKING = "aeou"  # vowels that end nouns, or link them: `gata`, `gatubelysning`
LEAST_RATE = 1e-6  # of damage; a text that shows less is no surer


def of_edits(found: WordPosteriors, proposals: Proposals) -> Buffer:
    """How often edits like these are right in their letters."""
    if not proposals.edits:
        return array("d")
    if found.damage is None:
        return calibration.confidence(features(found, proposals), "changed")
    rows = suspicion.in_context(*little(found, proposals))
    form, own = forms_of(found, proposals.word), own_words(found, proposals)
    sure = suspicion.edited(rows, form, len(found.words), own)
    return suspicion.alone(sure, len(found.words), small(found, proposals))


def own_words(found: WordPosteriors, proposals: Proposals) -> array[float]:
    """By edit, the nats by which words run together are likelier such than a compound's parts.

    Of several, those of the two of which it is least clear; 0 where no words were run together.
    """
    hypotheses, spaces, nats = found.hypotheses, found.spaces, array("d")
    for word in proposals.word:
        row, pairs = found.best.hypothesis[word], []
        if spaces[row]:
            form = hypotheses.forms[found.form[found.words[word]]]
            words = hypotheses.text(row).rstrip("-").split(" ")
            for i, pair in enumerate(pairwise(words)):
                begins = bool(i or not ACRONYM.match(form))
                clear = hypotheses.vocabulary.lexicon.own_words(*pair, begins=begins)
                pairs.append(suspicion.CLEAREST[0] if linked(form.lower(), *pair) else clear)
        nats.append(min(pairs, default=0.0))
    return nats


def linked(form: str, left: str, right: str) -> bool:
    """Whether a vowel links two words in a form: the first's last one gave way to it.

    >>> linked("promemorieförslaget", "promemoria", "förslaget"), linked("endag", "en", "dag")
    (True, False)
    """
    stem, last = left[: len(left) - 1], left[len(left) - 1 :]
    vowels = (vowel for vowel in LINKING if vowel != last)
    return last in LINKING and any(stem + vowel + right in form for vowel in vowels)


def of_words(found: WordPosteriors) -> Buffer:
    """How sure each word is as it was read; worked out once for a form that is certain."""
    if found.damage is not None and not found.row.doubtful:  # as in most texts
        return array("d", [unrivalled(found, 1.0)]) * len(found.words)
    same = alike(found)
    asked = firsts(same)
    sure = array("d", bytes(8 * len(same)))
    if found.damage is None:
        hypotheses = found.features(found.as_is).at(asked)
        put_at(sure, asked, calibration.confidence(hypotheses, "kept"))
    else:
        alone, rivalled = apart(asked, picked("q", found.damage.other, forms_of(found, asked)))
        put_at(sure, rivalled, kept(found, rivalled))
        if alone:  # they are all the same
            of_all = unrivalled(found, found.as_is.posterior[alone[0]])
            put_at(sure, alone, array("d", [of_all]) * len(alone))
    return picked("d", sure, same)


def alike(found: WordPosteriors) -> array[int]:
    """By word, the first that is as sure: of the same hypothesis that leaves it, and certain."""
    hypothesis: cython.const[cython.longlong][::1] = found.as_is.hypothesis
    posterior: cython.const[cython.float][::1] = found.as_is.posterior
    seen = array("q", [-1]) * len(found.hypotheses.rows)
    first: cython.longlong[::1] = seen  # word of each hypothesis
    same = array("q", bytes(8 * len(hypothesis)))
    words: cython.longlong[::1] = same
    i: cython.Py_ssize_t
    for i in range(len(hypothesis)):
        words[i] = i
        if posterior[i] == 1:
            if first[hypothesis[i]] < 0:
                first[hypothesis[i]] = i
            words[i] = first[hypothesis[i]]
    return same


def firsts(same: cython.const[cython.longlong][::1]) -> array[int]:
    """The words that are the first of those that are as sure, in order."""
    found = array("q", bytes(8 * len(same)))
    words: cython.longlong[::1] = found
    size: cython.Py_ssize_t = 0
    i: cython.Py_ssize_t
    for i in range(len(same)):
        if same[i] == i:
            words[size] = i
            size += 1
    return found[:size]


def apart(
    words: cython.const[cython.longlong][::1], other: cython.const[cython.longlong][::1]
) -> tuple[array[int], array[int]]:
    """Words of which there is no other hypothesis (-1), and those of which there is one."""
    alone, rivalled = array("q", bytes(8 * len(words))), array("q", bytes(8 * len(words)))
    one: cython.longlong[::1] = alone
    more: cython.longlong[::1] = rivalled
    size: cython.Py_ssize_t = 0
    i: cython.Py_ssize_t
    for i in range(len(words)):
        if other[i] < 0:
            one[size] = words[i]
            size += 1
        else:
            more[i - size] = words[i]
    return alone[:size], rivalled[: len(words) - size]


def put_at(
    numbers: cython.double[::1],
    places: cython.const[cython.longlong][::1],
    new: cython.const[cython.double][::1],
) -> None:
    """Put numbers in some places of a column."""
    i: cython.Py_ssize_t
    for i in range(len(places)):
        numbers[places[i]] = new[i]


def kept(found: WordPosteriors, which: array[int]) -> Buffer:
    """How sure some words of a text that is mostly read right are as they were read."""
    return suspicion.kept(*little_as_is(found, which)) if which else array("d")


def unrivalled(found: WordPosteriors, posterior: float) -> float:
    """How sure a word is beside which there is no other hypothesis: as sure as the text is."""
    assert found.damage is not None
    return suspicion.unrivalled(posterior, log_odds(max(found.damage.rate, LEAST_RATE)))


def forms_of(found: WordPosteriors, which: Buffer) -> array[int]:
    """The number of the form of some words."""
    form: array[int] = picked("q", found.form, picked("q", found.words, which))
    return form


def features(found: WordPosteriors, proposals: Proposals) -> Features:
    """What the calibration of the edits goes by: their hypotheses, but for what is their own."""
    hypotheses = found.features(found.best).at(proposals.word)
    return replace(hypotheses, posterior=proposals.posterior, part=part(found, proposals))


def part(found: WordPosteriors, proposals: Proposals) -> array[int]:
    """How many characters each edit changes where a word has several edits, else 1."""
    spaces, hypothesis = found.spaces, found.best.hypothesis
    edits = zip(proposals.word, proposals.edits, strict=True)
    sizes = (len(edit.before) if spaces[hypothesis[word]] else 1 for word, edit in edits)
    return array("q", [max(size, 1) for size in sizes])


def little(found: WordPosteriors, proposals: Proposals) -> tuple[Buffer, Buffer, Buffer, Buffer]:
    """The same in a text that is mostly read right, for `suspicion.in_context`."""
    assert found.damage is not None
    form = forms_of(found, proposals.word)
    hypothesis = picked("q", found.best.hypothesis, proposals.word)
    suspect = picked("d", found.damage.odds, form)
    return columns_of(found, form, hypothesis), proposals.posterior, suspect, part(found, proposals)


def small(found: WordPosteriors, proposals: Proposals) -> array[float]:
    """The nats by which a small letter where something opens tells a misreading: `. lngen`."""
    titled, opens = found.hypotheses.rows.titled, found.tokens.opens
    best, as_is = found.best.hypothesis, found.as_is.hypothesis
    words, shares = found.words, found.row.share
    nats = array("d")
    for word in proposals.word:
        token = words[word]
        lost = titled[best[word]] and not titled[as_is[word]]
        lost = lost and not opens[token]  # behind an empty line
        share = max(0.5, min(shares[token], openings.STOPPED))
        nats.append(log_odds(share) if lost else 0.0)
    return nats


def little_as_is(found: WordPosteriors, which: Buffer) -> tuple[Buffer, Buffer, Buffer]:
    """What tells how sure some words are as they were read, for `suspicion.kept`.

    A word beside which there is no other hypothesis is as sure as the text is.
    """
    assert found.damage is not None
    form = forms_of(found, which)
    other, odds = picked("q", found.damage.other, form), picked("d", found.damage.odds, form)
    able = array("q", [i for i, row in enumerate(other) if row >= 0])
    rate = log_odds(max(found.damage.rate, LEAST_RATE))
    suspect = [nats if row >= 0 else rate for nats, row in zip(odds, other, strict=True)]
    columns = table(len(form), WIDTH)
    if able:
        told = columns_of(found, picked("q", form, able), picked("q", other, able))
        put_rows(columns, able, told)
    posterior = picked("d", found.as_is.posterior, which)
    return columns, posterior, array("d", suspect)


def columns_of(found: WordPosteriors, form: Buffer, hypothesis: Buffer) -> Buffer:
    """What some forms of a text that is mostly right and a hypothesis of each say of each other."""
    assert found.seen is not None
    damage, often = found.seen.damage, found.seen.often
    columns = table(len(form), WIDTH)
    put_rows(columns, array("q", range(len(form))), damage.columns, form)
    pairs = zip(form, hypothesis, picked("q", damage.other, form), strict=True)
    new = [i for i, (of, row, other) in enumerate(pairs) if row != other or not often[of]]
    if new:
        which = array("q", new)
        forms, rows = picked("q", form, which), picked("q", hypothesis, which)
        counts = array("q", [max(times, 1) for times in often])
        shown = picked("d", damage.shown, forms)
        told = misreadings.columns(found.seen.hypotheses, forms, rows, counts, shown)
        put_rows(columns, which, told)
    return columns


def put_rows(
    into: cython.double[:, ::1],
    places: cython.const[cython.longlong][::1],
    rows: cython.const[cython.double][:, ::1],
    which: cython.const[cython.longlong][::1] = None,
) -> None:
    """Put rows of one table (all, or `which`) in some places of another one."""
    at: cython.Py_ssize_t
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    for i in range(len(places)):
        at = i if which is None else which[i]
        for j in range(into.shape[1]):
            into[places[i], j] = rows[at, j]
