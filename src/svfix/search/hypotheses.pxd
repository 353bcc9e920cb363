from svfix.lexicon.trie cimport Trie
