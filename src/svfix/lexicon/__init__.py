"""Swedish forms, their frequencies, compounds and n-grams, memory-mapped from one packed file."""

from svfix.lexicon.store import Lexicon, default, load

__all__ = ["Lexicon", "default", "load"]
