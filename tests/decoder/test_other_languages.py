"""Pages that are not Swedish stay as they are, byte for byte, however their letters are written."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import svfix

TESTS = Path(__file__).parents[1]
PAGES = sorted((TESTS / "data" / "languages").glob("*.txt"))
ROWS = (TESTS / "cases" / "languages.tsv").read_text("utf-8").splitlines()
SENTENCES = [found[1] for row in ROWS if (found := re.search(r"\t‹([^‹›]+)›\t", row))]
SWEDISH = "Namnden har sjalva framhdllit att manga inte hinner lana bécker : och , om-hur.\n\n"
WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "in pieces": lambda text: unicodedata.normalize("NFD", text),
    "long s": lambda text: re.sub(r"s(?=\w)", "ſ", text),
    "ligatures": lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    "soft hyphens": lambda text: re.sub(r"(?<=\w{3})(?=\w{4})", "\xad", text),
    "spaces before marks": lambda text: re.sub(r"(?<=\w)[;:,?!](?=\s)", r" ;", text),
    "guillemets": lambda text: re.sub(r"\b(\w{5,})\b", r"« \1 »", text, count=9),
    "a list": lambda text: re.sub(r"^", "; ", text, flags=re.MULTILINE),
    "dashes": lambda text: re.sub(r"(?<=\w) (?=\w{4})", " —", text, count=9),
    "braces": lambda text: re.sub(r"(?<=[a-z])[aeo](?=[a-z])", "{", text, count=1),
}


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_stays(path: Path, way: str) -> None:
    text = WRITTEN[way](path.read_bytes().decode("utf-8"))
    assert svfix.explain(text).edits == ()


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_stays_behind_damaged_swedish(path: Path, way: str) -> None:
    text = SWEDISH + WRITTEN[way](path.read_bytes().decode("utf-8"))
    result = svfix.explain(text)
    assert {edit.end <= len(SWEDISH) for edit in result.edits} == {True}


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_stays(sentence: str, way: str) -> None:
    assert svfix.explain(WRITTEN[way](sentence)).edits == ()


def test_what_was_decoded_wrongly_is_decoded_in_any_language() -> None:
    german = "Wir wissen nicht, was für ein schöner Tag das für die Häuser und ihre Leute war."
    mojibake = german.encode().decode("cp1252")
    assert svfix.fix(mojibake) == german
    assert {edit.rule for edit in svfix.explain(mojibake).edits} == {"encoding.mojibake"}


def test_there_are_pages() -> None:
    assert {"danish", "english", "finnish", "german", "norwegian"} <= {p.stem for p in PAGES}
