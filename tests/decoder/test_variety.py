"""Spelling of another time: told from misreadings by what else a text has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from svfix import Fixer, fix, lexicon
from svfix.decoder import rate, variety
from svfix.search.hypotheses import hypothesise
from svfix.search.vocabulary import vocabulary

OLD = "Hvad han hafver sagt blef icke sjelf af hvarandra förut, och deras öfver lefde qvar".split()
NEW = "Vad han har sagt blev inte själv av varandra förut, och deras över levde kvar".split()


def readings_of(forms: list[str]):
    """The hypotheses of forms under the channel of any engine."""
    words = lexicon.default()
    return hypothesise(
        forms, vocabulary(words, ()), rate.channel(words), trusting=True, seek=rate.search(words)
    )


@pytest.mark.parametrize(("forms", "low", "high"), [(OLD, 0.9, 1.0), (NEW, 0.0, 0.05)])
def test_old_words_tell_of_an_old_text(forms: list[str], low: float, high: float) -> None:
    found = readings_of([form.strip(",") for form in forms])
    assert low <= variety.shown(found, np.ones(len(forms), np.int64)) <= high


@pytest.mark.parametrize(("form", "today"), [("varie", "varje"), ("hawer", "haver")])
def test_one_rule_spells_and_misreads(form: str, today: str) -> None:
    found = readings_of([form])
    texts = [hypothesis.text for hypothesis in found.at(np.arange(len(found.rows)))]
    assert form in texts
    assert today in texts


def test_a_modern_text_spells_dearer() -> None:
    channel = rate.channel(lexicon.default())
    spelt = np.asarray(channel.rules.variety, bool)
    rise = np.subtract(variety.spelt(channel, 0.1).cost, channel.cost)
    assert np.allclose(rise[spelt], -np.log(0.1), atol=1e-5)
    assert np.allclose(rise[~spelt], 0)
    assert np.allclose(variety.spelt(channel, 1.0).cost, channel.cost)


OLDER = (
    "Thetta haffuer wår nådige herre medh stoor flijt låtit öfwersee, och ähr wij honom ther före "
    "mykit tack skyldige; ty hwad som tilförenne ähr giordt, thet må nu wara hwariom kunnigt."
)
NEWER = (
    "Kommunstyrelsen beslutade i maj att ställa sig bakom förslaget till ny översiktsplan. "
    "Handläggaren redogjorde för ärendet och svarade på frågor från ledamöterna i sorn stadshuset. "
    "Under våren har många äldre hört av sig om färdtjänsten, som de tycker är för dyr, och "
    "sorn de därför inte använder. Nästa möte hålls på måndag, då varie fråga om skolskjutsar ska "
    "avgöras."
)


def test_a_spelling_older_than_any_that_was_counted_stays() -> None:
    assert fix(OLDER) == OLDER


def test_in_todays_text_it_is_a_misreading() -> None:
    ready = Fixer(min_confidence=0.1)
    assert "då varje fråga" in ready(NEWER)
    assert "then varie frågan" in ready(OLDER + " Ty hafwer then varie frågan wara skolat.")


def test_one_odd_word_does_not_tell_of_an_engine() -> None:
    ratios = np.array([9.0, 2.0, -np.inf])
    odds = ratios - 5
    found = rate.Damage(0.3, odds, ratios, np.arange(3), np.arange(3), np.zeros((3, 1)))
    assert not rate.much(found, 10)
    assert rate.much(found, 2)
    sure = replace(found, ratios=np.array([9.0, 6.0, 1.0]))
    assert rate.much(sure, 10)
    assert not rate.heavy(replace(sure, rate=0.1), 100)
    assert rate.heavy(replace(sure, rate=0.1), 10)


MISREAD_OLD = (
    "Det var sedan han hade blisvit sjuk som han ej mera gick ut, hvilket alla visste, och af "
    "hvilka ingen ville tala derom. Modren hade qvar sina små barn hemma, och de lefde af det."
)


def test_a_misread_word_of_an_old_text_is_one_of_its_time() -> None:
    assert fix(MISREAD_OLD) == MISREAD_OLD.replace("blisvit", "blifvit")


def test_words_are_likelier_in_the_time_they_are_of() -> None:
    words = lexicon.default()
    then, now = (words.past[words.number_of(form)] for form in ("blifvit", "blivit"))
    assert then > 0 > now
    found = readings_of(["blisvit"])
    gain = np.subtract(replace(found, old=1.0).scores, found.scores).tolist()
    texts = [hypothesis.text for hypothesis in found.at(np.arange(len(found.rows)))]
    assert gain[texts.index("blifvit")] > 0.5
    assert gain[texts.index("blivit")] < -0.5
    assert gain[texts.index("blisvit")] == 0
