"""The pipeline: the passes in their order, and the fixer that runs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from svfix.context import Context, Memory
from svfix.edits import Edit, apply, compose
from svfix.evidence import PageEvidence
from svfix.options import MIN_CONFIDENCE, Options, as_json, from_json, kind_of
from svfix.quality import Quality, with_marks
from svfix.result import Result
from svfix.settling import Course, settled
from svfix.table import PASS_NAMES, PASSES
from svfix.version import __version__

if TYPE_CHECKING:
    from svfix.channel.profile import Profile
    from svfix.doubts import Doubt
    from svfix.result import Unrepaired


@dataclass(frozen=True, init=False, repr=False)
class Fixer:
    """Repairs texts with one set of options: call it with a text.

    Options, all by keyword:

    - `words`: the user's own words (names, codes), which are never touched;
    - `min_confidence`: make edits at least this sure, 0 to 1;
    - `join_hyphens`: put words broken over lines together;
    - `passes`: names of the passes to run, out of `PASSES`; their order does not matter;
    - `profile`: the document's channel, if it is known: a `svfix.Profile`;
    - `leave_missing`: leave out what only other readings have, of those that are merged.

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
        leave_missing: bool = False,
    ) -> None:
        options = Options(
            words=words,
            min_confidence=min_confidence,
            join_hyphens=join_hyphens,
            passes=passes,
            profile=profile,
            leave_missing=leave_missing,
        )
        object.__setattr__(self, "options", options)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle to the same bytes wherever the same options are chosen in the same version.

        So that whatever keeps results by a hash of what made them (`datasets` does) can know it.
        """
        return _unpickled, (type(self), __version__, as_json(self.options))

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
        stands for all of them; a paragraph that does not settle, or asks for too much searching
        before it does, is left as it was, with a doubt that says so.

        Raises TypeError when `text` is not a `str`; no `str` makes it raise.
        """
        if not isinstance(text, str):
            raise TypeError(f"svfix repairs str, not {kind_of(text)}")
        text = str.__str__(text)  # of a class of its own: compiled code takes str alone
        if nothing := self._left_alone(text):
            return nothing
        course = settled(text, self._round)
        quality = course.first.quality
        if quality and not course.edits:
            quality = Quality(quality.words, quality.before, quality.before)
        doubts = self._doubts(text, course)
        return Result(course.text, text, tuple(course.edits), course.first.profile, quality, doubts)

    def _left_alone(self, text: str) -> Result | None:
        """The result of a text in which no pass can find anything; None of any other.

        Most rows that are read right are such: all their words are in order, as many as in a text
        before, and what stands side by side is nothing that any pass looks for.
        """
        if "words" not in self.options.passes:
            return None
        context = Context(self.options)
        alike = context.decoded_alike(text)
        if alike is None or alike.quality is None:
            return None
        places = context.places(text)
        for row in PASSES:
            if row.may_act(places, is_plain=True):
                return None
        before = with_marks(alike.quality, places, places, ()).before
        quality = Quality(alike.quality.words, before, before)
        return Result(text, text, (), alike.profile, quality)

    def merge(self, readings: Sequence[str]) -> Result:
        """Return the first of some readings of one page, repaired with the help of the others.

        The other readings, by other engines or of other years, are further witnesses: each is
        repaired by itself, and where they differ, what they all had observed decides. Lines,
        spaces and the order of the text stay those of the first; the order of the others does not
        matter. Edits and offsets are those of the first reading. Words that it lacks are put in;
        with `leave_missing` they are doubts instead, in their places.

        Raises ValueError for no reading, and where one is not of the same page; TypeError when one
        is not a `str`.

        >>> old = "Metoden för uppföljningen har varlt intervjuer"
        >>> new = "Metoden for uppfoljningen har varit intervjuer"
        >>> Fixer().merge([old, new]).text
        'Metoden för uppföljningen har varit intervjuer'

        A page that was read right is left alone, whatever another engine made of it:

        >>> Fixer().merge(["Bowling Alone är en bok", "Böwling Alone är en bok"]).edits
        ()
        """
        if not readings or isinstance(readings, str):
            raise ValueError("there are no readings to merge: give a list of texts")
        from svfix import lexicon
        from svfix.merging import merged
        from svfix.search.vocabulary import vocabulary

        own = [self.explain(readings[0]), *map(self.with_profile(None).explain, readings[1:])]
        words = vocabulary(lexicon.default(), tuple(self.options.words))
        return merged(own, words, self.options.min_confidence, self.options.leave_missing)

    def pipe(
        self,
        texts: Iterable[Any],
        *,
        shared_profile: bool = False,
        n_process: int = 1,
        batch_size: int = 256,
        errors: str = "report",
    ) -> Iterator[Result | Unrepaired | None]:
        """Return an iterator of the results of `texts`, one for each and in their order.

        Texts are taken as results are asked for, so that a stream may be endless. `None`, a missing
        value, gives `None`. An item that is no `str` gives an `Unrepaired` in its place, whose
        `error` names its index, and the others are done; ``errors="raise"`` raises TypeError there.

        With `shared_profile` the texts, which are of one source, are repaired by what they show
        together: texts spread over a list or a tuple, the first 1,000 (or 150,000 characters) of
        any other iterable, which are held. That needs the words pass and a fixer without a profile.

        `n_process` processes work, -1 for one a core, and each is sent `batch_size` texts at a
        time; the results are the same whatever they are. Processes start as `multiprocessing`
        starts them (beside other threads they are not forked), which may need a script to say
        ``if __name__ == "__main__":``; they end when the iterator is exhausted, closed or dropped.

        Raises TypeError and ValueError at once for what is no option.

        >>> fixer = Fixer()
        >>> [result and result.text for result in fixer.pipe(["till sjén", None, "till sjön"])]
        ['till sjön', None, 'till sjön']

        A lone row tells too little of how it was misread; its siblings do:

        >>> rows = ["Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden", "pa on"]
        >>> fixer("pa on")
        'pa on'
        >>> [result.text for result in fixer.pipe(rows, shared_profile=True)]
        ['Nämnden föreslår att avgiften höjs', 'Mötet öppnas av ordföranden', 'på ön']
        """
        from svfix.rows.pipe import How, pipe

        how = How(shared_profile, n_process, batch_size, errors)
        if isinstance(texts, (str, bytes)) or not isinstance(texts, Iterable):
            raise TypeError(f"texts must be an iterable of str, not one {kind_of(texts)}")
        if shared_profile:
            self._check_sharing()
        return pipe(self, texts, how)

    def profile_of(self, texts: Iterable[Any]) -> Profile | None:
        """Return the profile that texts of one source have in common, None for no text.

        It is what `pipe` goes by with `shared_profile`, for those who repair the texts elsewhere.
        Raises ValueError where the fixer has a profile, or leaves the words pass out.

        >>> profile = Fixer().profile_of(["Namnden foreslar att avgiften hojs", "Nasta mote i ar"])
        >>> Fixer(profile=profile)("pa on"), Fixer()("pa on")
        ('på ön', 'pa on')
        """
        self._check_sharing()
        from svfix.rows import shared

        return shared.profile_of(self, texts)

    def _check_sharing(self) -> None:
        if self.options.profile is not None:
            raise ValueError("a profile was given: all texts share that, and none is estimated")
        if "words" not in self.options.passes:
            raise ValueError("a profile comes from the words pass, which `passes` leaves out")

    def _doubts(self, text: str, course: Course) -> tuple[Doubt, ...]:
        numbers, given_up = "numbers" in self.options.passes, course.last.given_up
        if not (numbers or given_up):
            return ()
        from svfix import doubts

        context = Context(self.options, memory=course.memory)
        return tuple(doubts.find(text, course.text, course.edits, context, numbers, given_up))

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
        original = places = context.places(text)
        current = text
        edits: list[Edit] = []
        others: list[Edit] = []
        for row in PASSES:
            if row.name not in options.passes or not (row.may_act(places) or evidence.misread):
                continue
            proposed, evidence = row.propose(current, context, evidence)
            sure = proposed and context.makeable(current, proposed)
            if sure:
                edits = compose(text, edits, sure, current)
                before, current = current, apply(current, sure)
                context.edited(before, sure, current)
                places = context.places(current)
                if row.name != "words":
                    others += sure
        if evidence.quality:
            quality = with_marks(evidence.quality, original, places, others)
            if quality is not evidence.quality:
                evidence = replace(evidence, quality=quality)
        return current, edits, evidence


