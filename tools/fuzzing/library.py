"""The library: any text, with any options, gives edits that lead to the repair and back."""

from __future__ import annotations

from random import Random
from typing import Any

from fuzzing import texts
from svfix import Fixer, Result, fix, revert
from svfix.edits import apply
from svfix.offsets import Offsets
from svfix.options import MIN_CONFIDENCE
from svfix.table import PASS_NAMES

Case = dict[str, Any]
"""What was drawn: a text, the options, whatever the check needs; all of it JSON."""

DEFAULT = Fixer()
LEAST = 0.0, 0.05, 0.3, MIN_CONFIDENCE, 0.9, 1.0
TWICE = 16  # one text in so many is repaired once more: the answer has to be the same
PLACES = 4  # stretches of a repair that are looked up in the original


def plain(random: Random) -> Case:
    """A text for `svfix.fix` as it is."""
    return {"text": texts.text(random), "again": not random.randrange(TWICE)}


def chosen(random: Random) -> Case:
    """A text with options, `words` of its own among them."""
    text = texts.text(random)
    return {"text": text, "again": False, "options": options(text, random)}


def options(text: str, random: Random) -> dict[str, Any]:
    """Options that a user may choose, for some text."""
    said: dict[str, Any] = {}
    if random.random() < 0.7:
        said["words"] = own_words(text, random)
    if random.random() < 0.6:
        said["min_confidence"] = random.choice((*LEAST, random.random()))
    if random.random() < 0.3:
        said["join_hyphens"] = True
    if random.random() < 0.4:
        chosen = {*random.sample(PASS_NAMES, random.randint(1, len(PASS_NAMES)))}
        if not chosen & {"margins", "words", "debris"}:
            chosen.discard("stops")  # which acts on what these find
        said["passes"] = sorted(chosen)
    return said


def own_words(text: str, random: Random) -> list[str]:
    """A user's words: some of a text's, pieces of them, and such as run together."""
    there = text.split() or ["ett"]
    words = []
    for _ in range(random.randint(0, 6)):
        at = random.randrange(len(there))
        kind = random.randrange(4)
        word = there[at]
        if kind == 0:
            word = "".join(there[at : at + random.randint(2, 3)])
        elif kind == 1:
            start = random.randint(0, len(word))
            word = word[start : start + random.randint(0, 6)]
        elif kind == 2:
            word = random.choice((str.upper, str.title, str.lower))(word)
        words.append(word)
    return words


def check(case: Case) -> None:
    """Raise AssertionError unless the repair of a text keeps all promises."""
    options = case.get("options", {})
    fixer = Fixer(**options) if options else DEFAULT
    text = case["text"]
    result = fixer.explain(text)
    holds(result, text, options.get("min_confidence", MIN_CONFIDENCE))
    if result.edits:
        again = fixer.explain(result.text)
        assert again.text == result.text, f"a second repair gives {again.text!r}"
        assert not again.edits, "a second repair has edits"
    if case["again"]:
        assert fix(text, **options) == result.text, "fix is not explain"
        assert fixer.explain(text) == result, "the same text is repaired otherwise"


def holds(result: Result, text: str, least: float = 0.0) -> None:
    """Raise AssertionError unless a result is one of a text, with its edits in order."""
    edits = result.edits
    assert result.original == text, "the original is another text"
    assert apply(text, edits) == result.text, "the edits do not make the repair"
    assert revert(result.text, edits) == text, "the edits do not lead back"
    for edit in edits:
        assert least <= edit.confidence <= 1, f"not between {least} and 1: {edit}"
        assert edit.before != edit.after, f"nothing is changed: {edit}"
        assert all(part.partition(".")[0] in PASS_NAMES for part in edit.rule.split("+")), edit
    for doubt in result.doubts:
        assert text[doubt.start : doubt.end] == doubt.text, f"not there: {doubt}"
    quality = result.quality
    if quality:
        assert 0 <= quality.after <= 1, quality
        assert 0 <= quality.before <= 1, quality
    leads_back(result)


def leads_back(result: Result) -> None:
    """Raise AssertionError unless what no edit touched is found in the original."""
    offsets = Offsets(result.edits)
    size = len(result.text)
    for part in range(PLACES):
        start, end = part * size // PLACES, (part + 1) * size // PLACES
        first, last = offsets.original(start, end)
        assert 0 <= first <= last <= len(result.original), "an offset is none of the original"
        if all(edit.end < first or edit.start > last for edit in result.edits):
            there = result.original[first:last]
            assert there == result.text[start:end], f"{there!r} is not what was repaired"
