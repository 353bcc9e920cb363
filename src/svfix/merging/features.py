"""Features: what tells of each candidate whether it stood on the page.

Each is told beside its rival, the one of the others that the readings speak for most. The trees of
`choice` weigh them; that they weigh what engines say together less than the sum of what each says
alone is how far engines err together, as they learned it from pages that several engines read.
"""

from __future__ import annotations

from collections.abc import Sequence

from svfix.merging.evidence import Evidence
from svfix.merging.places import Place

WIDEST = 25.0  # nats that the language may say

OWN = (
    "channel", "listed", "votes", "as_read", "repaired", "observed", "is_base", "is_new", "words",
    "letters", "figures", "lacks", "extra", "damage", "case", "elsewhere", "mark", "fits", "often",
    "address", "stray", "confused",
)  # fmt: skip
BESIDE = (
    "channel", "language", "listed", "votes", "as_read", "repaired", "observed", "odd", "letters",
    "fits", "rate", "damage", "cloze", "case", "elsewhere", "stray", "accents", "foreign",
)  # fmt: skip
RIVAL = ("as_read", "repaired", "is_base", "words", "mark")
CLOSE = 8.0  # nats that the language says between words that are listed alike

PLACE = (
    "readings",
    "candidates",
    "kin",
    "alike",
    "after_stop",
    "before_capital",
    "ends_line",
    "part",
)
NAMES = (
    *OWN,
    *(f"{name}_beyond" for name in BESIDE),
    *(f"{name}_of_rival" for name in RIVAL),
    *PLACE,
)
"""The features, by column: of a candidate, how far it is beyond its rival, and of its place."""


def rows(
    evidence: Sequence[Evidence],
    place: Place,
    around: tuple[Sequence[str], Sequence[str]],
    ends_line: int,
) -> list[list[float]]:
    """The features of each candidate of a place; `around` are the words before and behind it."""
    before, behind = around
    about: dict[str, float] = {
        "readings": len(place.said),
        "candidates": len(evidence),
        "after_stop": not before or before[-1][-1:] in ".!?:",
        "before_capital": any(map(str.isupper, behind[0][:2])) if behind else 2,
        "ends_line": ends_line,
        "part": 3 if place.part is None else place.part,
    }
    found = []
    for i, one in enumerate(evidence):
        others = [*evidence[:i], *evidence[i + 1 :]]
        rival = max(others, key=lambda other: other.weight, default=one)
        about["kin"] = kin(one, rival)
        says = one.language - rival.language if one.listed == rival.listed > 0 else 0.0
        about["alike"] = max(-CLOSE, min(CLOSE, says))
        row = [float(getattr(one, name)) for name in OWN]
        row += [beyond(getattr(one, name), getattr(rival, name)) for name in BESIDE]
        row += [float(getattr(rival, name)) for name in RIVAL]
        row += [float(about[name]) for name in PLACE]
        found.append(row)
    return found


def kin(one: Evidence, rival: Evidence) -> int:
    """How two candidates differ: 1 by diacritics alone, 2 by capitals too, 0 by other letters."""
    if one.bare == rival.bare:
        return 1
    return 2 if one.bare.lower() == rival.bare.lower() else 0


def beyond(one: float | None, rival: float | None) -> float:
    """How far one is beyond its rival, if both are known."""
    nats = 0.0 if one is None or rival is None else float(one - rival)
    return max(-WIDEST, min(WIDEST, nats))
