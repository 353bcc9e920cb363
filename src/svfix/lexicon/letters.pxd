cpdef double spelt_out(const unsigned char[::1] table, str form) noexcept
