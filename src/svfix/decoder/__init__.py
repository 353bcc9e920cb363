"""The decoder: what the engine read, back into what the page said.

    tokens → profile → hypotheses → lattice → edits

`tokens` finds the words, `profile` estimates how the document was misread, `hypotheses` lists what
each form may have been, `lattice` weighs the hypotheses in context, and `decode` makes edits of
those that differ from what was read.
"""

from svfix.decoder.decode import Decoding, decode

__all__ = ["Decoding", "decode"]
