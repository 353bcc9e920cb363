"""Words of ALTO whose halves are apart: between them stand the foot of a page and a head, say.

`SUBS_CONTENT` says of both halves what their word is. The fixer is given it whole, in the place of
the first half, and what it becomes is dealt out among the halves again: the word stays broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from svfix.formats.agreement import Places
from svfix.formats.elements import Carrier
from svfix.formats.markup import Markup
from svfix.formats.tree import Node

HYPHENS = "-\N{SOFT HYPHEN}\N{NOT SIGN}\N{HYPHEN}"
"""What ends the first half of a word broken over two lines."""

HALVES = ("HypPart1", "HypPart2")
"""The kinds of halves of a broken word."""

MARKS = ".,;:!?)»”\"'"  # that may follow a word, and are no part of it


class Apart(NamedTuple):
    """The halves of a word."""

    left: Carrier
    right: Carrier

    @property
    def word(self) -> str:
        """The word as it was read, without its hyphen."""
        return self.left.unit.text.rstrip(HYPHENS) + self.right.unit.text

    def dealt(self, new: str) -> tuple[str, str] | None:
        """What the halves read when the word is another; None where one of them would be nothing.

        The hyphen of the first half stays with it, if it has no element of its own.
        """
        left = self.left.unit.text
        bare = left.rstrip(HYPHENS)
        at = Places(self.word, new).of(len(bare))
        hyphen = left[len(bare) :].removesuffix(self.left.hyphen)
        whole = at and new[at:].strip(MARKS) and not any(map(str.isspace, new))
        return (new[:at] + hyphen, new[at:]) if whole else None


def found(
    carriers: Sequence[Carrier], markup: Markup, numbers: Mapping[Node, int]
) -> Iterator[Apart]:
    """The words whose halves follow each other with another element between them.

    `numbers` are those of all elements of words: one whose word went stands between them too.
    """
    left: Carrier | None = None
    if HALVES[0] not in markup.source:  # as in most documents
        return
    for carrier in carriers:
        kind = markup.get(carrier.node, "SUBS_TYPE")
        if left and kind == HALVES[1] and numbers[carrier.node] > numbers[left.node] + 1:
            apart = Apart(left, carrier)
            said = {markup.get(half.node, "SUBS_CONTENT") for half in apart}
            if said == {apart.word.rstrip(MARKS)}:
                yield apart
        if kind in HALVES:
            left = carrier if kind == HALVES[0] else None


def united(carriers: Sequence[Carrier], words: dict[Node, Apart]) -> Iterator[Carrier]:
    """The carriers with each word whole in the place of its first half."""
    rights = {apart.right.node for apart in words.values()}
    for carrier in carriers:
        if apart := words.get(carrier.node):
            unit = carrier.unit._replace(text=apart.word)
            yield carrier._replace(unit=unit, hyphen="", divisible=False)
        elif carrier.node not in rights:
            yield carrier
