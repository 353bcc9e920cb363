"""Candidates: what observed forms may have been, by a search of the lexicon as wide as is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from svfix.channel.model import START, Channel, nats, units
from svfix.lexicon.ngrams import STEP
from svfix.lexicon.store import Lexicon
from svfix.search.beam import Candidates, Limits, Search, Words
from svfix.search.paths import Found
from svfix.text.runs import ragged, view

COMPOUND_COST = 3.0  # nats for going on with another part: about one word in twenty is unlisted
EDGE_COST = 4.0
"""Nats: how much rarer an engine invents a letter at the edge of a word than inside one.

Inside it sees two in the place of one (`gäng` → `giing`); 174 to 6 in 37,000 words of bench/train.
"""


@dataclass(frozen=True)
class Beam:
    """How wide a search is: paths kept a form and place, and how far (nats) behind the best."""

    width: int
    margin: float
    dearest: float  # nats; a dearer rule is not tried

    @cached_property
    def limits(self) -> Limits:
        """The same in units."""
        costs = self.margin, self.dearest, COMPOUND_COST, EDGE_COST
        return Limits(self.width, *map(units, costs))


QUICK = Beam(width=8, margin=6.5, dearest=7.0)  # where little can beat what is there
NARROW = Beam(width=24, margin=11.0, dearest=9.5)
WIDE = Beam(width=64, margin=14.0, dearest=13.5)  # with the rules that explain any damage
BEAMS = QUICK, NARROW, WIDE  # in turn, each for the forms the one before explains too little of
PATIENT = NARROW, Beam(128, 13.0, 12.0), Beam(512, 18.0, 16.0)  # of badly damaged texts


def find(lexicon: Lexicon, channel: Channel, forms: list[str], beam: Beam) -> Found:
    """The candidates of observed forms.

    A form that ends in a hyphen (`verksamhets-`) may be the first part of a compound; the hyphen
    itself is not searched.
    """
    codes, start = channel.rules.flat([form.rstrip("-") for form in forms])
    parts = bytes(form.endswith("-") for form in forms)
    search = Search(words_of(lexicon), channel.affordable(units(beam.dearest)), beam.limits)
    return collected(search.candidates(view(codes), view(start.astype(np.int32)), parts))


@lru_cache(maxsize=8)
def words_of(lexicon: Lexicon) -> Words:
    """What the search needs of a lexicon."""
    columns = lexicon.ahead, lexicon.ngrams.unigram, lexicon.head, lexicon.modifier
    return Words._make([lexicon.trie, *map(view, columns), units(STEP)])


def collected(found: Candidates) -> Found:
    """What a search found, in numpy's columns and in nats."""
    if not found.form:
        return Found.empty()
    form, word, titled, prior, channel, first, flat = (
        np.frombuffer(column, np.int32) if column else np.zeros(0, np.int32) for column in found
    )
    count = first[1:] - first[:-1]
    steps = np.full((len(form), max(1, int(count.max()))), START, np.int32)
    steps[np.arange(len(form)).repeat(count), ragged(count)] = flat
    return Found(form, word, titled.astype(bool), nats(-prior), nats(-channel), steps)
