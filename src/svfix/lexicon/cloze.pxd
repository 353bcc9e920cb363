cimport cython


@cython.final
cdef class Surroundings:
    cdef const int[::1] word
    cdef const unsigned char[::1] mark
    cdef const unsigned char[::1] titled
    cdef int[::1] edges  # by place, how many paragraphs ended up to there
    cdef readonly int[::1] words
    cdef readonly signed char[::1] signs
    cpdef object look(self, Py_ssize_t place)
    cdef void side(self, Py_ssize_t place, int step, Py_ssize_t first) noexcept
    cdef void look_for_signs(self, Py_ssize_t place) noexcept
    cdef Py_ssize_t inside(self, Py_ssize_t place) noexcept


@cython.final
cdef class Gap:
    cdef Surroundings around
    cdef const signed char[:, ::1] near
    cdef const signed char[:, ::1] far
    cdef const short[:, ::1] inside
    cdef const int[::1] hidden_bias
    cdef const short[:, ::1] out
    cdef const int[::1] out_bias
    cdef const signed char[:, ::1] words
    cdef const short[::1] bias
    cdef readonly short[::1] inputs
    cdef readonly int[::1] row
    cpdef object look(self, Py_ssize_t place)
    cpdef double fit(self, int word) noexcept
    cdef void gather(self) noexcept
    cdef void bend(self) noexcept
