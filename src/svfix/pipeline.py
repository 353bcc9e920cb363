"""The pipeline: the passes in their order, the options they read, and the fixer that runs them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from svfix.context import Context, Memory
from svfix.edits import Edit, apply, compose
from svfix.quality import Quality, with_marks

if TYPE_CHECKING:
    from svfix.decoder import Profile
    from svfix.doubts import Doubt


class Pass(NamedTuple):
    """One row of the pipeline: a module in `svfix.passes` and what it does, in a line."""

    name: str
    about: str

    def propose(self, text: str, context: Context) -> list[Edit]:
        """Return the pass's edits of `text`; its module is imported at the first call."""
        module = importlib.import_module(f"svfix.passes.{self.name}")
        edits: list[Edit] = module.propose(text, context)
        return edits


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
    Pass("margins", "specks on dirty margins, read as marks and letters: : och så | SS"),
    Pass("hyphens", "words broken over lines, joined if asked to"),
    Pass("words", "words misread, run together or split"),
    Pass("scraps", "letters and figures read in the dirt on margins: om du 3 | vill resa"),
    Pass("specks", "specks read as marks in a sentence: om.hur, införande. av"),
    Pass("stops", "stops read as commas, or lost at the end of a sentence"),
    Pass("punctuation", "quotes, dashes and bars the engine misread"),
)
"""The passes, in the order in which they run."""

PASS_NAMES = tuple(row.name for row in PASSES)

MAX_ROUNDS = 16
"""How often the passes run over their own output before the text is given up as unsettled."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a user may choose. Sequences are kept as tuples, `passes` in the order they run.

    Raises TypeError for a value of the wrong type and ValueError for one out of range.

    >>> Options(passes=["words", "encoding"]).passes
    ('encoding', 'words')
    """

    min_confidence: float = 0.5
    join_hyphens: bool = False
    words: Sequence[str] = ()
    profile: Profile | None = None
    passes: Sequence[str] = PASS_NAMES

    def __post_init__(self) -> None:
        if isinstance(self.min_confidence, bool) or not isinstance(
            self.min_confidence, (int, float)
        ):
            raise TypeError(f"min_confidence must be a number, not {_kind(self.min_confidence)}")
        if not 0 <= self.min_confidence <= 1:
            raise ValueError(f"min_confidence must be from 0 to 1, not {self.min_confidence}")
        if not isinstance(self.join_hyphens, bool):
            raise TypeError(f"join_hyphens must be True or False, not {_kind(self.join_hyphens)}")
        if self.profile is not None:
            from svfix.decoder import Profile  # numpy with it, which `import svfix` does without

            if not isinstance(self.profile, Profile):
                raise TypeError(f"profile must be a Profile, not {_kind(self.profile)}")
        passes = _strings("passes", self.passes)
        if unknown := [name for name in passes if name not in PASS_NAMES]:
            known = ", ".join(PASS_NAMES)
            raise ValueError(f"there is no pass {unknown[0]!r}; the passes are {known}")
        object.__setattr__(self, "words", _strings("words", self.words))
        object.__setattr__(self, "passes", tuple(n for n in PASS_NAMES if n in passes))


@dataclass(frozen=True)
class Result:
    """A repaired text and how it came about.

    `text` is the repaired text, `original` the text as given, `edits` what lies between them, in
    order and with offsets in `original`; `profile` is the channel the words were decoded with, and
    `quality` the share of words expected to be wrong before and after: both are None when the words
    pass was left out; `doubts` are the numbers that may be misread and were left as they are, in
    order and with offsets in `original` too.
    """

    text: str
    original: str
    edits: tuple[Edit, ...]
    profile: Profile | None
    quality: Quality | None = None
    doubts: tuple[Doubt, ...] = ()


