"""The bars of quality, measured; those on ../shared are skipped where that folder is missing."""

import pytest

import sets
from measure import Repaired, measure
from svfix import Fixer

FIXER = Fixer()


def measured(name):
    try:
        pages = sets.load(name)
    except sets.Missing as missing:
        pytest.skip(str(missing))

    def repair(text):
        result = FIXER.explain(text)
        return Repaired(result.text, result.edits)

    return measure(repair, pages).score


def test_the_example_page():
    score = measured("example")
    assert score.rate(score.before) > 0.4
    assert score.rate(score.after) <= 0.08
    assert score.outcomes["broken"] == 0


@pytest.mark.bench
def test_the_damaged_report():
    score = measured("seeds/damaged")
    assert score.rate(score.after) <= 0.015


@pytest.mark.bench
def test_the_clean_documents():
    assert measured("seeds/clean").edits == 0


@pytest.mark.bench
@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("dev/eng", 0.93),
        ("dev/swe", 0.5),
        ("dev/ocrad", 0.5),
        ("dev-1840-1920/eng", 0.8),
        ("scans/eng", 0.85),
    ],
)
def test_real_ocr(name, gone):
    assert measured(name).reduction >= gone


@pytest.mark.bench
def test_edits_are_right():
    assert measured("dev/eng").precision >= 0.985


@pytest.mark.bench
def test_clean_text():
    score = measured("clean")
    assert score.rate(score.after) <= 0.0001
