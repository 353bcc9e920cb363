cimport cython

from svfix.lexicon.grams cimport Grams
from svfix.lexicon.trie cimport Trie


@cython.final
cdef class RunOns:
    cdef Trie trie
    cdef Grams grams
    cdef const unsigned char[::1] unigram
    cdef double thin
    cdef readonly int first
    cpdef double gained(self, list[str] words) noexcept