def _unpickled(kind: type[Fixer], version: str, options: str) -> Fixer:
    """The fixer that was pickled, by this version or another."""
    return kind(**from_json(options))


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


def merge(
    readings: Sequence[str],
    *,
    words: Sequence[str] = (),
    min_confidence: float = MIN_CONFIDENCE,
    join_hyphens: bool = False,
    passes: Sequence[str] = PASS_NAMES,
    profile: Profile | None = None,
    leave_missing: bool = False,
) -> Result:
    """Return the first of some readings of one page, repaired with the help of the others.

    It is what `Fixer.merge` does, and the options are those of `Fixer`.

    >>> merge(["sorn regeringen föreslår", "som regeringen foreslar"]).text
    'som regeringen föreslår'
    """
    return Fixer(
        words=words,
        min_confidence=min_confidence,
        join_hyphens=join_hyphens,
        passes=passes,
        profile=profile,
        leave_missing=leave_missing,
    ).merge(readings)


def pipe(
    texts: Iterable[Any],
    *,
    shared_profile: bool = False,
    n_process: int = 1,
    batch_size: int = 256,
    errors: str = "report",
    words: Sequence[str] = (),
    min_confidence: float = MIN_CONFIDENCE,
    join_hyphens: bool = False,
    passes: Sequence[str] = PASS_NAMES,
    profile: Profile | None = None,
) -> Iterator[Result | Unrepaired | None]:
    """Return an iterator of the results of `texts`: see `Fixer.pipe`, and `Fixer` for the options.

    >>> [result and result.text for result in pipe(["Metoden for uppféljningen", None])]
    ['Metoden för uppföljningen', None]
    """
    fixer = Fixer(
        words=words,
        min_confidence=min_confidence,
        join_hyphens=join_hyphens,
        passes=passes,
        profile=profile,
    )
    return fixer.pipe(
        texts,
        shared_profile=shared_profile,
        n_process=n_process,
        batch_size=batch_size,
        errors=errors,
    )
