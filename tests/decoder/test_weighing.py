"""Weighing: a text in which there is nothing to weigh comes out as if it had been weighed."""

from array import array

from svfix import lexicon
from svfix.decoder import sureness
from svfix.decoder.weighing import weigh, weighed
from svfix.options import Options
from svfix.search.vocabulary import vocabulary


def test_a_text_without_a_choice_is_as_if_it_were_weighed() -> None:
    text = "Riksdagen beslutade om 15 nya lagar.\n\nRegeringen har lämnat sitt förslag till lagen."
    found = weigh(text, lexicon.default(), Options())
    assert found.hypotheses.certain
    assert not found.posterior
    words = vocabulary(lexicon.default(), ())
    asked = text, found.tokens, found.form, found.hypotheses, words
    again = weighed(*asked, found.profile, found.channel, found.seen)
    assert len(again.posterior) > len(found.words)
    assert list(found.words) == list(again.words)
    for kind in ("best", "as_is"):
        one, other = getattr(found, kind), getattr(again, kind)
        assert list(one.hypothesis) == list(other.hypothesis)
        assert list(one.posterior) == list(other.posterior)
    sure = sureness.of_words(found)
    each = array("q", range(len(sure)))
    assert list(sure) == list(sureness.kept(again, each))
    assert found.changed() == again.changed() == []
