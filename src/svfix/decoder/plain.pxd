cimport cython

from svfix.decoder.pieces cimport make_one
from svfix.lexicon.trie cimport Trie


@cython.final
cdef class Plain:
    cdef readonly object vocabulary
    cdef readonly dict verdicts
    cdef readonly set marked
    cdef readonly dict inside
    cdef dict edges
    cdef readonly dict works
    cdef readonly dict joined
    cdef readonly dict decoded
    cdef tuple last
    cdef long long verdict(self, str form) except? -3


@cython.final
cdef class Scan:
    cdef Plain plain
    cdef Trie trie
    cdef const unsigned char[::1] unigram
    cdef readonly Py_ssize_t words
    cdef int ahead
    cdef long long beside
    cdef str before
    cdef readonly bint marked
    cdef readonly bint suspends
    cdef readonly bint suspended
    cdef readonly list unlisted
    cdef bint take(self, str form, bint is_alone) except -1
    cdef bint note(self, str word) except -1
    cdef bint makes_one(self, str word, long long number) except -1
