from svfix.lexicon.cloze cimport Gap
