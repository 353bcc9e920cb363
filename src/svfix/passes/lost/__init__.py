"""Lost letters: å, ä and ö that some program on the way had no character for.

It wrote one mark for each of them, all over the text: `N�mnden f�resl�r`, `n?mnden`, `f_r`; or a
space: `N mnden f resl r`. What stands for letters is asked of the whole text (`marks`,
`svfix.decoder.blanks`), which letters they were of the words around (`svfix.decoder.fillings`).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from svfix.edits import Edit
from svfix.text.markup import blanked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from svfix.context import Context
    from svfix.decoder.fillings import Filling
    from svfix.text.places import Places


def may_act(places: Places) -> bool:
    """Whether a text has a mark that may stand for letters, or spaces for å, ä and ö."""
    marks, suspected = _asked()
    there = places.characters
    if not there.isdisjoint(marks):
        return True
    return there.isdisjoint("åäöÅÄÖ") and suspected(places.text)


@cache
def _asked() -> tuple[frozenset[str], Callable[[str], bool]]:
    """The characters that marks begin with, and what tells of spaces: modules long to load."""
    from svfix.decoder.blanks import suspected
    from svfix.passes.lost.marks import MARKS

    return frozenset(mark[0] for mark in MARKS), suspected


def propose(text: str, context: Context) -> list[Edit]:
    """Propose the letters that were lost, where the text shows what stands for them.

    Returns edits tagged ``lost.mark`` or ``lost.space``.
    """
    return next(filter(None, (rule(text, context) for rule in RULES)), [])


def mark(text: str, context: Context) -> list[Edit]:
    """A mark in the place of each letter: `n?mnden`, `f�r`. Others stay: `Vad?Nej`, `csv_fil`."""
    from svfix.passes.lost import marks as lost_marks

    there = context.places(text).characters
    for character in lost_marks.MARKS:
        if (
            character[0] in there
            and character in text
            and lost_marks.inside(text, character, context)
        ):
            places, size = lost_marks.find(text, character, context)
            if not places:
                continue
            prose = blanked(text, context.markup(text))
            if character in lost_marks.CERTAIN:  # those of no letter were quotes and dashes
                prose = prose.replace(character, '"' * len(character))
            if edits := filled(Shown(text, prose, places, size), context, "lost.mark"):
                return edits
    return []


def space(text: str, context: Context) -> list[Edit]:
    """A space in the place of each letter, in a text that has none left: `f reslog att st nga`.

    Letters that stand apart stay: `rad f, plats 12`, `bladen m n o`.
    """
    if not context.places(text).characters.isdisjoint("åäöÅÄÖ"):
        return []
    from svfix.decoder.blanks import blanks, suspected

    if not suspected(text):  # whatever is markup in it
        return []
    prose = blanked(text, context.markup(text))
    return filled(Shown(text, prose, blanks(prose, context.lexicon), 1), context, "lost.space")


RULES: tuple[Callable[[str, Context], list[Edit]], ...] = (mark, space)


def filled(shown: Shown, context: Context, rule: str) -> list[Edit]:
    """The edits that write the letters of a text over what stands for them."""
    if not shown.places:
        return []
    from svfix.decoder.fillings import fill
    from svfix.search.vocabulary import vocabulary

    words = vocabulary(context.lexicon, tuple(context.options.words))
    return [shown.edit(filling, rule) for filling in fill(shown.text, words)]


class Shown:
    """A text as the decoder is shown it: its prose, a stand-in for what stands for each letter."""

    def __init__(self, original: str, prose: str, places: Sequence[int], size: int) -> None:
        from svfix.decoder.lost import STAND_IN

        prose = prose.replace(STAND_IN, " ")
        self._original, self.places, self._size = original, places, size
        self._shown = [place - i * (size - 1) for i, place in enumerate(places)]
        starts = [0, *(place + size for place in places)]
        ends = [*places, len(prose)]
        pieces = [prose[start:end] for start, end in zip(starts, ends, strict=True)]
        self.text = STAND_IN.join(pieces)

    def edit(self, filling: Filling, rule: str) -> Edit:
        """The edit of the original that writes the letters of a word."""
        first = bisect_left(self._shown, filling.start)
        last = bisect_left(self._shown, filling.end)
        start = filling.start + first * (self._size - 1)
        end = filling.end + last * (self._size - 1)
        written, at = "", start
        for place, letter in zip(self.places[first:last], filling.letters, strict=True):
            written += self._original[at:place] + letter
            at = place + self._size
        written += self._original[at:end]
        return Edit(start, end, self._original[start:end], written, rule, filling.probability)
