"""Profiles as files: saved, read back, shown, and refused with a sentence when they are wrong."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from svfix import Fixer, Profile, explain, lexicon
from svfix.channel import engines, profile_file
from svfix.cli.profile_report import Report, finding, lines, summarise
from svfix.quality import Quality

WEIGHTS = {"eng": 1.0}
GOOD = {"schema": "svfix.profile", "schema_version": 1, "weights": WEIGHTS, "read": {}}
CLEAN = (
    "Handläggaren redogjorde för ärendet och svarade på frågor från ledamöterna. Under våren har "
    "många äldre hört av sig om färdtjänsten, som de tycker är för dyr. Nästa möte är på måndag."
)
ENG = (
    "Handlaggaren redogjorde for arendet och svarade pa fragor fran ledaméterna. Under varen har "
    "manga aldre hért av sig om fardtjansten, som de tycker ar for dyr. Nasta méte ar pa mandag."
)
REJECTS = "Hon b_ör h_r och vi_a in_e om de_ är bev_ljat, sade han och gic_ hem till si_t hus."

MISREAD = [
    *ENG.split(),
    *CLEAN.split(),
    "Gver",
    "dkade",
    "tva",
    "mdjlighet",
    "6vervildigad",
    "rnan",
]
PARAGRAPHS = st.lists(st.sampled_from(MISREAD), min_size=1, max_size=12).map(
    lambda words: " ".join(words).rstrip(".") + "."
)


def profile(text: str) -> Profile:
    found = explain(text).profile
    assert found is not None
    return found


ENG_PROFILE = profile(ENG)


def loaded(saved: Profile) -> Profile:
    return profile_file.from_json(profile_file.to_json(saved).decode())


def text_of(report: Report) -> str:
    return "\n".join("".join(piece for piece, _ in line) for line in lines(report))


@pytest.mark.parametrize("text", [CLEAN, ENG, REJECTS, ""])
def test_a_saved_profile_is_the_same(text, tmp_path):
    saved = profile(text)
    saved.save(tmp_path / "p.json")
    assert Profile.load(tmp_path / "p.json") == saved
    assert loaded(saved) == saved
    assert hash(loaded(saved)) == hash(saved)


@settings(deadline=None, max_examples=10)
@given(PARAGRAPHS)
def test_it_makes_the_same_repairs(text):
    own = explain(text)
    assert own.profile is not None
    assert explain(text, profile=loaded(own.profile)) == explain(text, profile=own.profile)
    assert explain(ENG, profile=loaded(own.profile)) == explain(ENG, profile=own.profile)


def test_it_is_small_and_readable():
    text = profile_file.to_json(profile(ENG)).decode()
    assert len(text) < 4000
    assert '\n  "å": {"a": ' in text


def test_a_lexicon_with_other_rules_and_engines_can_use_it():
    tables = {"eng": [["ö", "é", 90, 100], ["å", "a", 99, 100]], "new": [["ö", "q", 5, 100]]}
    table = engines.gather(tables)
    words = lexicon.default()
    other = replace(words, confusions=tables, shapes=[], varieties=[])
    channel = loaded(profile(ENG)).channel(other)
    assert len(channel.cost) == len(table.rules)
    cost = {rule: float(channel.cost[i]) for rule, i in table.rules.index.items()}
    assert cost["å", "a"] < 0.2 < cost["å", "å"]


def test_without_counts_it_is_the_engine(tmp_path):
    (tmp_path / "p.json").write_text("\ufeff" + json.dumps(GOOD), "utf-8")
    table = engines.of(lexicon.default())
    channel = Profile.load(tmp_path / "p.json").channel(lexicon.default())
    logp = np.asarray(table.logp[table.names.index("eng")])
    np.testing.assert_allclose(channel.cost, -logp[:-1], atol=1e-5)


BAD = [
    ("", "it is not JSON (line 1)"),
    ('{"schema":\n 1,,}', "it is not JSON (line 2)"),
    ("[" * 100_000, "it is not JSON"),
    ("[]", 'it does not say "schema": "svfix.profile"'),
    ('{"schema": "svfix.explain"}', 'it does not say "schema": "svfix.profile"'),
    ({"schema_version": 2}, "this svfix reads version 1 of the schema, not 2"),
    ({"weights": None}, '"weights" is not an object'),
    ({"weights": {"engish": 1}}, "it names the engine 'engish'; svfix knows dan, deu, eng,"),
    ({"weights": {"eng": 0.5}}, "its weights sum to 0.5, not to 1"),
    ({"weights": {"eng": True}}, "the weight of eng is not a number from 0 to 1"),
    ({"weights": {"eng": float("nan")}}, "the weight of eng is not a number from 0 to 1"),
    ({"weights": {"eng": -1, "swe": 1}}, "the weight of eng is not a number from 0 to 1"),
    ({"read": []}, '"read" is not an object'),
    ({"read": {"rnrn": {}}}, "\"read\" has 'rnrn', of more than 3 letters"),
    ({"variety": {"v": 1}}, "what \"variety\" has for 'v' is not an object"),
    ({"rate": 2}, '"rate" is not a number from 0 to 1'),
    ({"read": {"m": 1}}, "what \"read\" has for 'm' is not an object"),
    ({"read": {"m": {"rnrn": 1}}}, "\"read\" has 'rnrn', of more than 3 characters"),
    ({"read": {"m": {"rn": "1"}}}, "'m' read as 'rn' is not a number from 0 to 1000000000"),
    ({"read": {"m": {"rn": 10**400}}}, "'m' read as 'rn' is not a number"),
    ({"marks": "a"}, '"marks" may hold'),
    ({"marks": None}, '"marks" may hold'),
]


@pytest.mark.parametrize(("wrong", "fault"), BAD, ids=[str(i) for i in range(len(BAD))])
def test_a_bad_file_is_told_of_in_a_sentence(wrong, fault, tmp_path):
    path = tmp_path / "p.json"
    path.write_text(wrong if isinstance(wrong, str) else json.dumps(GOOD | wrong), "utf-8")
    with pytest.raises(ValueError, match="is not a profile: ") as refused:
        Profile.load(path)
    assert str(refused.value).startswith(f"{path} is not a profile: {fault}")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("key", ["weights", "read"])
def test_a_missing_key(key):
    said = {name: value for name, value in GOOD.items() if name != key}
    with pytest.raises(ValueError, match=f'it has no "{key}"'):
        profile_file.from_json(json.dumps(said))


def test_a_file_of_bytes(tmp_path):
    (tmp_path / "p.json").write_bytes(b"\xff\xfe\0")
    with pytest.raises(ValueError, match="not UTF-8"):
        Profile.load(tmp_path / "p.json")


@given(st.recursive(st.none() | st.floats() | st.text(max_size=4), lambda value: st.lists(
    value, max_size=3) | st.dictionaries(st.sampled_from(["eng", "ö", "rn", "\ud800", ""]), value),
    max_leaves=8), st.sampled_from(["weights", "read", "marks"]))  # fmt: skip
def test_any_json_is_a_profile_or_refused(value, key):
    try:
        found = profile_file.from_json(json.dumps(GOOD | {key: value}))
    except ValueError:
        return
    assert loaded(found) == found
    assert np.isfinite(found.channel(lexicon.default()).cost).all()


def test_a_fixer_takes_nothing_else_for_a_profile():
    with pytest.raises(TypeError, match="profile must be a Profile, not str"):
        Fixer(profile="p.json")


@settings(deadline=None, max_examples=15)
@given(st.lists(PARAGRAPHS, min_size=2, max_size=4))
@example(["som har har.", "Handlaggaren."])
@example(["hért.", "Handlaggaren."])
@example(["Handlaggaren.", "dyr. och redogjorde."])
def test_with_a_profile_a_paragraph_is_repaired_by_itself(paragraphs):
    fixer = Fixer(profile=ENG_PROFILE)
    assert fixer("\n\n".join(paragraphs)) == "\n\n".join(map(fixer, paragraphs))


def test_reject_marks_are_of_the_profile_not_of_the_paragraph():
    marked = profile(REJECTS)
    assert marked.marks == "_"
    shown = Report(marked, marked.channel(lexicon.default()), Quality(9, 0.5, 0.5))
    assert "not read\n  _\n" in text_of(shown)
    assert profile(ENG).marks == ""
    for fixer in (Fixer(profile=marked), Fixer(profile=profile(ENG))):
        assert fixer(f"{REJECTS}\n\nHan vi_te det.") == "\n\n".join(
            map(fixer, (REJECTS, "Han vi_te det."))
        )


class TestMerged:
    def test_of_one_or_of_equals_it_is_that(self):
        one = profile(ENG)
        assert Profile.merged([(one, 5)]) == Profile.merged([(one, 5), (one, 900)]) == one

    def test_weighs_by_size(self):
        clean, eng = profile(CLEAN), profile(ENG)
        merged = Profile.merged([(clean, 300), (eng, 100), (profile(""), 0)])
        assert dict(merged.weights)["any"] == pytest.approx(0.75)
        assert merged.clean
        channels = [p.channel(lexicon.default()) for p in (clean, merged, eng)]
        rule = channels[0].rules.index["ö", "é"]
        costs = [float(channel.cost[rule]) for channel in channels]
        assert costs == sorted(costs, reverse=True)

    def test_counts_are_of_one_text_on_average(self):
        eng = profile(ENG)
        twice = Profile(eng.weights, tuple((a, b, 2 * n) for a, b, n in eng.read))
        merged = Profile.merged([(eng, 1), (twice, 1)])
        assert [n for *_, n in merged.read] == pytest.approx([1.5 * n for *_, n in eng.read])


class TestReport:
    def test_of_a_damaged_page(self):
        report = summarise([finding(explain(ENG))], lexicon.default())
        assert report.kept()["å"] < 0.1
        assert max(report.confusions()[:2], key=lambda c: c.share).share > 0.8
        shown = text_of(report)
        assert "eng     Tesseract with its English model" in shown
        assert "ä → a" in shown

    def test_of_a_clean_page(self):
        report = summarise([finding(explain(CLEAN))], lexicon.default())
        assert min(report.kept().values()) > 0.99
        assert report.confusions() == []
        assert "  nothing" in text_of(report)

    def test_expected_words_wrong(self):
        known = replace(explain(ENG), quality=Quality(100, 0.25, 0.0125))
        empty = replace(explain(CLEAN), quality=Quality(0, 0.0, 0.0))
        report = summarise([finding(known), finding(empty)], lexicon.default())
        assert "  25.0% as read, 1.2% as repaired" in text_of(report)

    def test_every_engine_has_words_for_what_it_is(self):
        from svfix.cli.profile_report import ENGINES

        assert set(ENGINES) == set(engines.of(lexicon.default()).names)

    def test_without_the_words_pass_there_is_none(self):
        with pytest.raises(ValueError, match="words pass"):
            finding(explain(ENG, passes=["characters"]))

    @pytest.mark.parametrize("sentence", ["", "1999", "Det är bra."])
    def test_any_text_has_one(self, sentence):
        assert text_of(summarise([finding(explain(sentence))], lexicon.default()))
