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
    assert score.rate(score.after) <= 0.025


@pytest.mark.bench
def test_the_clean_documents():
    assert measured("seeds/clean").edits == 0


@pytest.mark.bench
def test_real_ocr():
    assert measured("dev/eng").reduction >= 0.85


@pytest.mark.bench
def test_clean_text():
    score = measured("clean")
    assert score.rate(score.after) <= 0.0005
