cimport cython

from svfix.search.paths cimport Table


@cython.final
cdef class Sheet:
    cdef readonly int size
    cdef int end
    cdef list columns
    cdef long long[::1] form
    cdef unsigned char[::1] titled
    cdef long long[::1] into
    cdef long long[::1] outof
    cdef float[::1] extra
    cdef float[::1] channel
    cdef unsigned char[::1] same
    cdef unsigned char[::1] own
    cdef int[::1] first
    cdef int[::1] step
    cdef int put(self, long long form, bint titled, long long into, long long outof) except -1
    cdef int price(self, double extra, double channel) noexcept
    cdef int path(self, Table source, int i) noexcept
