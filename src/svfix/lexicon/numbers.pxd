cimport cython

from svfix.lexicon.trie cimport Trie


@cython.final
cdef class Numbers:
    cdef Trie trie
    cdef const unsigned char[::1] unigram
    cdef unsigned char never
    cdef dict known
    cpdef long long of(self, str form) except? -2
