"""Capitals: where they stand in forms."""

from __future__ import annotations

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython


def is_cased(word: str) -> bool:
    """Whether the capitals of a word stand where they do in words.

    >>> is_cased("Öppet"), is_cased("ÖPPET"), is_cased("öPpet")
    (True, True, False)
    """
    return word.isupper() or word[1:].islower() or len(word) == 1


def all_capitals(form: str) -> bool:
    """Whether a form of two letters or more is all in capitals.

    >>> all_capitals("ÖVER"), all_capitals("Över"), all_capitals("Ö")
    (True, False, False)
    """
    letters: cython.int = 0
    character: cython.Py_UCS4
    if len(form) < 2 or not form.isupper():
        return False
    for character in form:
        if character.isalpha():
            letters += 1
    return letters > 1


def capital_inside(form: str) -> bool:
    """Whether a capital follows a small letter: `MarknadschefHenrik`, but not `KPI-inflationen`.

    >>> capital_inside("kuNform"), capital_inside("KPI-tal"), capital_inside("Anna-Lisa")
    (True, False, False)
    """
    small: cython.bint = False
    character: cython.Py_UCS4
    for character in form:
        if small and character.isupper():
            return True
        small = character.islower()
    return False
