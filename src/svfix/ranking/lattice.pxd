from svfix.lexicon.grams cimport Grams
