cimport cython

from svfix.search.paths cimport Table


@cython.final
cdef class Sheet:
    cdef readonly int size
    cdef int end
    cdef list columns
    cdef long long[::1] form
    cdef unsigned char[::1] titled
    cdef long long[::1] as_word
    cdef long long[::1] as_context
    cdef float[::1] prior_beyond_word
    cdef float[::1] channel
    cdef unsigned char[::1] is_identity
    cdef unsigned char[::1] is_user_word
    cdef int[::1] first
    cdef int[::1] step
    cdef int put(self, long long form, bint titled, long long as_word, long long as_context) except -1
    cdef int price(self, double prior_beyond_word, double channel) noexcept
    cdef int path(self, Table source, int i) noexcept
