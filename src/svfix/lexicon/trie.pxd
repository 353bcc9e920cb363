cimport cython


@cython.final
cdef class Trie:
    cdef readonly const unsigned long long[::1] children
    cdef readonly const int[::1] first
    cdef readonly const int[::1] word
    cdef int child(self, int node, int label) noexcept
    cpdef int find(self, str form) except? -2
