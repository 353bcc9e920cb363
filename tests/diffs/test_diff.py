"""`svfix.diff`: scores against jiwer, what adds up, and the cases."""

import json
import subprocess
import sys
import time
import unicodedata
from functools import reduce
from operator import add
from pathlib import Path

import jiwer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sets
import svfix
from svfix import diff
from svfix.alignment.folding import DEFAULT, PLAIN, chosen
from svfix.diffs import characters
from svfix.diffs.classify import CLASSES

CASES = Path(__file__).parents[1] / "cases" / "diff.tsv"
WORDS = ["ar", "är", "år", "för", "for", "in", "lyssnande", "~", "2016", "Över", "Metodenför", "-"]
PAGE = st.lists(st.sampled_from([*WORDS, "\n", "upp-\n"])).map(" ".join)


def cases():
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines()]
    return [pytest.param(*row[1:5], id=row[0]) for row in rows if not row[0].startswith("#")]


@pytest.mark.parametrize(("hypothesis", "reference", "observed", "expected"), cases())
def test_cases(hypothesis, reference, observed, expected):
    texts = [text.replace("\\n", "\n") for text in (hypothesis, reference, observed)]
    found = diff(*texts[:2], texts[2] if observed != "–" else None)
    told = [f"{d.outcome} {d.kind} [{d.hypothesis}|{d.reference}]" for d in found.differences]
    assert " ".join(told) == expected


def fold(text):
    """The plain folding, once more."""
    text = unicodedata.normalize("NFC", text)
    for marks, target in (("“”„»«", '"'), ("‘’´`", "'"), ("–—−‐‑", "-"), ("…", "...")):
        for character in marks:
            text = text.replace(character, target)
    for character in "\u00ad\u200b\u2060\ufeff":
        text = text.replace(character, "")
    return " ".join(text.split())


@pytest.mark.bench
@pytest.mark.parametrize(
    "name", ["seeds/damaged", "dev/eng", "dev/swe", "dev/rapid", "dev/ocrad", "dev-1840-1920/eng"]
)
def test_rates_are_those_of_jiwer_on_real_pages(name):
    try:
        pages = sets.load(name)
    except sets.Missing as missing:
        pytest.skip(str(missing))
    for page in pages:
        found = diff(page.observed, page.reference, fold=PLAIN)
        truth, read = fold(page.reference), fold(page.observed)
        assert (found.wer, found.cer) == (jiwer.wer(truth, read), jiwer.cer(truth, read))
        laid_out = diff(page.observed, page.reference)
        truth, read = laid_out.pages[0].folded
        assert (laid_out.wer, laid_out.cer) == (jiwer.wer(truth, read), jiwer.cer(truth, read))


@settings(deadline=None)
@given(PAGE, PAGE)
def test_rates_are_those_of_jiwer(reference, hypothesis):
    found = diff(hypothesis, reference)
    truth, read = found.pages[0].folded
    if truth:
        assert (found.wer, found.cer) == (jiwer.wer(truth, read), jiwer.cer(truth, read))
    else:
        assert (found.wer, found.cer) == (None, None)


@settings(deadline=None)
@given(PAGE, PAGE, st.none() | PAGE)
def test_counts_add_up(reference, hypothesis, observed):
    found = diff(hypothesis, reference, observed)
    score, [page] = found.score, found.pages
    tallies = [tally for tally in (score.hypothesis, score.observed) if tally]
    for side, tally in enumerate(tallies):
        assert tally.classes.total() == tally.word_errors
        assert set(tally.classes) <= set(CLASSES)
        if len(page.counts):
            sums = page.counts.sum(axis=0).tolist()
            expected = [tally.reference_words, tally.reference_characters]
            assert sums[:2] == expected
            assert sums[2 + 2 * side] == tally.word_errors
            assert sums[3 + 2 * side] == tally.character_errors
    words = reduce(add, (d.words for d in found.differences), type(score.hypothesis.classes)())
    if score.outcomes is None:
        assert words["wrong"] == score.hypothesis.word_errors
    else:
        assert words == +score.outcomes
        after = sum(score.outcomes[n] for n in ("broken", "missed", "miscorrected"))
        assert after == score.hypothesis.word_errors


@settings(deadline=None)
@given(
    st.text(), st.text(), st.none() | st.text(), st.sampled_from([["default"], ["none"], ["case"]])
)
def test_no_text_raises_and_places_are_right(hypothesis, reference, observed, names):
    found = diff(hypothesis, reference, observed, fold=names)
    for one in found.differences:
        assert_there(reference, one.reference_span, one.reference)
        assert_there(hypothesis, one.hypothesis_span, one.hypothesis)
        if observed is not None:
            assert_there(observed, one.observed_span, one.observed)
    document = json.loads(found.as_json())
    assert len(found.rows()) == sum("id" in cell for cell in cells(document))
    assert str(found)


def assert_there(text, span, words):
    """The words stand there, line breaks that count shown as ⏎."""
    assert text[slice(*span)].replace("⏎", "").split() == words.replace("⏎", "").split()


def cells(document):
    return [c for page in document["pages"] for line in page["lines"] for c in line["cells"]]


@settings(deadline=None)
@given(PAGE, PAGE, PAGE)
def test_the_document_has_every_word_of_the_reference(reference, hypothesis, observed):
    found = diff(hypothesis, reference, observed, fold=PLAIN)
    document = found.as_dict()
    shown = [cell.get("same", cell.get("reference")) for cell in cells(document)]
    assert " ".join(filter(None, shown)).split() == reference.split()
    ids = [cell["id"] for cell in cells(document) if "id" in cell]
    assert ids == list(range(len(ids)))


