"""Numbers: those of the forms that are known words, looked up once each."""

from __future__ import annotations

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.lexicon.trie import Trie
from svfix.uncompiled import Buffer

REMEMBERED = 200_000  # look-ups kept


@cython.final
@cython.cclass
class Numbers:
    """The numbers of words by form, in any case: -1 of what is none.

    A form that is stored with the probability `never` is only part of words.
    """

    def __init__(self, trie: Trie, unigram: Buffer, never: int, known: dict[str, int]) -> None:
        self.trie, self.unigram = trie, unigram
        self.never, self.known = never, known

    @cython.ccall
    @cython.exceptval(-2)
    def of(self, form: str) -> cython.longlong:
        """The number of a form, remembered.

        >>> from svfix import lexicon
        >>> numbers = lexicon.default().words
        >>> numbers.of("Och") == numbers.of("och") >= 0, numbers.of("ocj")
        (True, -1)
        """
        number: cython.longlong
        found = self.known.get(form)
        if found is not None:
            return found
        number = self.trie.find(form.lower())
        if number >= 0 and self.unigram[number] == self.never:
            number = -1
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        self.known[form] = number
        return number
