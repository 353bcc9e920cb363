"""Profiles: a document's own channel, from what the document shows."""

import importlib
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfix import Fixer, Profile, Result, explain, fix, lexicon
from svfix.search.hypotheses import hypothesise
from svfix.search.vocabulary import vocabulary

decoding = importlib.import_module("svfix.decoder.decode")

CLEAN = (
    "Kommunstyrelsen beslutade i maj att ställa sig bakom förslaget till ny översiktsplan. "
    "Handläggaren redogjorde för ärendet och svarade på frågor från ledamöterna. Under våren har "
    "många äldre hört av sig om färdtjänsten, som de tycker är för dyr.\n\n"
    "Nästa möte hålls på måndag, då även frågan om skolskjutsar ska avgöras. Därefter går "
    "protokollet till justering hos ordföranden."
)
ENG = (
    "Kommunstyrelsen beslutade i maj att stalla sig bakom férslaget till ny Oversiktsplan. "
    "Handlaggaren redogjorde for arendet och svarade pa fragor fran ledaméterna. Under varen har "
    "manga aldre hért av sig om fardtjansten, som de tycker ar for dyr.\n\n"
    "Nasta méte halls pa mandag, da aven fragan om skolskjutsar ska avgoras. Darefter gar "
    "protokollet till justering hos ordféranden."
)


def decoded(text: str, profile: Profile | None = None) -> Result:
    return explain(text, passes=["words"], profile=profile)


def weights(text: str) -> dict[str, float]:
    profile = decoded(text).profile
    assert profile is not None
    assert sum(w for _, w in profile.weights) == pytest.approx(1)
    return dict(profile.weights)


def rate(text: str) -> float:
    """The rate of damage of a text that is mostly right."""
    profile = decoded(text).profile
    assert profile is not None
    assert profile.clean
    assert profile.rate is not None
    return profile.rate


def test_a_clean_page_is_clean() -> None:
    assert rate(CLEAN) < 0.005
    assert fix(CLEAN) == CLEAN


def test_damage_is_a_rate() -> None:
    """The more words are misread, the higher; one in a long text is little."""
    one = CLEAN.replace("som", "sorn")
    two = one.replace("förslaget", "förslagel").replace("ledamöterna", "ledamötema")
    assert rate(CLEAN) < rate(one) < 0.2
    assert rate(CLEAN * 10 + two) < 0.02
    assert fix(two) == CLEAN


def test_a_page_read_as_english_is_eng() -> None:
    assert weights(ENG)["eng"] > 0.9
    profile = decoded(ENG).profile
    assert profile is not None
    assert not profile.clean


@pytest.mark.parametrize(
    ("engines", "letters"),
    [
        ({"dan"}, {"ä": "å", "ö": "å", "Ä": "Å", "Ö": "Å"}),
        ({"nor"}, {"ä": "å", "Ä": "Å"}),
        ({"deu", "fin"}, {"å": "ä", "Å": "Ä"}),
        ({"fra"}, {"å": "ä", "ö": "ô", "Ö": "O", "Å": "À"}),
    ],
)
def test_a_page_read_as_another_language_is_told_and_repaired(engines, letters) -> None:
    """`får` for `för` is a word: only the page as a whole tells that its engine has no ö."""
    read = CLEAN.translate(str.maketrans(letters))
    found = weights(read)
    assert sum(found[engine] for engine in engines) > 0.9
    assert fix(read) == CLEAN


def test_lost_spaces_are_counted() -> None:
    """Of a page without å, ä and ö that has its spaces, and of one that lost most of them."""
    bare = CLEAN.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))
    lost = " ".join(part.replace(" ", "") for part in bare.split(", "))
    profiles = [decoded(text).profile for text in (bare, lost)]
    costs = []
    for profile in profiles:
        assert profile is not None
        assert {(" ", ""), (" ", " ")} & {row[:2] for row in profile.read}
        costs.append(profile.channel(lexicon.default()).lost_space)
    assert costs[0] > 2.5 > 1.8 > costs[1]


def test_it_is_repaired() -> None:
    assert fix(ENG) == CLEAN


@pytest.mark.parametrize("text", ["", " \n", "1999", "—", "Kommunen", "x", "Det är bra."])
def test_little_evidence_is_none(text: str) -> None:
    assert rate(text) < 0.01


