"""Dirty pages: what is read in the dirt on their margins is taken out, of other pages nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import Result, explain, fix
from svfix.context import Context
from svfix.edits import apply
from svfix.evidence import PageEvidence
from svfix.options import Options
from svfix.table import PASS_NAMES, PASSES
from svfix.text.stretches import Stretches

DIRTY = """\
| Kommunen ska varje år lämna en plan för äldre :
> och beskriva hur arbetet med att nå målen går. Om du 3
vill resa tillbaka till Sverige ska det vara klart innan
Z att arbeta med frågorna är viktigt för eleverna see
och det gäller även andra länder, med andra”
modeller för lönebildningen i landet. Dessutom vitamin C
är viktigt: Men det finns också andra behov; och de är |
många. Vi har tagit del av underlaget: och svarat på det__
“inte längre är giltigt. Nästa möte är den.1 december :
"""
CLEANED = """\
Kommunen ska varje år lämna en plan för äldre
och beskriva hur arbetet med att nå målen går. Om du
vill resa tillbaka till Sverige ska det vara klart innan
att arbeta med frågorna är viktigt för eleverna
och det gäller även andra länder, med andra
modeller för lönebildningen i landet. Dessutom vitamin C
är viktigt. Men det finns också andra behov, och de är
många. Vi har tagit del av underlaget och svarat på det
inte längre är giltigt. Nästa möte är den 1 december
"""


@pytest.fixture(scope="module")
def result() -> Result:
    return explain(DIRTY)


def test_a_dirty_page_is_cleaned(result: Result) -> None:
    assert result.text == CLEANED


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("debris.flow", " 3", ""),
        ("debris.rare", "Z ", ""),
        ("debris.rare", " see", ""),
        ("debris.glued", "”", ""),
        ("debris.glued", "__", ""),
        ("stops.debris", ":", "."),
        ("stops.debris", ";", ","),
        ("stops.debris", ":", ""),
    ],
)
def test_each_rule_says_what_it_did(result: Result, rule: str, before: str, after: str) -> None:
    assert (rule, before, after) in {(e.rule, e.before, e.after) for e in result.edits}


def test_it_stays_as_it_was_cleaned() -> None:
    assert fix(CLEANED) == CLEANED


@pytest.mark.parametrize(
    "text",
    [
        "Vi behöver vitamin C\noch D, liksom alternativ A\noch se bilaga 3\ntill protokollet.",
        "Nämnden har beslutat: Förslaget avslås; det är sent.\nOm du 3\nvill resa, gör det.",
        "Så här stod det: ”Vi går”\nsom någon sa. “Ja”\noch så vidare.",
    ],
)
def test_the_same_on_a_page_that_is_not_dirty_stays(text: str) -> None:
    assert fix(text) == text


def test_only_the_dirty_page_of_a_document_is_cleaned() -> None:
    other = "Den andra sidan tar upp frågor om vitamin x\noch om det: och så vidare för alla.\n"
    assert fix(DIRTY + "\f" + other) == CLEANED + "\f" + other


@given(st.text(alphabet="ab aå3Z ”:;.|_\n\r\f", max_size=60), st.lists(st.integers(0, 9)))
def test_edits_fit_any_page(text: str, pages: list[int]) -> None:
    for name in ("debris", "stops"):
        evidence = PageEvidence(
            damaged=True,
            dirty=Stretches.of(text, [(place, place + 20) for place in sorted(set(pages))[::3]]),
            noisy=Stretches.of(text, [(0, len(text))]),
        )
        edits, _ = PASSES[PASS_NAMES.index(name)].propose(text, Context(Options()), evidence)
        apply(text, edits)


def test_stretches_follow_their_lines() -> None:
    found = Stretches.of("en\ntvå\ntre\nfyra\nfem", [(0, 1), (8, 13)])
    text = "1\nden andra\n3\nden fjärde\n5"
    assert [text[a:b] for a, b in found.spans(text)] == ["1", "3\nden fjärde"]
    assert found.spans("kort") == [(0, 4)]  # and no third line
