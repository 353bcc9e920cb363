"""Suspicion: how sure edits are by themselves, beside each other, and in real texts."""

import numpy as np
import pytest

from svfix import explain
from svfix.ranking import suspicion
from svfix.ranking.suspicion import NAMES, SETTLED, among_others, edited
from svfix.text.columns import table
from svfix.uncompiled import Buffer

SPACES, SUSPECT = NAMES.index("spaces"), NAMES.index("suspect")

PAGE = """Nämnden behandlade frågan om biblioteket i maj. Förslaget hade varit ute på remiss
under våren, och de flesta av svaren var positiva. Några föreningar ville att lokalen skulle hållas
öppen även på lördagar, men för det saknades pengar. Ordföranden lovade att ta upp saken igen till
hösten, då budgeten för nästa år skulle vara klar. Ledamöterna fick också höra hur arbetet med den
nya skolan gick.
"""


def rows(*spaces: int) -> Buffer:
    found = table(len(spaces), len(NAMES))
    for i, number in enumerate(spaces):
        found[i, SPACES] = number
    return found


def columns(found: Buffer, *names: str) -> list[list[float]]:
    return [np.asarray(found)[:, SETTLED.index(name)].round(4).tolist() for name in names]


def test_an_edit_is_seen_beside_those_of_other_forms():
    first = np.array([0.0, 0.0, np.log(3), 50.0])
    form = np.array([7, 7, 8, 9])  # the first two are one form
    found = among_others(rows(0, 0, 0, 1), first, form, 100)
    letters, spaces, share, words = columns(
        found, "letters_elsewhere", "spaces_elsewhere", "share_elsewhere", "words"
    )
    assert letters == [0.75, 0.75, 0.5, 1.25]
    assert spaces == [1, 1, 1, 0]
    assert share == [0.0175, 0.0175, 0.015, 0.0125]  # of a hundred words
    assert words == [100] * 4


def test_an_edit_alone_has_none_beside_it():
    found = among_others(rows(0), np.zeros(1), np.array([3]), 0)
    assert columns(found, "letters_elsewhere", "share_elsewhere", "first") == [[0], [0], [0]]


def test_no_edits_are_no_edits():
    assert len(edited(rows(), np.zeros(0, np.int64), 9, np.zeros(0))) == 0


def test_the_words_around_say_so_much_at_most(monkeypatch):
    class Sure:
        def log_odds(self, found):
            return np.full(len(found), 50.0)

    monkeypatch.setattr(suspicion, "trees", lambda *_: Sure())
    found = rows(0, 1)
    np.asarray(found)[:, SUSPECT] = -3.0
    sure = edited(found, np.array([0, 1]), 100, np.zeros(2))
    assert sure[0] == pytest.approx(1 / (1 + np.exp(3 - suspicion.AROUND)))
    assert sure[1] > 0.999  # of a space there is no such limit


def test_real_texts_are_less_certain_than_planted_damage(monkeypatch):
    class Said:
        def log_odds(self, found):
            return np.asarray(found)[:, 0]

    monkeypatch.setattr(suspicion, "trees", lambda *_: Said())
    monkeypatch.setattr(suspicion, "AROUND", np.inf)
    found = rows(0, 0, 0)
    into = np.asarray(found)
    into[:, NAMES.index("prior")] = -99  # of rare words
    into[:, 0] = -5, -0.47, 5
    sure = np.asarray(edited(found, np.arange(3), 100, np.zeros(3)))
    assert sure.round(2).tolist() == [0.05, 0.53, 0.98]


def test_a_lost_space_is_surer_beside_others_and_between_words_of_their_own():
    alone, among = suspicion.apart(-1.0, 0.0, 4.0), suspicion.apart(-1.0, 6.0, 4.0)
    assert alone < 0 < among
    assert suspicion.apart(-1.0, 6.0, -1.0) < 0  # parts of a compound
    least, most = suspicion.CLEAREST
    assert suspicion.apart(0.0, 1.0, 99.0) == suspicion.apart(0.0, 1.0, most)
    assert suspicion.apart(0.0, 1.0, -99.0) == suspicion.apart(0.0, 1.0, least)


def test_an_odd_word_is_surer_beside_others():
    def sureness(text: str) -> float:
        edits = explain(text, min_confidence=0).edits
        return max((e.confidence for e in edits if e.before == "positira"), default=0.0)

    odd = PAGE.replace("positiva", "positira")
    worse = odd.replace("föreningar", "förcningar").replace("budgeten", "hudgeten")
    worse = worse.replace("arbetet", "arbctet").replace("Förslaget", "Förslagct")
    assert sureness(PAGE) == 0
    assert 0.02 < sureness(odd) < sureness(worse)
