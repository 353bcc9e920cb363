from svfix.lexicon.trie cimport Trie


cpdef bint make_one(Trie trie, const unsigned char[::1] unigram, str left, str right, long long v, long long w) except? -1
