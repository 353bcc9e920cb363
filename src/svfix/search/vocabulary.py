"""The words a decoder knows: the lexicon's and the user's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from svfix.lexicon.alphabet import encode
from svfix.lexicon.ngrams import STEP
from svfix.lexicon.numbers import REMEMBERED
from svfix.lexicon.planting import plant
from svfix.lexicon.store import NOT, Lexicon
from svfix.lexicon.trie import Trie
from svfix.text.chunks import ANY_FIGURES, FIGURES, Chunk, read

ALIKE = 0.7  # share of the letters
USER_COST = 7.0  # nats of a user's word: as common as the thousand commonest words


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """A lexicon with a user's words, which are never touched and always win as hypotheses."""

    lexicon: Lexicon
    words: tuple[str, ...] = ()
    _chunks: dict[str, Chunk] = field(default_factory=dict, repr=False)
    _apart: dict[str, Chunk] = field(default_factory=dict, repr=False)

    @cached_property
    def spelling(self) -> dict[str, str]:
        """The user's words by their lower-case form."""
        return {word.lower(): word for word in self.words}

    def is_word(self, form: str) -> bool:
        """Whether a form, in any case, is a word of the user's or of the lexicon."""
        return (bool(self.words) and form.lower() in self.spelling) or self.lexicon.is_word(form)

    def chunk(self, text: str) -> Chunk:
        """What a chunk of text holds (`chunks.read`), remembered."""
        chunk = self._chunks.get(text)
        return self._read(text, self._chunks, FIGURES) if chunk is None else chunk

    def chunk_apart(self, text: str) -> Chunk:
        """The same where any figure is one, however it is run together with words."""
        chunk = self._apart.get(text)
        return self._read(text, self._apart, ANY_FIGURES) if chunk is None else chunk

    def _read(self, text: str, known: dict[str, Chunk], figures: re.Pattern[str]) -> Chunk:
        if len(known) >= REMEMBERED:
            known.clear()
        chunk = known[text] = read(text, self._is_whole, figures)
        return chunk

    def _is_whole(self, form: str) -> bool:
        """Whether a form is not to be cut: a word, or much like a user's word with a hyphen."""
        if "-" in form and any(similar(form.lower(), own) for own in self.spelling if "-" in own):
            return True
        return self.is_word(form)

    @cached_property
    def own(self) -> Lexicon | None:
        """The user's words as a lexicon of their own, for the search; None without any."""
        labelled = sorted({labels for form in self.spelling if (labels := encode(form))})
        if not labelled:
            return None
        cost = bytes([round(USER_COST / STEP)]) * len(labelled)
        never = bytes([NOT]) * len(labelled)
        return replace(
            self.lexicon,
            trie=Trie(plant(labelled, cost)),
            ngrams=replace(self.lexicon.ngrams, unigram=cost),
            modifier=never,
            head=never,
            numbers={},
        )


def similar(form: str, word: str) -> bool:
    """Whether a form is like a user's word."""
    from rapidfuzz.distance import Levenshtein  # takes its time, and those without words do without

    return Levenshtein.normalized_similarity(form, word) >= ALIKE


@lru_cache(maxsize=8)
def vocabulary(lexicon: Lexicon, words: tuple[str, ...]) -> Vocabulary:
    """The vocabulary of a lexicon and a user's words, kept for the next text."""
    return Vocabulary(lexicon, words)
