cimport cython


@cython.final
cdef class Trie:
    cdef readonly const unsigned long long[:] children
    cdef const int[:] first
    cdef readonly const int[:] word
    cdef readonly const unsigned char[:] ahead
    cdef int child(self, int node, int label) noexcept
    cpdef int find(self, str form) except? -2
    cpdef bint goes_on(self, str form, str letters) except? -1
