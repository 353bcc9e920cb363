"""The search: exact on a tiny lexicon, and what it must find with the real one.

tests/cases/candidates.tsv: a form the engine read, what the page said, comment, `xfail` if the
search does not find it yet.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import Profile, lexicon
from svfix.channel.model import COMPOUND, SPACE, Channel, Rules
from svfix.lexicon.alphabet import encode
from svfix.lexicon.build_trie import build
from svfix.lexicon.ngrams import STEP
from svfix.lexicon.store import NOT, Lexicon
from svfix.lexicon.trie import Trie
from svfix.search.candidates import (
    COMPOUND_COST,
    EDGE_COST,
    NARROW,
    WIDE,
    Beam,
    find,
)
from svfix.search.hypotheses import hypothesise
from svfix.search.paths import Found
from svfix.search.vocabulary import vocabulary

EVERYTHING = Beam(width=100_000, margin=1e6, dearest=1e3)
NEVER = float("inf")

Forms = dict[str, tuple[int, int, int]]  # stored probabilities as a word, a modifier and a head


def tiny(forms: Forms) -> Lexicon:
    """A lexicon of these forms alone."""
    spelt = sorted(forms, key=lambda form: encode(form) or b"")
    unigram, modifier, head = np.array([forms[form] for form in spelt], np.uint8).T.copy()
    best = np.minimum(np.minimum(unigram, head), modifier)
    trie = Trie(build([encode(form) or b"" for form in spelt], best))
    big = lexicon.default()
    ngrams = replace(big.ngrams, unigram=unigram)
    return replace(big, trie=trie, ngrams=ngrams, modifier=modifier, head=head)


def channel(rules: dict[tuple[str, str], float], lost_space: float) -> Channel:
    table = Rules.of(set(rules))
    return Channel(table, np.array([rules[pair] for pair in table.index], np.float32), lost_space)


def price(forms: Forms, form: str, role: int) -> float:
    """The cost of a form as a word, a modifier or a head."""
    stored = forms[form][role] if form in forms else NOT
    return NEVER if stored == NOT else stored * STEP


def cheapest(observed: str, forms: Forms, made: Channel) -> float:
    """The cost of the best way to read a form: all ways of cutting it up are tried.

    At each place may come a joint, then one lost character, then a rule that reads on.
    """
    truths = [truth.lower() for truth in made.rules.truth]
    rules = list(zip(truths, made.rules.observed, made.cost.tolist(), strict=True))
    text = observed.rstrip("-")
    prefixes = {form[:end] for form in forms for end in range(len(form) + 1)}

    @cache
    def rest(place: int, prefix: str, compound: bool, joint: bool, lost: bool) -> float:
        if prefix not in prefixes:
            return NEVER
        part = price(forms, prefix, 1)
        last = price(forms, prefix, 2 if compound else 0)
        if observed.endswith("-"):
            last = min(last, part)
        ways = [NEVER]
        if place == len(text):
            ways.append(last)
        else:
            for t, o, cost in rules:
                if o and text.startswith(o, place):
                    behind = place + len(o)
                    if not t and (not prefix or behind == len(text)):
                        cost += EDGE_COST
                    ways.append(cost + rest(behind, prefix + t, compound, True, True))
            if joint:
                ways.append(part + COMPOUND_COST + rest(place, "", True, False, lost))
                ways.append(last + made.lost_space + rest(place, "", False, False, lost))
        if lost:
            ways += [
                cost + rest(place, prefix + t, compound, False, False)
                for t, o, cost in rules
                if not o
            ]
        return min(ways)

    return rest(0, "", False, True, True)


def written(found: Found, made: Channel) -> list[tuple[int, str]]:
    """The form and what is read for it, by candidate."""
    return [
        (form, made.rules.spell(found.paths.steps(i))) for i, form in enumerate(found.form.tolist())
    ]


def search(lexicon: Lexicon, made: Channel, forms: list[str], beam: Beam = NARROW) -> Found:
    return find(lexicon, made, forms, beam)


STORED = st.integers(0, 100) | st.just(NOT)
FORMS = st.dictionaries(
    st.text("abc", min_size=1, max_size=4),
    st.tuples(STORED, STORED, STORED),
    min_size=1,
    max_size=8,
)
COST = st.integers(1, 40).map(lambda n: n / 4)
CONFUSIONS = st.dictionaries(
    st.tuples(st.text("abcA", max_size=3), st.text("abcx", max_size=3)).filter(any),
    COST,
    max_size=8,
)
OBSERVED = st.lists(
    st.text("abcx", max_size=6) | st.text("abc", max_size=5).map("{}-".format), max_size=3
)


@settings(deadline=None, max_examples=200)
@given(FORMS, CONFUSIONS, COST, OBSERVED)
def test_a_wide_search_is_exact(
    forms: Forms, confusions: dict[tuple[str, str], float], lost_space: float, observed: list[str]
) -> None:
    made = channel({(c, c): 0.25 for c in "abc"} | confusions, lost_space)
    found = search(tiny(forms), made, observed, EVERYTHING)
    best = np.full(len(observed), NEVER)
    np.minimum.at(best, found.form, np.negative(found.score))
    expected = [cheapest(form, forms, made) for form in observed]
    assert best.tolist() == pytest.approx(expected, abs=1e-3)


@settings(deadline=None, max_examples=100)
@given(FORMS, CONFUSIONS, COST, OBSERVED, st.sampled_from([NARROW, EVERYTHING]))
def test_every_candidate_adds_up(
    forms: Forms,
    confusions: dict[tuple[str, str], float],
    lost_space: float,
    observed: list[str],
    beam: Beam,
) -> None:
    made = channel({(c, c): 0.25 for c in "abc"} | confusions, lost_space)
    found = search(tiny(forms), made, observed, beam)
    order = list(zip(found.form.tolist(), np.negative(found.score).tolist(), strict=True))
    assert [form for form, _ in order] == sorted(form for form, _ in order)
    for i, (form, text) in enumerate(written(found, made)):
        path = found.paths.steps(i)
        steps = [step for step in path if step >= 0]
        assert "".join(made.rules.observed[step] for step in steps) == observed[form].rstrip("-")
        joints = path.count(SPACE)
        price = np.asarray(made.cost)[steps].sum() + joints * lost_space
        assert -found.channel[i] == pytest.approx(price, abs=1e-3)
        assert text.count(" ") == joints
        if COMPOUND not in path:
            assert set(text.split()) <= set(forms)


WORDS: Forms = {
    "för": (40, NOT, NOT),
    "verksamhet": (80, NOT, 80),
    "verksamhets": (NOT, 60, NOT),
    "område": (70, NOT, 50),
    "områdes": (90, 60, NOT),
    "chef": (80, 90, 60),
}
PLAIN = {(c, c): 0.01 for c in "abcdefghijklmnopqrstuvwxyzåäö"}


@pytest.mark.parametrize(
    ("observed", "truth"),
    [
        ("verksamhetsområde", "verksamhetsområde"),
        ("verksamhetsområdeschef", "verksamhetsområdeschef"),  # three parts
        ("verksamhetsomrade", "verksamhetsområde"),
        ("förverksamhet", "för verksamhet"),
        ("förområdeschef", "för områdeschef"),  # a run-on with a compound
        ("verksamhe", "verksamhet"),  # lost at the end
        ("erksamhet", "verksamhet"),  # and at the start
        ("områdechef", "område chef"),  # but not before a joint: there it is a word by itself
        ("verksamhets-", "verksamhets"),  # the first part of a compound to come
    ],
)
def test_one_search_finds_them_all(observed: str, truth: str) -> None:
    made = channel(PLAIN | {("å", "a"): 1.0, ("t", ""): 3.0, ("v", ""): 3.0, ("s", ""): 3.0}, 4.0)
    found = search(tiny(WORDS), made, [observed], WIDE)
    assert (0, truth) == written(found, made)[0]


def test_a_capital_and_a_small_letter_are_two_readings() -> None:
    made = channel(PLAIN | {("f", "S"): 3.0, ("F", "S"): 1.0, ("V", "V"): 0.1}, 4.0)
    found = search(tiny(WORDS), made, ["Sör"], WIDE)
    titled = found.titled.tolist()
    assert written(found, made) == [(0, "för"), (0, "för")]
    assert titled == [True, False]


def test_forms_do_not_disturb_each_other() -> None:
    made = channel(PLAIN | {("å", "a"): 1.0}, 4.0)
    forms = ["omrade", "", "förområde", "xyz"]
    together = written(search(tiny(WORDS), made, forms, EVERYTHING), made)
    apart = [
        (i, text)
        for i, form in enumerate(forms)
        for _, text in written(search(tiny(WORDS), made, [form], EVERYTHING), made)
    ]
    assert together == apart
    assert {form for form, _ in together} == {0, 2}


def test_a_second_search_replaces_the_first() -> None:
    made = channel(PLAIN | {("å", "a"): 1.0}, 4.0)
    first = search(tiny(WORDS), made, ["chef", "omrade", "chef"])
    second = search(tiny(WORDS), made, ["förverksamhetsområde"])
    merged = written(first.replaced(np.array([1]), second), made)
    assert merged == [(0, "chef"), (1, "för verksamhetsområde"), (2, "chef")]


LINES = (Path(__file__).parents[1] / "cases" / "candidates.tsv").read_text("utf-8").splitlines()
CASES = [
    pytest.param(
        *line.split("\t")[:2],
        marks=[pytest.mark.xfail(strict=True)] if line.endswith("\txfail") else [],
    )
    for line in LINES
    if not line.startswith("#")
]


@pytest.mark.parametrize(("observed", "truth"), CASES)
def test_the_truth_is_among_the_candidates_of_eng(observed: str, truth: str) -> None:
    words = lexicon.default()
    eng = Profile((("eng", 1.0),)).channel(words)
    hypotheses = hypothesise([observed], vocabulary(words, ()), eng)
    titled = hypotheses.rows.titled.tolist()
    found = [(hypotheses.text(row), titled[row]) for row in range(len(titled))]
    assert truth in [text[:1].upper() + text[1:] if titled else text for text, titled in found]


REAL = st.lists(
    st.sampled_from("uppféljningen Metodenforuppfoljningen 1damnat verksamhets- Ö GYER l".split())
    | st.text("abdefghiklmnorstuvyåäöéÄÖ1-", max_size=14)
    | st.text(max_size=6),
    max_size=4,
)