class Fixer(Options):
    """Repairs texts with one set of options: call it with a text.

    Options, all by keyword:

    - `words`: the user's own words (names, codes), which are never touched;
    - `min_confidence`: make edits at least this sure, 0 to 1;
    - `join_hyphens`: put words broken over lines together;
    - `passes`: names of the passes to run, out of `PASSES`; their order does not matter;
    - `profile`: the document's channel, if it is known: a `svfix.Profile`.

    A fixer never changes; it can be pickled, and threads can share it.

    >>> fixer = Fixer(words=["IGO-R"], min_confidence=0.9)
    >>> fixer("Metoden for uppféljningen, IGO-R AB")
    'Metoden för uppföljningen, IGO-R AB'
    >>> Fixer(passes=["characters"])("Metoden for uppféljningen")
    'Metoden for uppféljningen'
    """

    def __call__(self, text: str) -> str:
        """Return `text` repaired: the same as ``explain(text).text``."""
        return self.explain(text).text

    def explain(self, text: str) -> Result:
        """Return `text` repaired, with each edit, its reason and its confidence.

        The passes run over their own output until nothing is left to change, so that repairing
        a repaired text changes nothing. Should they go round in a circle, the least of its texts
        stands for all of them; should they not settle at all, the text is left as it was.

        Raises TypeError when `text` is not a `str`; no `str` makes it raise.
        """
        if not isinstance(text, str):
            raise TypeError(f"svfix repairs str, not {_kind(text)}")
        memory = Memory()
        current, edits, first = self._round(text, memory)
        seen: dict[str, list[Edit]] = {text: []}
        while current not in seen and len(seen) < MAX_ROUNDS:
            seen[current] = edits
            memory.forget_all_but(current)
            before = current
            current, more, _ = self._round(before, memory)
            edits = compose(text, edits, more, before)
        if current in seen:
            history = list(seen)
            current = min(history[history.index(current) :])
        else:
            current = text
        edits = seen[current]
        quality = first.quality
        if quality and not edits:
            quality = Quality(quality.words, quality.before, quality.before)
        doubts = self._doubts(text, current, edits, memory)
        return Result(current, text, tuple(edits), first.profile, quality, doubts)

    def _doubts(
        self, text: str, repaired: str, edits: list[Edit], memory: Memory
    ) -> tuple[Doubt, ...]:
        if "numbers" not in self.passes:
            return ()
        from svfix import doubts

        return tuple(doubts.find(text, repaired, edits, Context(self, memory=memory)))

    def _round(self, text: str, memory: Memory) -> tuple[str, list[Edit], Context]:
        """Run each pass once; return the text they make, their edits and what they found out.

        A round starts afresh, so that a second one does just what a second `fix` would.
        """
        context = Context(self, memory=memory)
        current = text
        edits: list[Edit] = []
        others: list[Edit] = []
        for row in PASSES:
            if row.name in self.passes:
                proposed = row.propose(current, context)
                if proposed:
                    proposed = context.spared(current, proposed)
                sure = [edit for edit in proposed if edit.confidence >= self.min_confidence]
                if sure:
                    edits = compose(text, edits, sure, current)
                    before, current = current, apply(current, sure)
                    context.edited(before, sure, current)
                if row.name != "words":
                    others += sure
        if context.quality:
            context.quality = with_marks(
                context.quality, context.places(text), context.places(current), others
            )
        return current, edits, context


def fix(text: str, **options: Any) -> str:
    """Return `text` as it was before the OCR engine misread it.

    `options` are those of `Fixer`. Make a `Fixer` once to repair many texts.

    >>> fix("Metoden for uppféljningen")
    'Metoden för uppföljningen'

    Text without damage comes back as it is:

    >>> fix("Metoden för uppföljningen")
    'Metoden för uppföljningen'
    """
    return explain(text, **options).text


def explain(text: str, **options: Any) -> Result:
    """Return `text` repaired together with the edits made, as a `Result`.

    `options` are those of `Fixer`.

    >>> result = explain("ﬁnansiering", passes=["characters"])
    >>> result.text
    'finansiering'
    >>> result.edits[0].rule
    'characters.ligature'
    >>> explain("finansiering", passes=["characters"]).edits
    ()
    """
    return Fixer(**options).explain(text)


def _strings(name: str, value: Sequence[str]) -> tuple[str, ...]:
    """Return `value` as a tuple; a single string is most often a forgotten bracket."""
    if isinstance(value, (str, bytes)):
        raise TypeError(f"{name} must be a list of strings, not one string")
    try:
        values = tuple(value)
    except TypeError:
        raise TypeError(f"{name} must be a list of strings, not {_kind(value)}") from None
    for item in values:
        if not isinstance(item, str):
            raise TypeError(f"{name} must be a list of strings, with no {_kind(item)} in it")
    return values


def _kind(value: object) -> str:
    return type(value).__name__
