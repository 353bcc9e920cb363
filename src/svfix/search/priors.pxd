from svfix.lexicon.letters cimport spelt_out
