cimport cython


@cython.final
cdef class Table:
    cdef const unsigned int[::1] slots
    cdef const unsigned char[:, ::1] columns
    cdef long long buckets
    cpdef long long find(self, unsigned long long key) noexcept


cdef unsigned long long pair(unsigned long long v, long long w) noexcept


@cython.final
cdef class Grams:
    cdef const unsigned char[::1] continuation
    cdef const unsigned char[::1] backoff
    cdef readonly Table bigrams
    cdef readonly Table trigrams
    cpdef bint met(self, int v, int w) noexcept
    cpdef int bigram(self, int v, int w) noexcept
    cpdef int trigram(self, int u, int v, int w) noexcept
    cdef long long context(self, int u, int v) noexcept
    cdef int behind(self, int u, int v, int w, long long context, int lower) noexcept
