"""Pieces: letters that came apart on their way out of a file, and what their words were.

A mark beside its letter, a ligature that no program could read, a letter that stands by itself:
each is a hypothesis of how this text lost its letters. The lexicon confirms or contradicts it, over
the distinct words that it touches; what is not confirmed changes nothing.
"""
