cimport cython


@cython.final
cdef class Table:
    cdef readonly int size
    cdef readonly int end
    cdef list columns
    cdef int[::1] form
    cdef int[::1] word
    cdef unsigned char[::1] titled
    cdef float[::1] prior
    cdef float[::1] channel
    cdef int[::1] first
    cdef int[::1] step
    cdef int put(self, Table source, int i, int form) except -1
    cdef bint has(self, int i, int step) noexcept
    cdef double score(self, int i) noexcept
