"""The letters a lexicon form is made of, as small integers: the labels of the trie's edges.

Forms are stored in lower case.  Labels fit in the 64 bits of a node's bitmap, so a form with any
other character cannot be stored; `encode` says so with `None`.
"""

from __future__ import annotations

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéèêëáàâãíìîïóòôõúùûüýøæçñßðþšž'-:.&"
CODE = {letter: code for code, letter in enumerate(LETTERS)}
assert len(LETTERS) <= 64


def encode(form: str) -> bytes | None:
    """The labels of a lower-case form, or `None` where the trie cannot hold it.

    >>> list(encode("bää"))
    [1, 27, 27]
    >>> encode("b5") is None
    True
    """
    try:
        return bytes([CODE[letter] for letter in form])
    except KeyError:
        return None
