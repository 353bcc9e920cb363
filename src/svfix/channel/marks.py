"""Reject marks: what an engine puts where it could not tell the letter (`perspek_v`, `in[e`).

In most texts `_` or `[` is punctuation, at which a word ends.  In a text where such a mark keeps
standing between letters it is a letter that was not read.  There the decoder sees a stand-in
instead: a letter of no Swedish word, which the channel knows as the mark.
"""

from __future__ import annotations

import re

from svfix.patterns import pattern

MARKS = "_[]{}~\\^�¦<>"
STAND_INS = dict(zip(MARKS, "ꞏǀǁǂǃʔʕʖʘʭƻʬ", strict=True))
LEAST = 3  # marks between letters that are no accident
SHARE = 0.0005  # of such marks to a character: one in some 300 words

INSIDE = pattern(rf"(?<=[^\W\d_])[{re.escape(MARKS)}](?=[^\W\d_])")


def standing(text: str) -> str:
    """The reject marks of a text: those that keep standing between letters.

    U+FFFD is none: engines do not write it, but programs that lost a letter (the pass `lost`).

    >>> standing("bevilja_ in[e vi_a in[e fr_n in[e h_r in[e")
    '[_'

    Where marks are rare they are punctuation:

    >>> standing("se [1] och bilaga_2 [ej med]")
    ''
    """
    enough = max(LEAST, SHARE * len(text))
    common = [mark for mark in MARKS if text.count(mark) >= enough and mark != "\ufffd"]
    inside = INSIDE.findall(text) if common else []
    return "".join(sorted(mark for mark in common if inside.count(mark) >= enough))


def masked(text: str, marks: str) -> str:
    """A text with stand-ins for the reject marks in it; every character keeps its place.

    >>> masked("bevilja_ in[e [sic]", "_")
    'beviljaꞏ in[e [sic]'
    """
    return text.translate({ord(mark): STAND_INS[mark] for mark in marks}) if marks else text