def test_the_same_text_has_no_differences():
    found = diff("Två år\n\noch nu", "Två år och nu")
    assert (found.wer, found.cer, list(found.differences)) == (0, 0, [])


def test_rates_are_of_sums_and_none_of_nothing():
    total = diff("a b c x", "a b c d") + diff("x", "e") + diff("", "")
    assert total.wer == 2 / 5
    assert total.score.pages == 3
    empty = diff("något", "")
    assert (empty.wer, empty.cer, empty.score.hypothesis.word_errors) == (None, None, 1)
    assert empty.fixed is None


def test_only_comparisons_of_one_folding_add_up():
    with pytest.raises(ValueError, match="foldings"):
        diff("a", "a") + diff("a", "a", fold=["none"])


def test_damage_is_of_the_words_that_had_been_right():
    score = diff("två är nö", "två år nu", observed="tva år nu").score
    assert score.outcomes == {"fixed": 1, "missed": 0, "miscorrected": 0, "broken": 2}
    assert score.damage_rate == 1.0
    assert score.fixed_rate == 1.0
    assert diff("a", "b", observed="c").score.damage_rate is None


def test_letters_have_precision_and_recall():
    letter = diff("på pä väg", "på på väg").score.hypothesis.letters["å"]
    assert (letter.reference, letter.read, letter.right, letter.recall) == (2, 1, 1, 0.5)
    assert letter.precision == 1.0
    assert diff("a", "a").score.hypothesis.letters["Ö"].recall is None


def test_a_bag_of_words_has_no_order():
    tally = diff("b a", "a b", fold=PLAIN).score.hypothesis
    assert (tally.word_errors, tally.bag_errors) == (2, 0)


def test_confusions_are_counted():
    confusions = diff("komrner for for", "kommer för för").score.hypothesis.confusions
    assert confusions == {("m", "rn"): 1, ("ö", "o"): 2}


def test_a_result_brings_its_edits():
    result = svfix.explain("Metoden for uppféljningen har varit intervjuer med chefer.")
    found = diff(result, "Metoden för uppföljningen har varit intervjuer med chefer.")
    assert (found.fixed, found.wer) == (2, 0)
    assert [one.rule for one in found.differences] == ["words.confusion"] * 2
    assert all(0.5 <= one.confidence <= 1 for one in found.differences)


def test_an_interval_holds_the_rate_and_is_the_same_each_time():
    reference = "\n".join(f"rad {n} med några ord" for n in range(50))
    found = diff(reference.replace("med", "rned", 20), reference)
    low, high = found.intervals.wer
    assert low < found.wer < high
    assert diff(reference.replace("med", "rned", 20), reference).intervals == found.intervals
    assert found.intervals.unit == "line"
    assert reduce(add, [found] * 10).intervals.unit == "page"
    assert diff("a", "b").intervals.wer is None


def test_a_folding_hides_what_it_names():
    assert diff("TVÅ ar", "två år", fold=["default", "case", "diacritics"]).wer == 0
    assert diff("Nej, då.", "nej då", fold=["default", "case", "punctuation"]).wer == 0
    assert diff("”Nej”", '"Nej"', fold=["none"]).wer == 1
    assert diff("en\nrad", "en rad", fold=["default", "no-lines"]).wer == 0.5
    assert diff("en\n\nrad\n", "en\n\nrad", fold=["none"]).wer == 0
    assert diff("o\u0308l", "öl").cer == 0


def test_a_signature_says_how_the_score_was_made():
    assert diff("a", "a", fold=["nfc", "case"]).signature == (
        f"fold:nfc+case|unit:grapheme|align:exact|svfix:{svfix.__version__}"
    )
    assert "fold:none|" in diff("a", "a", fold=["none"]).signature


def test_foldings_are_chosen_by_name():
    assert chosen(["default"]) == DEFAULT
    assert "order" not in chosen(["default", "no-order"])
    with pytest.raises(ValueError, match="no folding 'kase'"):
        chosen(["kase"])


def test_what_is_no_text_is_refused():
    with pytest.raises(TypeError, match="bytes"):
        diff(b"a", "a")
    with pytest.raises(TypeError, match="one string"):
        diff("a", "a", fold="case")


def test_importing_svfix_imports_no_comparison():
    code = "import sys, svfix; print({'numpy', 'svfix.diffs'} & set(sys.modules)); svfix.diff"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "set()\n"


def test_words_too_long_to_be_compared_whole_are_compared_in_parts(monkeypatch) -> None:
    left = "".join(f"{n * 0x9E3779B1 & 0xFFFFFFFF:x}" for n in range(6_000))
    right = left[:9_000] + "x" + left[9_001:30_000] + left[30_005:]
    exact = list(characters.differences([left], [right]))
    monkeypatch.setattr(characters, "EXACT", 10**8)
    parts = list(characters.differences([left], [right]))
    assert len(left) * len(right) > 4 * 10**8  # so that it is cut
    assert [(one.reference, one.read, one.places) for one in parts] == [
        (one.reference, one.read, one.places) for one in exact
    ]


def test_a_page_run_together_is_compared_in_time() -> None:
    words = [f"{n * 0x9E3779B1 & 0xFFFFFFFF:x}" for n in range(4_000)]
    start = time.process_time()
    found = diff("".join(words), " ".join(words))
    assert found.score.hypothesis.word_errors >= 4_000
    assert time.process_time() - start < 20
