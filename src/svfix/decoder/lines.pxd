cimport cython


@cython.final
cdef class Layout:
    cdef readonly str text
    cdef readonly list forms
    cdef readonly Py_ssize_t size
    cdef const long long[::1] start
    cdef const long long[::1] end
    cdef const long long[::1] form
    cdef const signed char[::1] kind
    cdef const unsigned char[::1] opens
    cdef const unsigned char[::1] line
    cpdef str said(self, Py_ssize_t token)
    cpdef Py_UCS4 at(self, Py_ssize_t place) noexcept
    cpdef int breaks(self, Py_ssize_t token) noexcept
    cpdef bint listed(self, Py_ssize_t token) noexcept
    cpdef bint headed(self, Py_ssize_t token) except? -1
