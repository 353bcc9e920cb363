"""Calibration: confidences that mean something, and the quality that is expected from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sets
import svfix
from measure import Repaired, measure
from reliability import binned, calibration_error, spearman
from svfix import Fixer
from svfix.quality import Quality, merged, stray
from svfix.ranking.calibration import NAMES, Features, confidence, doubt, weights
from svfix.text.places import Places

DAMAGED = "Metoden for uppféljningen har varit intervjuer med chefer fran olika forvaltningar."
POSTERIORS = st.lists(st.floats(0, 1, width=32), min_size=2, max_size=20)


def features(posterior, words=1, **flags):
    size = len(posterior)
    no = np.zeros(size, bool)
    return Features(
        posterior=np.array(posterior, np.float32),
        cost=np.full(size, 2.0),
        length=np.full(size, 6),
        compound=flags.get("compound", no),
        unlisted=flags.get("unlisted", no),
        compound_as_is=no,
        words=np.full(size, words),
        part=np.ones(size, int),
        doubt=0.02,
    )


@pytest.mark.parametrize("kind", ["changed", "kept"])
@given(posteriors=POSTERIORS)
def test_a_surer_posterior_is_a_surer_reading(kind, posteriors):
    found = np.asarray(confidence(features(sorted(posteriors)), kind))
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found) >= 0).all()


def test_the_table_has_every_weight():
    table = weights("calibration.tsv", NAMES)
    assert set(table) == {"changed", "kept"}
    assert all(len(column) == len(NAMES) for column in table.values())


def test_unlisted_readings_are_less_sure():
    yes = np.ones(1, bool)
    for kind in ("changed", "kept"):
        [plain] = confidence(features([0.99]), kind)
        assert confidence(features([0.99], unlisted=yes), kind)[0] < plain
        assert confidence(features([0.99], compound=yes), kind)[0] < plain


def test_a_short_text_says_little_of_itself():
    assert doubt(np.array([0.5])) < 0.05 < doubt(np.full(1000, 0.5))
    assert 0 < doubt(np.array([])) < 0.05


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_the_calibration_error_is_a_share(claims):
    assert sum(map(len, binned(claims).values())) == len(claims)
    assert 0 <= calibration_error(claims) <= 1


def test_ties_share_their_rank():
    assert spearman([1, 1, 2], [1, 1, 2]) == 1.0
    assert spearman([1, 1, 1], [1, 2, 3]) == 0.0


def test_words_run_together_get_an_edit_each():
    text = "Utfallardagsdata och foreningenssenaste rapporter."
    edits = svfix.explain(text).edits
    assert all(edit.after.count(" ") <= 1 for edit in edits)


@pytest.mark.parametrize("text", ["", " \n", "|", "—", "1964", "\ud800", "\0"])
def test_a_text_without_words_has_no_errors(text):
    quality = svfix.explain(text).quality
    assert quality is not None
    assert (quality.words, quality.before, quality.after) == (0, 0.0, 0.0)


def test_repair_is_expected_to_help():
    quality = svfix.explain(DAMAGED).quality
    assert quality.words == 11
    assert quality.before > 0.25
    assert quality.after < 0.1


def test_what_is_not_repaired_stays_wrong():
    quality = Fixer(min_confidence=1.0).explain(DAMAGED).quality
    assert quality.before == quality.after > 0.25


def test_broken_characters_are_wrong_words():
    quality = svfix.explain("Metoden fÃ¶r uppfÃ¶ljningen har varit intervjuer med chefer.").quality
    assert quality.before > 0.2 > quality.after


def test_without_the_words_pass_there_is_no_quality():
    assert svfix.explain(DAMAGED, passes=["characters"]).quality is None


def test_parts_without_words_do_not_count():
    assert merged([]) == Quality(0, 0.0, 0.0)
    assert merged([Quality(0, 0.0, 0.0), Quality(10, 0.2, 0.1)]) == Quality(10, 0.2, 0.1)


def test_stray_marks_are_counted_and_tables_are_not():
    assert stray(Places("en | rad :\n~ till")) == 3
    assert stray(Places('| a | b |\nså … – och … "nej" 3 : 4')) == 1


@pytest.mark.bench
def test_confidences_are_right_and_errors_foretold():
    fixer = Fixer()

    def repair(text):
        result = fixer.explain(text)
        return Repaired(result.text, result.edits, result.quality)

    try:
        pages = sets.load("dev/eng")
    except sets.Missing as missing:
        pytest.skip(str(missing))
    found = measure(repair, pages)
    claims = [(edit.confidence, edit.right) for edit in found.judged]
    assert calibration_error(claims) <= 0.03
    sure = [right for confidence, right in claims if confidence >= 0.99]
    assert sum(sure) >= 0.99 * len(sure) > 0
    assert (
        spearman([page[0] for page in found.foretold], [page[1] for page in found.foretold]) > 0.8
    )
