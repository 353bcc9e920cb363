"""Candidates: what observed forms may have been, by a search of the lexicon as wide as is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from svfix.channel.model import Channel, units
from svfix.lexicon.ngrams import STEP
from svfix.lexicon.store import Lexicon
from svfix.search.beam import Limits, Search, Words
from svfix.search.paths import Found

COMPOUND_COST = 3.0  # nats for going on with another part: about one word in twenty is unlisted
EDGE_COST = 4.0
"""Nats: how much rarer an engine invents a letter at the edge of a word than inside one.

Inside it sees two in the place of one (`gäng` → `giing`); 174 to 6 in 37,000 words of bench/train.
"""


TELLING = 100
"""Forms that it takes to tell that a text is no misread Swedish; fewer cost little."""


@dataclass(frozen=True)
class Beam:
    """How wide a search is: paths kept a form and place, and how far (nats) behind the best.

    `most` is the share of a text's forms that may be left to it by the narrower ones.
    """

    width: int
    margin: float
    dearest: float  # nats; a dearer rule is not tried
    most: float = 1.0

    def hopeless(self, left: int, forms: int) -> bool:
        """Whether so many forms of a text are left to it that they are no misread Swedish."""
        return forms >= TELLING and left > self.most * forms

    @cached_property
    def limits(self) -> Limits:
        """The same in units."""
        costs = self.margin, self.dearest, COMPOUND_COST, EDGE_COST
        return Limits(self.width, *map(units, costs))


QUICK = Beam(width=8, margin=6.5, dearest=7.0)  # where little can beat what is there
NARROW = Beam(width=24, margin=11.0, dearest=9.5)
WIDE = Beam(width=64, margin=14.0, dearest=13.5)  # with the rules that explain any damage
BEAMS = QUICK, NARROW, WIDE  # in turn, each for the forms the one before explains too little of
PATIENT = NARROW, Beam(128, 13.0, 12.0), Beam(512, 18.0, 16.0, most=0.63)
"""The same of badly damaged texts.

Of 1,100 pages that engines read, the worst leave 0.55 and 0.46 of their forms to the last beam;
where every second word is garbage, 0.70 and more are left."""


def find(lexicon: Lexicon, channel: Channel, forms: list[str], beam: Beam) -> Found:
    """The candidates of observed forms.

    A form that ends in a hyphen (`verksamhets-`) may be the first part of a compound; the hyphen
    itself is not searched.
    """
    codes, start = channel.rules.flat([form.rstrip("-") for form in forms])
    parts = bytes([form.endswith("-") for form in forms])
    idle = channel.idle.setdefault((lexicon, beam), [])
    try:
        search = idle.pop()
    except IndexError:  # others are at work, in other threads, or there was none yet
        search = Search(words_of(lexicon), channel.affordable(beam.limits.dearest), beam.limits)
    found = Found.of(search.candidates(codes, start, parts))
    idle.append(search)
    return found


@lru_cache(maxsize=8)
def words_of(lexicon: Lexicon) -> Words:
    """What the search needs of a lexicon."""
    columns = lexicon.ngrams.unigram, lexicon.head, lexicon.modifier
    return Words._make((lexicon.trie, *columns, units(STEP)))
