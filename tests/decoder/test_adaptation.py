"""Adaptation: badly damaged texts are heard again, others are not, and figures stay figures."""

from __future__ import annotations

import importlib
from collections import Counter

import numpy as np
import pytest
from tests.support.smeared import BARE, TRUTH, smeared

from svfix import Fixer, Profile, explain, fix, lexicon
from svfix.channel import engines
from svfix.channel.profile import STRENGTH_LONG, counts, kept, renewed, used_at_all
from svfix.decoder import adaptation
from svfix.options import Options


def wrong(text: str) -> int:
    return sum((Counter(TRUTH.split()) - Counter(text.split())).values())


def test_a_smeared_page_is_heard_again() -> None:
    profile = explain(smeared(TRUTH)).profile
    assert profile is not None
    assert profile.re_estimated
    read = {(letter, observed) for letter, observed, _ in profile.read}
    assert {("k", "h"), ("d", "cl")} <= read
    assert {("rn", "rn"), ("ll", "ll")} & read  # longer segments, read as what they are


def test_a_page_that_is_read_well_enough_is_not() -> None:
    profile = explain(TRUTH.translate(BARE)).profile
    assert profile is not None
    assert not profile.clean
    assert not profile.re_estimated


def test_hearing_again_repairs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    text = smeared(TRUTH)
    again = wrong(fix(text, min_confidence=0.5))
    monkeypatch.setattr(adaptation, "wanted", lambda profile: False)
    once = wrong(fix(text, min_confidence=0.5))
    assert again < once < wrong(text)


def test_a_page_with_symbols_among_its_letters_is_heard_again() -> None:
    """Whether `&r` is `är` or `år`, its neighbours tell; each helps to know the others."""
    text = (
        "Konsulterna &r erfarna och det skapar trygghet. Det &r en riktigt bra upphandling. "
        "Han &r v&ldigt duktig. Metoden for uppféljningen har varit intervjuer med chefer."
    )
    result = explain(text)
    assert result.profile is not None
    assert result.profile.re_estimated
    assert result.text == (
        "Konsulterna är erfarna och det skapar trygghet. Det är en riktigt bra upphandling. "
        "Han är väldigt duktig. Metoden för uppföljningen har varit intervjuer med chefer."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Vi handlar på H&M, och R&D ligger i Kista. AT&T, S&P 500 och Marks & Spencer också.",
        "Skriv till info@kommunen.se eller @kommunen, det kostar 20£ eller 25€.",
    ],
)
def test_symbols_in_a_text_in_order_stay(text: str) -> None:
    assert fix(text) == text


def test_a_repaired_page_stays() -> None:
    repaired = fix(smeared(TRUTH))
    assert fix(repaired) == repaired


def test_its_profile_can_be_saved_and_used_again(tmp_path) -> None:
    text = smeared(TRUTH)
    profile = explain(text, passes=["words"]).profile
    assert profile is not None
    profile.save(tmp_path / "profile.json")
    loaded = Profile.load(tmp_path / "profile.json")
    assert loaded == profile
    fixer = Fixer(profile=loaded, passes=["words"])
    decode = importlib.import_module("svfix.decoder.decode")
    first = decode.decode(text, lexicon.default(), fixer.options).edits
    assert [edit.after for edit in first]
    assert first == decode.decode(text, lexicon.default(), Options(passes=["words"])).edits


def test_counts_are_kept_with_longer_segments() -> None:
    rules = engines.of(lexicon.default()).rules
    used = np.zeros(len(rules) + 2)
    used[rules.index["m", "n"]], used[rules.index["rn", "m"]], used[-1] = 2.0, 3.0, 90.0
    used[rules.index["m", "m"]] = 8.0
    times = used_at_all(used, rules)
    found, right = counts(kept(times, used[-2:], rules, {"rn": 10.0}), (), rules)
    assert found.tolist() == used.tolist()
    assert right == {"rn": 7.0}
    assert ("rn", "m", 3.0) not in kept(times, used[-2:], rules)


def test_longer_segments_are_priced_by_what_was_seen_of_them() -> None:
    table = engines.of(lexicon.default())
    rules, prior = table.rules, table.logp[0]
    used = np.zeros(len(rules) + 2)
    used[-1] = 90.0
    rn = rules.index["rn", "m"]
    assert renewed(prior, used, {}, rules)[rn] == pytest.approx(prior[rn], abs=1e-5)
    used[rn] = 3.0
    share = (3 + STRENGTH_LONG * np.exp(prior[rn])) / (10 + STRENGTH_LONG)
    assert np.exp(renewed(prior, used, {"rn": 7.0}, rules)[rn]) == pytest.approx(share, rel=1e-4)


@pytest.mark.parametrize("figure", ["2014", "15", "60"])
def test_figures_in_words_run_together_stay(figure: str) -> None:
    text = (
        "Forslagettillbudgetsomlamnadesden15aprilinnehallerhojdaanslag. "
        "Utfalletforoffentligtfinansielltsparande2014revideradesisambandmedrapporten. "
        "Manfarnustodmed60procentavkostnaden."
    )
    assert figure in fix(text)


def test_single_figures_stay_where_no_letter_is_read_as_one() -> None:
    text = (
        "Arbetsformedlingenskaenligt4forstastycketlamnauppgifter. "
        "Mangaavdemsomsoktelederi5kommuner. "
        "Narmareforeskrifteromdettafinnsilagen.Avslagetgallerfran1januari. "
        "Underforstahalvaretharfleransokningarkommitin."
    )
    repaired = fix(text)
    assert {"4", "5", "1"} <= set(repaired.split())
    assert "första stycket" in repaired
