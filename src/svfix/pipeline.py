"""The pipeline: the passes in their order, and the fixer that runs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from svfix.context import Context, Memory
from svfix.edits import Edit, apply, compose
from svfix.evidence import PageEvidence
from svfix.options import MIN_CONFIDENCE, Options, kind_of
from svfix.quality import Quality, with_marks
from svfix.result import Result
from svfix.table import PASS_NAMES, PASSES

if TYPE_CHECKING:
    from svfix.channel.profile import Profile
    from svfix.doubts import Doubt


MAX_ROUNDS = 16
"""How often the passes run over their own output before the text is given up as unsettled."""


@dataclass(frozen=True, init=False, repr=False)
class Fixer:
    """Repairs texts with one set of options: call it with a text.

    Options, all by keyword:

    - `words`: the user's own words (names, codes), which are never touched;
    - `min_confidence`: make edits at least this sure, 0 to 1;
    - `join_hyphens`: put words broken over lines together;
    - `passes`: names of the passes to run, out of `PASSES`; their order does not matter;
    - `profile`: the document's channel, if it is known: a `svfix.Profile`.

    A fixer never changes; it can be pickled, and threads can share it. Its `options` say what was
    chosen: they are checked once, when it is made, and every pass is given them.

    >>> fixer = Fixer(words=["IGO-R"], min_confidence=0.9)
    >>> fixer("Metoden for uppféljningen, IGO-R AB")
    'Metoden för uppföljningen, IGO-R AB'
    >>> Fixer(passes=["characters"])("Metoden for uppféljningen")
    'Metoden for uppféljningen'
    """

    options: Options

    def __init__(
        self,
        *,
        words: Sequence[str] = (),
        min_confidence: float = MIN_CONFIDENCE,
        join_hyphens: bool = False,
        passes: Sequence[str] = PASS_NAMES,
        profile: Profile | None = None,
    ) -> None:
        options = Options(
            words=words,
            min_confidence=min_confidence,
            join_hyphens=join_hyphens,
            passes=passes,
            profile=profile,
        )
        object.__setattr__(self, "options", options)

    def __repr__(self) -> str:
        return type(self).__name__ + repr(self.options).removeprefix("Options")

    def with_profile(self, profile: Profile | None) -> Fixer:
        """Return a fixer with the same options and a profile: that of an earlier text, say.

        >>> fixer = Fixer(words=["IGO-R"])
        >>> page = fixer.explain("Metoden for uppféljningen")
        >>> fixer.with_profile(page.profile).options.words
        ('IGO-R',)
        >>> fixer.with_profile(None) == fixer
        True
        """
        return type(self)(**{**vars(self.options), "profile": profile})

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
            raise TypeError(f"svfix repairs str, not {kind_of(text)}")
        text = str.__str__(text)  # of a class of its own: compiled code takes str alone
        memory = Memory()
        current, edits, first = self._round(text, memory, judge=True)
        seen: dict[str, list[Edit]] = {text: []}
        while current not in seen and len(seen) < MAX_ROUNDS:
            seen[current] = edits
            memory.forget_all_but(current)
            before = current
            current, more, _ = self._round(before, memory, judge=False)
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
        if "numbers" not in self.options.passes:
            return ()
        from svfix import doubts

        return tuple(doubts.find(text, repaired, edits, Context(self.options, memory=memory)))

    def _round(
        self, text: str, memory: Memory, judge: bool
    ) -> tuple[str, list[Edit], PageEvidence]:
        """Run each pass once; return the text they make, their edits and what they found out.

        A round starts afresh, so that a second one does just what a second `fix` would.  `judge`
        asks for the quality, which is that of the text as it was read.
        """
        options = self.options
        context = Context(options, memory=memory, judge=judge)
        evidence = PageEvidence()
        current = text
        edits: list[Edit] = []
        others: list[Edit] = []
        for row in PASSES:
            if row.name in options.passes:
                proposed, evidence = row.propose(current, context, evidence)
                sure = proposed and context.makeable(current, proposed)
                if sure:
                    edits = compose(text, edits, sure, current)
                    before, current = current, apply(current, sure)
                    context.edited(before, sure, current)
                    if row.name != "words":
                        others += sure
        if evidence.quality:
            quality = with_marks(
                evidence.quality, context.places(text), context.places(current), others
            )
            evidence = replace(evidence, quality=quality)
        return current, edits, evidence


def fix(
    text: str,
    *,
    words: Sequence[str] = (),
    min_confidence: float = MIN_CONFIDENCE,
    join_hyphens: bool = False,
    passes: Sequence[str] = PASS_NAMES,
    profile: Profile | None = None,
) -> str:
    """Return `text` as it was before the OCR engine misread it.

    The options are those of `Fixer`. Make a `Fixer` once to repair many texts.

    >>> fix("Metoden for uppféljningen")
    'Metoden för uppföljningen'

    Text without damage comes back as it is:

    >>> fix("Metoden för uppföljningen")
    'Metoden för uppföljningen'
    """
    return Fixer(
        words=words,
        min_confidence=min_confidence,
        join_hyphens=join_hyphens,
        passes=passes,
        profile=profile,
    )(text)


def explain(
    text: str,
    *,
    words: Sequence[str] = (),
    min_confidence: float = MIN_CONFIDENCE,
    join_hyphens: bool = False,
    passes: Sequence[str] = PASS_NAMES,
    profile: Profile | None = None,
) -> Result:
    """Return `text` repaired together with the edits made, as a `Result`.

    The options are those of `Fixer`.

    >>> result = explain("ﬁnansiering", passes=["characters"])
    >>> result.text
    'finansiering'
    >>> result.edits[0].rule
    'characters.ligature'
    >>> explain("finansiering", passes=["characters"]).edits
    ()
    """
    return Fixer(
        words=words,
        min_confidence=min_confidence,
        join_hyphens=join_hyphens,
        passes=passes,
        profile=profile,
    ).explain(text)
