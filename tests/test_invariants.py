"""Promises kept on Swedish text, clean and damaged: see also tests/test_pipeline.py."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svfix import Fixer, explain, fix, lexicon, revert
from svfix.decoder.estimation import estimate
from svfix.edits import apply


def known(form: str) -> bool:
    return form.isalpha() and lexicon.default().is_word(form)


SENTENCES = """\
Kommunstyrelsen beslutade i maj att ställa sig bakom förslaget till ny översiktsplan.
Flera av de äldre säger att de är mycket nöjda med hemtjänsten, men att den är dyr.
”Det är ingen konst”, sade Märta Åkesson och log.
Enligt 4 kap. 2 § miljöbalken (1998:808) krävs tillstånd, dnr 125-1210/2014.
Sveriges utsläpp av växthusgaser minskade med 2,4 % mellan 2014 och 2015.
EU:s länder – t.ex. Danmark, Norge och Österrike – har egna regler på 1990-talet.
Hvad han ville säga var, att jag aldrig hade sett något dylikt af honom.
I läns-, kommun- och stadsnivå finns i dag 28-åringar m.fl. på E4 vid Häggvik.
BESLUT OM ÅTGÄRDER FÖR ÖKAD TRAFIKSÄKERHET
Läs mer på www.kommunen.se/om eller skriv till namn.namnsson@kommunen.se.
Hon for till Malmö för att se hur far mår, och han var på väg till val.
Han hade varit på besök hos sin mormor i Örnsköldsvik hela sommaren.
Vi gick hem, åt middag och lade oss tidigt; dagen därpå skulle bli lång.
Utredningen, som leddes av en generaldirektör, pågick i två och ett halvt år.
Priset är 120 kr/m och gäller t.o.m. den 31 december 2016.
""".splitlines()

LISTED = [form for form in list(lexicon.default().languages.row)[::20] if known(form)]
WORDS = sorted({w for s in SENTENCES for w in s.split() if w.strip(".,").isalpha()})
DAMAGE = {"ö": "éod6", "ä": "aiad", "å": "a&4", "Ö": "OG", "Å": "A", "m": ["rn", "m"], "l": "1l"}
DAMAGE |= {"s": "sss_", "t": "ttt["}


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Some Swedish words, many of their letters misread, in lines."""
    letters = []
    for word in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25)):
        letters += [draw(st.sampled_from(DAMAGE[c])) if c in DAMAGE else c for c in word]
        letters.append(draw(st.sampled_from([" ", " ", " ", "\n", "", "-\n", ". ", "\r\n\n"])))
    return "".join(letters)


@settings(deadline=None, max_examples=60)
@given(damaged())
def test_damaged_text(text: str) -> None:
    result = explain(text)
    assert apply(text, result.edits) == result.text
    assert revert(result.text, result.edits) == text
    assert fix(result.text) == result.text
    assert explain(text) == result


@settings(deadline=None, max_examples=60)
@given(damaged(), st.sampled_from([0.0, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1.0]))
def test_no_edit_is_less_sure_than_asked(text: str, least: float) -> None:
    fixer = Fixer(min_confidence=least)
    result = fixer.explain(text)
    assert all(edit.confidence >= least for edit in result.edits)
    assert fixer(result.text) == result.text


def test_nor_is_one_that_two_passes_made_together() -> None:
    page = Path(__file__).parent.parent / "examples" / "protokoll.txt"
    edits = explain(page.read_text(encoding="utf-8"), min_confidence=0.95).edits
    assert any("+" in edit.rule for edit in edits)
    assert all(edit.confidence >= 0.95 for edit in edits)


@st.composite
def own(draw: st.DrawFn, text: str) -> list[str]:
    """Words of the user's: some of a text, and pieces of them."""
    words = []
    for word in draw(st.lists(st.sampled_from(text.split() or ["ett"]), max_size=6)):
        start = draw(st.integers(0, len(word)))
        words.append(word[start : draw(st.integers(start, len(word)))] or word)
    return words


@settings(deadline=None, max_examples=80)
@given(st.data(), damaged(), st.sampled_from([0.0, 0.5]))
def test_any_words_of_the_user(data: st.DataObject, text: str, least: float) -> None:
    fixer = Fixer(words=data.draw(own(text)), min_confidence=least)
    result = fixer.explain(text)
    assert revert(result.text, result.edits) == text
    assert fixer(result.text) == result.text


@settings(deadline=None, max_examples=30)
@given(damaged(), damaged())
def test_white_space_outside_edits_stays(one: str, other: str) -> None:
    text = f"\ufeff  {one}\f\t{other} \n\n "
    after = fix(text)
    assert after.startswith("\ufeff  ")
    assert after.endswith(text[len(text.rstrip()) :])
    assert after.count("\n") == text.count("\n")
    assert after.count("\f\t") == 1


@pytest.mark.parametrize("sentence", SENTENCES)
def test_clean_sentences_stay(sentence: str) -> None:
    assert explain(sentence).edits == ()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1), st.sampled_from([" ", "\n", "\r\n\r\n"]))
def test_clean_pages_stay(sentences: list[str], between: str) -> None:
    text = between.join(sentences)
    assert fix(text) == text


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(LISTED), min_size=1, max_size=40))
def test_known_words_of_a_clean_text_stay(words: list[str]) -> None:
    text = " ".join(words)
    assert Fixer(profile=estimate([], lexicon.default()), passes=["words"])(text) == text
