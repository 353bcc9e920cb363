"""The passes, case by case: tests/cases/*.tsv, rows of label, input, expected and comment.

A label is `<pass>` or `<pass>.<rule>`, and the case is for that pass alone, run until nothing is
left to do on a text taken to be damaged; or `fix`, for all of them. `=` is the input itself.
"""

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from svfix import fix
from svfix.context import Context
from svfix.edits import Edit, apply
from svfix.evidence import PageEvidence
from svfix.lexicon.letters import KINDS, ORDER
from svfix.options import Options
from svfix.table import PASS_NAMES, PASSES
from svfix.text.line_breaks import line_breaks

CASES = Path(__file__).parents[1] / "cases"
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "\\": "\\"}


def unescaped(text: str) -> str:
    """Read \\n, \\t, \\xhh and \\uhhhh; a backslash is two."""

    def character(found: re.Match[str]) -> str:
        return chr(int(found[2] or found[3], 16)) if found[2] or found[3] else ESCAPES[found[1]]

    return re.sub(r"\\(?:([nrtf\\])|x(..)|u(....))", character, text)


def cases(kind: str) -> list[tuple[str, str, str]]:
    rows = []
    for line in (CASES / f"{kind}.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            label, given_text, expected, _comment = line.split("\t")
            expected = given_text if expected == "=" else expected
            rows.append((label, unescaped(given_text), unescaped(expected)))
    return rows


class WordList:
    """A lexicon of the words in the expected texts, and some that are there to tempt."""

    TEMPTING = (
        "öva övar övara få får får för fär val röl övan ö å i mall länk två ett tre dig sig begrepp"
    )
    modifier = head = ()
    trie = SimpleNamespace(find=lambda form: -1)  # no part of a compound
    letters = np.zeros(KINDS**ORDER, np.uint8)

    def __init__(self) -> None:
        texts = [expected for kind in ("wild", "synthetic") for *_, expected in cases(kind)]
        self.words = set(re.findall(r"[^\W\d_]{2,}", " ".join([*texts, self.TEMPTING]).lower()))
        self.words |= {*self.TEMPTING.split(), "t.ex.", "s.k."}

    def is_word(self, form: str) -> bool:
        return form.lower() in self.words

    def logp(self, form: str) -> float:
        common = -1.0 if form.count(".") > 1 else -5.0
        return common if self.is_word(form) else -20.4

    def pmi(self, left: str, right: str) -> float:
        return 1.0 if self.apart(left, right) else 0.0

    def likelihood(self, left: str, middle: str, right: str) -> float:
        return -1.0 if (middle == "<num>") == (left == "bilaga") else -9.0

    def capitalised(self, form: str) -> float:
        return 1.0 if form in ("Anna", "Stockholm") else 0.0

    def apart(self, left: str, right: str) -> bool:
        return self.is_word(left) and self.is_word(right)


LEXICON = WordList()
DAMAGED = PageEvidence(damaged=True)


def proposed(name: str, text: str) -> list[Edit]:
    """The edits of a pass to a text that is known to be damaged, and all Swedish."""
    context = Context(Options(join_hyphens=True), LEXICON)  # type: ignore[arg-type]
    context.keep_languages(text, [])
    context.is_plain = lambda text: False  # type: ignore[method-assign]  # that asks for a real one
    return PASSES[PASS_NAMES.index(name)].propose(text, context, DAMAGED)[0]


def repaired(label: str, text: str) -> tuple[str, set[str]]:
    """Return what the pass (or all of them) makes of a text, and the rules it used."""
    name = label.partition(".")[0]
    if name == "fix":
        return fix(text), set()
    rules = set()
    while edits := proposed(name, text):
        text = apply(text, edits)
        rules |= {edit.rule for edit in edits}
    return text, rules


@pytest.mark.parametrize(("label", "text", "expected"), [*cases("wild"), *cases("synthetic")])
def test_damage_is_repaired(label: str, text: str, expected: str) -> None:
    outcome, rules = repaired(label, text)
    assert outcome == expected
    assert "." not in label or label in rules


@pytest.mark.parametrize(("label", "text", "expected"), cases("negative"))
def test_what_is_right_stays(label: str, text: str, expected: str) -> None:
    assert text == expected
    assert repaired(label, text)[0] == text


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("label", "text", "expected"), cases("known_failures"))
def test_not_repaired_yet(label: str, text: str, expected: str) -> None:
    assert repaired(label, text)[0] == expected


@pytest.mark.parametrize("name", [name for name in PASS_NAMES if name not in ("words", "lost")])
@example(text="Aa:Ab:Ac")  # three unknown words, which `pieces` asks for lost ligatures
@given(text=st.text() | st.text(alphabet="aåÃ¶|{}-\n ’'\".:fiﬁ¨\xad\u0308–„”Il1O", max_size=30))
def test_edits_fit_the_text(name: str, text: str) -> None:
    edits = proposed(name, text)
    apply(text, edits)
    assert all(edit.rule.startswith(f"{name}.") for edit in edits)


@pytest.mark.parametrize("dashes", ["-", "- -", "- – -"])
def test_a_line_of_dashes_on_a_dirty_page_is_taken_out(dashes: str) -> None:
    lines = "| rad ett :", "> rad två |", "en rad som är lång och går vidare över", dashes, "slut :"
    made, _ = repaired("margins", "\n".join(lines))
    assert made.splitlines()[3] == ""


@given(st.text(alphabet="abtlåEU1&-\xad\n\r \f", max_size=30))
def test_broken_words_are_disjoint_and_whole(text: str) -> None:
    position = 0
    for start, hyphen, resume, end, word in line_breaks(text):
        assert position <= start < hyphen < resume < end
        left, right = text[start:hyphen], text[resume:end]
        assert word in (left + right, left + right[1:])
        assert "\n" in text[hyphen:resume]
        position = end


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 300_000, "-" * 300_000, "Ã" * 300_000, "å¨" * 100_000, "|a" * 100_000),
        *(" :" * 100_000, "Ã…" * 150_000, "Ã…r-" * 50_000, "l1l " * 50_000, "1O." * 50_000),
    ],
)
def test_a_long_line_takes_no_longer_than_many(text: str) -> None:
    for name in PASS_NAMES:
        if name != "words":
            repaired(name, text)
