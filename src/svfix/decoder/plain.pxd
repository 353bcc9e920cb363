cimport cython

from svfix.decoder.pieces cimport make_one
from svfix.lexicon.trie cimport Trie


@cython.final
cdef class Plain:
    cdef object vocabulary
    cdef dict verdicts
    cdef readonly dict decoded
    cdef tuple last
    cdef long long verdict(self, str form) except? -3
