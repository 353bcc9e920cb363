"""The rules of the channel against naive look-ups, and the engines' probabilities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import lexicon
from svfix.channel import engines
from svfix.channel.model import COMPOUND, LONGEST, SPACE, START, Channel, Rules, units
from svfix.lexicon.alphabet import CODE

SEGMENT = st.text("aåBn", max_size=LONGEST)
RULES = st.sets(st.tuples(SEGMENT, SEGMENT).filter(any), min_size=1).map(
    lambda pairs: Rules.of({*pairs, ("a", "a")})
)
TEXTS = st.lists(st.text("aåBn", max_size=6) | st.text(max_size=4), min_size=1, max_size=4)


@given(RULES, TEXTS)
def test_texts_are_numbered_by_the_characters_that_rules_observe(
    rules: Rules, texts: list[str]
) -> None:
    codes, start = rules.flat(texts)
    for i, text in enumerate(texts):
        numbers = [rules.codes.get(character, 0) for character in text]
        assert codes[start[i] : start[i + 1]].tolist() == numbers


@given(RULES, st.data())
def test_affordable(rules: Rules, data: st.DataObject) -> None:
    cost = data.draw(st.lists(st.floats(0, 9), min_size=len(rules), max_size=len(rules)))
    channel = Channel(rules, np.array(cost, np.float32), 1.0)
    found = channel.affordable(units(4.0))
    cheap = [c <= units(4.0) for c in channel.units.tolist()]
    order = sorted(range(len(rules)), key=lambda i: (rules.observed[i], channel.units[i]))
    assert list(found.number) == [i for i in order if cheap[i]]
    assert list(found.cost) == [channel.units[i] for i in found.number]
    assert [rules.observed[i] for i in found.number] == [
        rules.observed[found.number[found.openings[segment]]]
        for segment in range(len(found.keys))
        for _ in range(found.openings[segment], found.openings[segment + 1])
    ]


def test_a_path_is_spelt() -> None:
    rules = Rules.of({("Ö", "G"), ("v", "v"), ("", "i"), ("rn", "m")})
    steps = [rules.index["", "i"], rules.index["Ö", "G"], COMPOUND, rules.index["v", "v"]]
    steps += [SPACE, rules.index["rn", "m"], START, START]
    assert rules.spell(steps) == "öv rn"
    at = LONGEST * rules.index["rn", "m"]
    assert list(rules.labels[at : at + LONGEST]) == [CODE["r"], CODE["n"], 255]


@pytest.mark.parametrize(
    ("truth", "observed", "usable"),
    [
        *(("ö", "é", True), ("rn", "m", True), ("", "i", True), ("n", "", True)),
        *(("-", "-", True), ("-", "r", False), ("r", "-", True)),  # no punctuation is made
        *((" ", "", False), ("rn", "", False), ("", "", False), ("5", "5", False)),
    ],
)
def test_usable(truth: str, observed: str, usable: bool) -> None:
    assert engines.usable(truth, observed) == usable


def test_every_letter_can_be_read_right() -> None:
    rules = engines.of(lexicon.default()).rules
    assert {(c, c) for c in CODE} <= rules.index.keys()
    assert {(c, c) for c in "ABCÅÄÖÉ"} <= rules.index.keys()
    same, variety = (np.asarray(kind, bool) for kind in (rules.same, rules.variety))
    assert same.sum() == sum(t == o for t, o in rules.index)
    assert not (same & variety).any()


def test_a_spelling_of_another_time_is_written_as_it_was() -> None:
    rules = Rules.of({("a", "a"), ("v", "w")}, {("v", "hv"), ("v", "w")})
    assert len(rules) == 4
    steps = [rules.varieties["v", "hv"], rules.index["a", "a"], rules.index["v", "w"]]
    assert rules.spell(steps) == "hvav"
    assert rules.spell([rules.varieties["v", "w"]]) == "w"


def outcomes(table: engines.Engines, engine: str) -> dict[str, float]:
    """By truth segment of one character, the sum of what it may be read as.

    But for small letters read as capitals, which are counted in a place of their own: first.
    """
    p = np.exp(np.asarray(table.logp[table.names.index(engine)], float))
    sums: dict[str, float] = {}
    rules = table.rules
    p = np.where(np.append(np.asarray(rules.variety, bool), False), 0, p)  # no misreadings
    for truth, observed, share in zip(rules.truth, rules.observed, p.tolist(), strict=False):
        if len(truth) == 1 and not (truth.islower() and observed[:1].isupper()):
            sums[truth] = sums.get(truth, 0.0) + share
    return sums


def test_probabilities_of_a_table() -> None:
    table = {
        "good": [["ö", "ö", 990, 1000], ["ö", "o", 10, 1000], [" ", "", 5, 1000]],
        "bad": [["ö", "ö", 10, 1000], ["ö", "é", 590, 1000], ["ö", "o", 400, 1000]],
    }
    made = engines.gather(table)
    assert made.names == ("good", "bad", "any", "clean")
    assert made.known == ("good", "bad")
    logp = dict(zip(made.rules.index, np.exp(made.logp).T.tolist(), strict=False))
    assert logp["ö", "é"] == pytest.approx([0.003, 0.575, 0.002, 0], abs=0.01)
    assert logp["ö", "ö"] == pytest.approx([0.99, 0.03, 0.995, 1], abs=0.01)
    assert [np.exp(made.logp[e][-1]) for e in (0, 1, 3)] == pytest.approx(
        [0.005, 0.00075, 1e-6], rel=0.05
    )
    for engine in made.names:
        assert max(outcomes(made, engine).values()) == pytest.approx(1, abs=0.05)


def test_an_engine_nobody_saw_does_what_looks_alike() -> None:
    table = {"good": [["n", "n", 9990, 10000], ["n", "u", 10, 10000]]}
    plain = engines.gather(table)
    made = engines.gather(table, [["m", "rn", 100, 10000], ["n", "u", 50, 10000]])
    any_, good = (made.logp[made.names.index(name)] for name in (engines.ANY, "good"))
    assert any_[made.rules.index["m", "rn"]] > good[made.rules.index["m", "rn"]]
    assert ("m", "rn") not in plain.rules.index


def test_the_engines_are_engines() -> None:
    table = engines.of(lexicon.default())
    assert table.names[-1] == "clean"
    assert {"eng", "swe"} < set(table.names)
    logp = np.array(table.logp)
    assert logp.shape == (len(table.names), len(table.rules) + 1)
    assert np.isfinite(logp).all()
    assert logp.max() < 1e-4
    for engine in table.known:
        assert max(outcomes(table, engine).values()) < 1.1


def test_clean_is_clean() -> None:
    table = engines.of(lexicon.default())
    same, variety = (np.asarray(kind, bool) for kind in (table.rules.same, table.rules.variety))
    clean = np.exp(table.logp[-1])
    assert (clean[:-1][same] == 1).all()
    assert clean[:-1][~(same | variety)].max() < 2e-5
    assert max(outcomes(table, "clean").values()) == pytest.approx(1, abs=1e-4)


def test_eng_reads_swedish_as_english() -> None:
    table = engines.of(lexicon.default())
    eng = np.exp(table.logp[table.names.index("eng")])
    assert eng[table.rules.index["ö", "é"]] > 0.2
    assert eng[table.rules.index["ä", "ä"]] < 0.05
