"""Word n-gram probabilities, as the lexicon stores them: by form number, in steps."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property

from svfix.lexicon.grams import Grams, Table
from svfix.uncompiled import Buffer

STEP = 0.08  # nats a unit of a stored byte: 255 units reach e⁻²⁰
LOGP = array("f", [-STEP * stored for stored in range(256)])
"""What a stored byte says, in nats."""


@dataclass(frozen=True)
class NGrams:
    """What is stored of each form, and of each two or three.

    `unigram` is log P by form, `continuation` and `backoff`, `bigrams` and `trigrams` are those of
    `Grams`; all in steps of `STEP` nats below 0.
    """

    unigram: Buffer
    continuation: Buffer
    backoff: Buffer
    bigrams: Table
    trigrams: Table

    @cached_property
    def grams(self) -> Grams:
        """How likely words are behind others."""
        return Grams(self.continuation, self.backoff, self.bigrams, self.trigrams)
