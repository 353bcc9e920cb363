"""Reject marks: what an engine puts where it could not tell the letter (`perspek_v`, `in[e`).

In most texts `_` or `[` is punctuation, at which a word ends.  In a text where such a mark keeps
standing between letters it is a letter that was not read.  There the decoder sees a stand-in
instead: a letter of no Swedish word, which the channel knows as the mark.
"""

from __future__ import annotations

import re

MARKS = "_[]{}~\\^�¦<>"
STAND_INS = dict(zip(MARKS, "ꞏǀǁǂǃʔʕʖʘʭƻʬ", strict=True))
LEAST = 3  # marks between letters that are no accident
SHARE = 0.0005  # of such marks to a character: one in some 300 words

INSIDE = re.compile(rf"(?<=[^\W\d_])[{re.escape(MARKS)}](?=[^\W\d_])")


def masked(text: str) -> str:
    """A text with stand-ins for the reject marks in it; every character keeps its place.

    >>> masked("bevilja_ in[e vi_a in[e fr_n in[e h_r in[e")
    'beviljaꞏ inǀe viꞏa inǀe frꞏn inǀe hꞏr inǀe'

    Where marks are rare they are punctuation:

    >>> masked("se [1] och bilaga_2 [ej med]")
    'se [1] och bilaga_2 [ej med]'
    """
    found = INSIDE.findall(text)
    enough = max(LEAST, SHARE * len(text))
    table = {
        ord(mark): stand_in for mark, stand_in in STAND_INS.items() if found.count(mark) >= enough
    }
    return text.translate(table) if table else text
