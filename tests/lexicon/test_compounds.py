"""Compounds: which of them take a linking s before another part."""

from __future__ import annotations

from svfix import lexicon
from svfix.lexicon.compile import Entry, Sources, linked
from svfix.lexicon.store import NOT


def test_a_compound_takes_the_linking_s_of_its_last_part():
    sources = Sources()
    sources.compounds |= {"personuppgifts": (9, 0), "biträde": (0, 24), "biträdes": (3, 0)}
    sources.compounds |= {"fot": (9, 0), "boll": (8, 9), "bolls": (1, 0)}  # `bollspel` has none
    for form in ("personuppgiftsbiträde", "fotboll", "biträde", "xyzbiträde"):
        sources.entries[form] = Entry()
    assert linked(sources) == ["personuppgiftsbiträdes"]


def test_the_lexicon_has_them_as_first_parts_alone():
    words = lexicon.default()
    number = words.trie.find("personuppgiftsbiträdes")
    assert words.modifier[number] != NOT
    assert not words.is_word("personuppgiftsbiträdes")
