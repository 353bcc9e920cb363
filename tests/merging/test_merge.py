"""Readings of one page, merged."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svfix
from svfix.edits import apply, revert
from svfix.merging import OtherPage

PAGE = (
    "Nämnden beslutar att anta förslaget till uppföljning av äldreomsorgen.\n"
    "Kommunens revisorer har granskat hur förvaltningen arbetar med frågan, och\n"
    "de föreslår att en plan ska vara klar i juni. Ärendet har beretts av kontoret."
)
ENGLISH = PAGE.translate(str.maketrans("åäöÄ", "aaoA"))


@pytest.mark.parametrize(
    ("base", "other"),
    [
        ("beslutar", "besIutar"),
        ("har granskat", "bar granskat"),
        ("i juni", "ijuni"),
        ("uppföljning", "uppfoljnlng"),
        ("klar", "kiar"),
        ("hur förvaltningen", "hur Förvaltningen"),  # capitals where none are to be expected
        ("och\nde föreslår", "och\n.de föreslår"),  # no mark of a sentence stands before a word
    ],
)
def test_what_one_reading_had_right_is_right(base, other):
    damaged = PAGE.replace(base, other)
    assert svfix.merge([damaged, ENGLISH]).text == PAGE
    assert svfix.merge([PAGE, ENGLISH.replace(base, other)]).text == PAGE


def test_an_address_is_taken_whole():
    page = PAGE + " Mer finns på https://www.example.se/plan."
    damaged = page.replace("https:", "hittps:")
    assert svfix.merge([damaged, page.translate(str.maketrans("åäöÄ", "aaoA"))]).text == page


def test_a_reading_that_lacks_a_line_leaves_the_others_to_tell():
    first, _, *rest = PAGE.splitlines()
    damaged = PAGE.replace("har granskat hur", "bar granskat Hur")
    assert svfix.merge([damaged, ENGLISH, "\n".join([first, *rest])]).text == PAGE


def test_edits_are_of_the_first_reading():
    damaged = PAGE.replace("har granskat", "bar granskat").replace("juni", "jnni")
    found = svfix.merge([damaged, ENGLISH])
    assert found.original == damaged
    assert apply(damaged, found.edits) == found.text == PAGE
    assert revert(found.text, found.edits) == damaged
    assert all(0.5 <= edit.confidence <= 1 for edit in found.edits)


@pytest.mark.parametrize("least", [0.5, 0.9, 0.99, 0.9999, 1.0])
def test_no_edit_is_less_sure_than_asked(least):
    """Nor is one of what words are compared without, such as the soft hyphen in this one."""
    base = "Nämnden beslutar att {} ska vara klar i juni enligt kommunens revisorer"
    readings = [base.format("upp\u00adféljningen"), base.format("uppfaljninger")]
    found = svfix.merge(readings, min_confidence=least)
    assert apply(readings[0], found.edits) == found.text
    assert all(edit.confidence >= least for edit in found.edits)


def test_lines_and_spaces_are_those_of_the_first_reading():
    laid_out = PAGE.replace("\n", "\r\n  ").replace("granskat hur", "granskat  hur")
    found = svfix.merge([laid_out.replace("revisorer", "revisorcr"), ENGLISH])
    assert found.text == laid_out


def test_a_word_broken_over_lines_stays_broken():
    broken = PAGE.replace("revisorer", "revi-\nsorcr")
    assert svfix.merge([broken, ENGLISH]).text == PAGE.replace("revisorer", "revi-\nsorer")


@pytest.mark.parametrize("other", [PAGE, ENGLISH, ENGLISH.replace("a", "o", 3)])
def test_a_page_that_was_read_right_is_left_alone(other):
    assert svfix.merge([PAGE, other]).edits == ()


def test_one_reading_is_repaired_by_itself():
    assert svfix.merge([ENGLISH]) == svfix.explain(ENGLISH)
    assert svfix.merge([ENGLISH, ENGLISH]) == svfix.explain(ENGLISH)


def test_the_order_of_the_others_does_not_matter():
    damaged = PAGE.replace("beslutar", "besIutar").replace("klar", "kiar")
    others = [ENGLISH, damaged, PAGE.replace("plan", "pian")]
    texts = {
        svfix.merge([damaged, *random.Random(seed).sample(others, 3)]).text for seed in range(4)
    }
    assert len(texts) == 1


def test_words_that_a_reading_lacks_are_put_in():
    lacking = PAGE.replace("Kommunens revisorer har granskat hur förvaltningen ", "")
    found = svfix.merge([lacking, PAGE])
    assert "Kommunens revisorer har granskat hur förvaltningen arbetar" in found.text
    assert "merge.missing" in {edit.rule for edit in found.edits}


def test_words_that_a_reading_lacks_can_be_left_out_and_told_of():
    base = "Ledamoten Sven Bergstrorn yttrade sig.\nHan kom hem."
    other = "Ledamoten Sven Bergström yttrade sig i frågan.\nHan kom hem sent på kvällen."
    result = svfix.merge([base, other], leave_missing=True)
    assert result.text == "Ledamoten Sven Bergström yttrade sig.\nHan kom hem."
    assert [(doubt.start, doubt.text) for doubt in result.doubts] == [(37, ""), (50, "")]
    assert "'i frågan'" in result.doubts[0].reason
    put_in = [edit for edit in svfix.merge([base, other]).edits if edit.rule == "merge.missing"]
    assert [edit.after.strip() for edit in put_in] == ["i frågan", "sent på kvällen"]


def test_another_page_is_refused():
    other = " ".join(reversed(PAGE.split()))
    with pytest.raises(OtherPage, match="reading 2 is not of the same page"):
        svfix.merge([PAGE, other])


@pytest.mark.parametrize("readings", [[], "en text"])
def test_there_must_be_a_list_of_readings(readings):
    with pytest.raises(ValueError, match="give a list of texts"):
        svfix.merge(readings)


def test_a_reading_must_be_a_text():
    with pytest.raises(TypeError, match="svfix repairs str, not bytes"):
        svfix.merge(["en text", b"en text"])


TEXTS = st.lists(
    st.sampled_from([*PAGE.split(" "), "| ", "-\n", "\f", "”", "é\u0301", "\ud800", "<b>", "1O"]),
    max_size=30,
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.lists(TEXTS | st.text(max_size=30), max_size=2))
def test_nothing_but_another_page_makes_it_fail(base, others):
    try:
        found = svfix.merge([base, *others])
    except OtherPage:
        return
    assert apply(base, found.edits) == found.text
    assert found.original == base


def test_a_short_text_is_not_merged_with_another():
    with pytest.raises(OtherPage, match="reading 3"):
        svfix.merge(["Nämnden beslutar.", "Namnden besIutar.", "Helt annan text här."])


def test_words_that_another_reading_lacks_stay():
    assert svfix.merge([PAGE, PAGE.replace("har granskat hur", "hur")]).text == PAGE
    assert svfix.merge([PAGE, PAGE.replace("juni", "")]).text == PAGE


@pytest.mark.parametrize(
    ("page", "other"),
    [
        ("i 20-30 dagar", "i 2o-30 dagar"),  # letters that look like figures
        ('en "Plan" ska', 'en "plan" ska'),  # behind a quote a capital may stand
        ("har granskat", "har - granskat"),  # marks by themselves
        ("har granskat", "har = granskat"),
    ],
)
def test_a_page_that_is_right_stays(page, other):
    told = PAGE.replace("i juni", "i 20-30 dagar").replace("en plan", 'en "Plan"')
    damaged = told.translate(str.maketrans("åäöÄ", "aaoA")).replace(page, other)
    assert other in damaged
    assert svfix.merge([told, damaged]).text == told


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("\nKommunens", "\nkommunens"),
        ("plan ska", "plan.ska"),
        ("plan ska", "plan .ska"),
    ],
)
def test_what_no_text_has_is_put_right(right, wrong):
    assert svfix.merge([PAGE.replace(right, wrong), ENGLISH]).text == PAGE
