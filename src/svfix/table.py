"""The table of passes: their order, what each does, and what they tell each other."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from svfix.context import Context
    from svfix.edits import Edit
    from svfix.evidence import PageEvidence
    from svfix.text.places import Places


class Pass(NamedTuple):
    """One row of the table: a module in `svfix.passes`, and what it does, in a line.

    `needs` are the fields of `PageEvidence` that it reads, and `gives` those that it finds out.
    What nobody found out is as in a clean text: a pass finds less then.  One that is `idle` without
    any of what it needs finds nothing at all.
    """

    name: str
    about: str
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    idle: bool = False

    def propose(
        self, text: str, context: Context, evidence: PageEvidence
    ) -> tuple[list[Edit], PageEvidence]:
        """The pass's edits of `text`, and the evidence with what it found out.

        Its module is imported at the first call.
        """
        module = _module(self.name)
        if self.gives:
            found: tuple[list[Edit], PageEvidence] = module.propose(text, context, evidence)
            return found
        seen = (evidence,) if self.needs else ()
        return module.propose(text, context, *seen), evidence

    def may_act(self, places: Places, is_plain: bool = False) -> bool:
        """Whether the pass may find anything in a text that nothing tells to be misread.

        What stands side by side in it says so; most texts that are read right have little of that.
        Of a text that `is_plain` all words are in order (`svfix.decoder.plain`).
        """
        asked = _asked(self.name, is_plain)
        return asked is None or places.tells(asked)


@cache
def _module(name: str) -> Any:
    return import_module(f"svfix.passes.{name}")


@cache
def _asked(name: str, is_plain: bool) -> Callable[[Places], bool] | None:
    module = _module(name)
    asked: Callable[[Places], bool] | None = getattr(module, "may_act", None)
    return getattr(module, "may_act_on_plain", asked) if is_plain else asked


PASSES = (
    Pass(
        "encoding",
        "text decoded with the wrong character set, or not at all: fÃ¶r, f{r, f=F6r, f&ouml;r",
    ),
    Pass("pieces", "letters that came apart: f ̈or, paº, speci fi kation, o\0ciell"),
    Pass("characters", "letters in disguise: ﬁ, ſ, invisible and Cyrillic ones"),
    Pass("lost", "å, ä and ö that became one mark all over: n�mnden, n?mnden, n_mnden"),
    Pass("spaces", "spaces put where none can be: Maj :t"),
    Pass("sections", "section signs read as other marks: 12 $ i stadgarna, 6 kap. 14 S"),
    Pass("numbers", "letters read for figures: l964, 2O15, 1O OOO kr"),
    Pass(
        "margins",
        "dirt on the margins of dirty pages, read as marks and letters: : och så | SS",
        gives=("dirty",),
    ),
    Pass("hyphens", "words broken over lines, joined if asked to"),
    Pass(
        "words",
        "words misread, run together or split",
        gives=("profile", "quality", "repaired", "damaged", "noisy", "given_up"),
    ),
    Pass(
        "debris",
        "dirt read as characters in sentences and beside them: om.hur, om du 3 | vill resa",
        needs=("dirty", "profile", "repaired", "damaged"),
        gives=("damaged",),
    ),
    Pass(
        "stops",
        "stops read as commas, or lost at the end of a sentence",
        needs=("dirty", "damaged", "noisy"),
        idle=True,
    ),
    Pass(
        "punctuation",
        "quotes, dashes and bars the engine misread",
        needs=("dirty", "damaged"),
    ),
)
"""The passes, in the order in which they run."""

PASS_NAMES = tuple(row.name for row in PASSES)


def givers(row: Pass) -> list[str]:
    """The passes before one that find out what it needs.

    >>> givers(PASSES[PASS_NAMES.index("stops")])
    ['margins', 'words', 'debris']
    """
    before = PASSES[: PASSES.index(row)]
    return [other.name for other in before if not set(row.needs).isdisjoint(other.gives)]
