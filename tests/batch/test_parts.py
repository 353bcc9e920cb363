"""Parts: a book is repaired a part at a time, to the same text, in the memory of a part."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import svfix
from svfix import Edit, Fixer
from svfix.batch import parts
from svfix.cli import main
from svfix.edits import apply, revert
from svfix.io.files import digest

EXAMPLE = Path(__file__).parent.parent.parent / "examples/protokoll.txt"
PAGE = EXAMPLE.read_text(encoding="utf-8") * 2


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of some pages, rather than of hundreds."""
    monkeypatch.setattr(parts, "LINES", 2 * PAGE.count("\n"))
    monkeypatch.setattr(parts, "LONGEST", 3 * len(PAGE))
    monkeypatch.setattr(parts, "NEAR", len(PAGE))


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("mark", ["\f", "\n\n", "\n"])
def test_parts_end_where_pages_or_paragraphs_do(mark: str) -> None:
    text = mark.join([PAGE.strip("\n")] * 9)
    found = [*parts.parts(text)]
    assert len(found) > 2
    assert "".join(text[start:end] for start, end in found) == text
    assert all(text[:end].endswith(mark) for _, end in found[:-1])


@pytest.mark.usefixtures("short")
def test_parts_of_one_line_have_so_many_characters() -> None:
    text = PAGE.replace("\n", " ") * 9
    assert all(end - start <= parts.LONGEST for start, end in parts.parts(text))
    assert all(text[end - 1] == " " for _, end in [*parts.parts(text)][:-1])
    assert max(end - start for start, end in parts.parts("a" * len(text))) <= parts.LONGEST


@pytest.mark.usefixtures("short")
def test_a_book_is_repaired_as_its_pages_are() -> None:
    text = "\f".join([PAGE] * 9) + "den 31 februari"
    result, whole = parts.explain(text, Fixer()), svfix.explain(text)
    assert result.text == whole.text != text
    assert (*result.edits,) == whole.edits
    assert result.doubts == whole.doubts
    assert result.doubts[-1].text == "31"
    assert result.quality
    assert whole.quality
    assert result.quality.words == whole.quality.words
    assert result.quality.after == pytest.approx(whole.quality.after)


@pytest.mark.usefixtures("short")
def test_a_repaired_book_comes_apart_in_the_same_places() -> None:
    text = "\f".join([PAGE] * 9)
    once = parts.explain(text, Fixer()).text
    assert not parts.explain(once, Fixer()).edits
    assert [*itertools.accumulate(map(pages, pieces(once)))] == [
        *itertools.accumulate(map(pages, pieces(text)))
    ]


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in parts.parts(text)]


def pages(text: str) -> int:
    return text.count("\f")


@pytest.mark.usefixtures("short")
def test_a_book_goes_through_the_command_and_back(tmp_path: Path) -> None:
    book, out, trail = tmp_path / "book.txt", tmp_path / "out.txt", tmp_path / "edits.jsonl"
    book.write_text("\f".join([PAGE] * 9), encoding="utf-8")
    assert main(["fix", str(book), "-o", str(out), "--edits", str(trail)]) == 0
    assert out.read_text(encoding="utf-8") == svfix.fix(book.read_text(encoding="utf-8"))
    assert main(["revert", str(out), str(trail), "-o", str(tmp_path / "back.txt")]) == 0
    assert digest((tmp_path / "back.txt").read_bytes()) == digest(book.read_bytes())


EDITS = st.lists(st.tuples(st.text(min_size=1, max_size=4), st.text(max_size=4)), max_size=6)


@given(EDITS)
def test_packed_edits_are_the_same(changes: list[tuple[str, str]]) -> None:
    text, edits = "", []
    for number, (before, after) in enumerate(changes):
        rule = f"words.{number % 3}"
        edits.append(Edit(len(text), len(text) + len(before), before, after, rule, number / 7))
        text += f"{before} "
    packed = parts.Packed(text)
    packed.add(edits[:2], 0)
    packed.add(edits[2:], 0)
    assert [*packed] == edits
    assert packed[1:] == edits[1:]
    assert revert(apply(text, packed), packed) == text
