"""Several texts: compared, merged as readings of one page, and repaired as a stream."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from fuzzing import library, texts
from svfix import Fixer, Result, diff, explain
from svfix.alignment.folding import FOLDINGS
from svfix.diffs import document, html, terminal
from svfix.edits import apply, revert
from svfix.merging import OtherPage

Case = dict[str, Any]

FOLD = "default", "none", *(row.name for row in FOLDINGS)

ROWS = 12  # texts of a stream, at most


def _like(text: str, random: Random) -> str:
    """A text that may be another reading of one, or has nothing to do with it."""
    kind = random.random()
    if kind < 0.2:
        return texts.text(random)
    words = text.split(" ")
    for _ in range(random.randint(0, 4)):
        at = random.randrange(len(words))
        words[at] = random.choice(("", words[at] * 2, texts.word(random), words[at].lower()))
    return " ".join(words)


def pages(random: Random) -> Case:
    """A truth, a text to judge, and often what was read."""
    truth = "\n".join(texts.text(random) for _ in range(random.choice((1, 1, 1, 4))))
    observed = _like(truth, random)
    return {
        "reference": truth,
        "hypothesis": _like(truth, random),
        "observed": observed if random.random() < 0.7 else None,
        "fold": random.sample(FOLD, random.randint(1, 2)),
        "repaired": random.random() < 0.2,
    }


def compared(case: Case) -> None:
    """Raise AssertionError unless a comparison adds up, and can be shown in every way."""
    hypothesis: str | Result = case["hypothesis"]
    observed = case["observed"]
    if case["repaired"] and observed is not None:
        hypothesis, observed = explain(observed), None
    try:
        found = diff(hypothesis, case["reference"], observed, fold=case["fold"])
    except ValueError as error:
        assert "fold" in str(error), error  # two foldings that exclude each other
        return
    tally = found.score.hypothesis
    assert sum(tally.classes.values()) >= 0
    assert 0 <= tally.right_words <= max(tally.words, found.score.words), tally
    assert tally.word_errors >= 0, tally
    same = diff(case["reference"], case["reference"], fold=case["fold"])
    assert same.score.hypothesis.word_errors == 0, "a text is not equal to itself"
    shown = document.as_dict(found)
    assert json.loads(json.dumps(shown, ensure_ascii=False)) == shown, "JSON keeps not all"
    page = html.render(shown)
    assert "<script" in page.lower()
    for line in (*terminal.inline(found), *terminal.side_by_side(found, True, 80)):
        assert all(isinstance(part, str) for part, _ in line)


def readings(random: Random) -> Case:
    """Readings of a page, or of several."""
    first = texts.text(random)
    others = [_like(first, random) for _ in range(random.randint(1, 3))]
    return {"text": first, "others": others, "options": library.options(first, random)}


def merged(case: Case) -> None:
    """Raise AssertionError unless merged readings are edits of the first."""
    fixer = Fixer(**case["options"])
    try:
        result = fixer.merge([case["text"], *case["others"]])
    except OtherPage:
        return
    assert apply(case["text"], result.edits) == result.text
    assert revert(result.text, result.edits) == case["text"]
    least = fixer.options.min_confidence
    assert all(least <= edit.confidence <= 1 for edit in result.edits), "an edit is not sure enough"
    assert not result.readings or len(result.readings) == len(result.edits)
    turned = fixer.merge([case["text"], *reversed(case["others"])])
    assert turned.text == result.text, "the order of the other readings matters"


def rows(random: Random) -> Case:
    """Rows of a table, with what is missing or no text among them."""
    found: list[Any] = [texts.text(random) for _ in range(random.randint(0, ROWS))]
    for at in range(len(found)):
        if random.random() < 0.1:
            found[at] = random.choice((None, 17, [], 1.5))
    return {"rows": found, "shared": random.random() < 0.4}


def piped(case: Case) -> None:
    """Raise AssertionError unless a stream gives what each text gives by itself."""
    fixer = Fixer()
    shared = case["shared"]
    results = list(fixer.pipe(case["rows"], shared_profile=shared))
    assert len(results) == len(case["rows"]), "a row is lost"
    under = fixer.with_profile(fixer.profile_of(case["rows"])) if shared else fixer
    for row, result in zip(case["rows"], results, strict=True):
        if row is None:
            assert result is None
        elif isinstance(row, str):
            assert result == under.explain(row), f"{row!r} is repaired otherwise in a stream"
        else:
            assert result is not None
            assert result.error, f"{row!r} is no text, and it is not said"
