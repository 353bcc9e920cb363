from svfix.lexicon.numbers cimport Numbers
from svfix.lexicon.trie cimport Trie