def test_an_odd_word_is_no_damage() -> None:
    assert rate(CLEAN + " Zxqwv och Brtnmk.") < 0.02


def test_the_same_again() -> None:
    assert decoded(ENG) == decoded(ENG)


def test_a_profile_can_be_pickled() -> None:
    profile = decoded(ENG).profile
    copy = pickle.loads(pickle.dumps(profile))
    assert copy == profile
    assert hash(copy) == hash(profile)
    assert fix(ENG, profile=copy) == fix(ENG, profile=profile)


def test_a_given_profile_makes_paragraphs_independent() -> None:
    fixer = Fixer(profile=decoded(ENG).profile)
    first, second = ENG.split("\n\n")
    assert fixer(ENG) == fixer(first) + "\n\n" + fixer(second)
    assert fixer("Nasta méte halls pa mandag.") == "Nästa möte hålls på måndag."


def test_a_clean_profile_is_left_in_charge() -> None:
    assert (
        fix("Nasta méte ar pa mandag.", profile=decoded(CLEAN).profile, passes=["words"]) != CLEAN
    )
    given_profile = decoded(CLEAN).profile
    assert decoded(ENG, profile=given_profile).profile == given_profile


@given(st.text("ab. \n", max_size=80), st.integers(4, 20))
def test_sections_cover_a_text(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "SECTION", size)
        spans = list(decoding.sections(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(0 < end - start <= size for start, end in spans) or not text


def test_sections_are_cut_where_they_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "SECTION", 20)

    def cut(text: str) -> list[str]:
        return [text[start:end] for start, end in decoding.sections(text)]

    assert cut("aaa. bbb ccc\n\nddd eee fff") == ["aaa. bbb ccc\n\n", "ddd eee fff"]
    assert cut("aaa bbb ccc. ddd eee fff") == ["aaa bbb ccc. ", "ddd eee fff"]
    assert cut("aaa bbb ccc ddd eee fff") == ["aaa bbb ccc ", "ddd eee fff"]
    assert cut("a" * 45) == ["a" * 20, "a" * 20, "a" * 5]


def test_pages_are_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "PAGE", 5)

    def cut(text: str) -> list[str]:
        return [text[start:end] for start, end in decoding.sections(text)]

    assert cut("aaa bbb\fccc ddd\feee fff") == ["aaa bbb\f", "ccc ddd\f", "eee fff"]
    assert cut("aaa\fbbb ccc\fddd\f") == ["aaa\fbbb ccc\fddd\f"]  # short ones are no sections
    assert cut("aaa bbb-\n\fccc ddd\feee fff") == ["aaa bbb-\n\fccc ddd\f", "eee fff"]
    assert cut("aaa bbb‐ \r\n\r\n\fccc ddd") == ["aaa bbb‐ \r\n\r\n\fccc ddd"]


def test_pages_of_a_document_are_repaired_as_if_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "PAGE", 300)
    assert fix(ENG + "\n\f" + CLEAN) == fix(ENG) + "\n\f" + CLEAN
    assert fix(CLEAN + "\f" + ENG + "\f" + CLEAN) == CLEAN + "\f" + fix(ENG) + "\f" + CLEAN


def test_each_section_has_its_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    both = CLEAN + "\n\n" + ENG
    monkeypatch.setattr(decoding, "SECTION", 500)
    assert [both[start:end].strip() for start, end in decoding.sections(both)] == [CLEAN, ENG]
    assert fix(both) == CLEAN + "\n\n" + fix(ENG)
    found = weights(both)
    assert found["any"] == pytest.approx(0.5, abs=0.1)
    assert found["eng"] == pytest.approx(0.5, abs=0.1)


def test_edits_of_sections_have_offsets_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "SECTION", 150)
    for edit in decoded(ENG).edits:
        assert ENG[edit.start : edit.end] == edit.before


def test_known_words_of_a_clean_text_are_not_searched() -> None:
    words, found = lexicon.default(), decoded(ENG).profile
    assert found is not None
    forms, channel = ["och", "val", "uppféljning"], found.channel(words)
    doubting, trusting = (
        hypothesise(forms, vocabulary(words, ()), channel, trusting=trust)
        for trust in (False, True)
    )
    assert doubting.count[1] > 1
    assert trusting.count[:2].tolist() == [1, 1]
    texts = [trusting.text(row) for row in range(len(trusting.rows))]
    assert texts[:2] == forms[:2]
    assert "uppföljning" in texts
