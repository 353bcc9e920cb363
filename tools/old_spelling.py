"""Spelling before the reform of 1906: which forms are regular old spellings of a modern word."""

from __future__ import annotations

from collections.abc import Iterator, Set

# Old → modern, as the reform and the practice after it had them.
RULES: tuple[tuple[str, str], ...] = (
    ("hv", "v"),
    ("fv", "v"),
    ("ff", "v"),
    ("f", "v"),
    ("qv", "kv"),
    ("dt", "tt"),
    ("dt", "t"),
    ("w", "v"),
    ("th", "t"),
    ("e", "ä"),
    ("gt", "kt"),
    ("ck", "k"),
    ("c", "k"),
)
INSIDE = ("f", "ff", "fv", "dt", "gt", "ck")  # never at the head of a word
_MOST = 3  # rules that may have worked on one form


def modernised(form: str, rules: int = _MOST) -> Iterator[str]:
    """Spellings a reform could have made of a form: one to three rules, each at one place.

    >>> [m in set(modernised(f)) for f, m in
    ...  [("hvad", "vad"), ("öfver", "över"), ("qvinna", "kvinna"), ("verldshaf", "världshav")]]
    [True, True, True, True]
    """
    for old, new in RULES:
        at = form.find(old, 1 if old in INSIDE else 0)
        while at >= 0:
            newer = form[:at] + new + form[at + len(old) :]
            yield newer
            if rules > 1:
                yield from modernised(newer, rules - 1)
            at = form.find(old, at + 1)


def is_old_spelling(form: str, dictionary: Set[str]) -> bool:
    """Whether a modern word comes out when a form's spelling is reformed.

    >>> is_old_spelling("hafva", {"hava"}), is_old_spelling("hava", {"hava"})
    (True, False)
    >>> is_old_spelling("fore", {"vore"})
    False
    """
    return any(newer in dictionary for newer in modernised(form))
