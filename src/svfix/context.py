"""The context of a round: what the passes look things up in, and what is remembered."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from svfix.text import markup
from svfix.text.codes import RULES
from svfix.text.spared import carried, sparing, touched

if TYPE_CHECKING:
    from svfix.decoder import Decoding
    from svfix.edits import Edit
    from svfix.lexicon import Lexicon
    from svfix.options import Options
    from svfix.search.budget import Whole
    from svfix.text.places import Places


ANYWHERE = RULES | {"encoding.mojibake"}
"""What is done in any language: that bytes were decoded wrongly does not depend on one."""


class Span(Protocol):
    """A stretch of a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Span)
T = TypeVar("T")


class Memory:
    """What needs no finding out again, from one round over a text to the next.

    `settled` are the sections of the text that need no edits, `whole` is what is left for searching
    it in all rounds.
    """

    def __init__(self, whole: Whole | None = None) -> None:
        self.whole = whole
        self.settled: dict[str, Decoding] = {}
        self._done: dict[tuple[str, Callable[[str], Any]], Any] = {}

    def recall(self, work: Callable[[str], T], text: str) -> T:
        """What some work makes of a text, done once for each text."""
        if (text, work) not in self._done:
            self._done[text, work] = work(text)
        done: T = self._done[text, work]
        return done

    def forget_all_but(self, text: str) -> None:
        """Drop what other texts than this one gave."""
        self._done = {key: done for key, done in self._done.items() if key[0] == text}


class Context:
    """What the passes of one round look things up in: the options, the lexicon, and the text.

    `memory` goes from one round to the next; `judge` asks for the quality of the words, too.
    """

    def __init__(
        self,
        options: Options,
        lexicon: Lexicon | None = None,
        memory: Memory | None = None,
        judge: bool = True,
    ) -> None:
        self.options, self.judge = options, judge
        self.memory = memory or Memory()
        self._places: Places | None = None  # of the text that was asked for last
        self._markup: dict[str, list[tuple[int, int]]] = {}  # by text; as `_foreign`, of this round
        self._foreign: dict[str, list[tuple[int, int]]] = {}
        self._lexicon = lexicon
        self._user_words = frozenset(word.lower() for word in options.words)

    @cached_property
    def _own(self) -> re.Pattern[str] | None:
        """The pattern of the user's words."""
        words = "|".join(map(re.escape, sorted(self.options.words, key=len, reverse=True)))
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon, opened by the first pass that asks for it."""
        if self._lexicon is None:
            from svfix import lexicon

            self._lexicon = lexicon.default()
        return self._lexicon

    def places(self, text: str) -> Places:
        """Where in a text patterns may match, worked out once for all passes."""
        if self._places is None or self._places.text is not text:
            from svfix.text.places import Places  # which `import svfix` does without

            self._places = self.memory.recall(Places, text)
        return self._places

    def is_word(self, form: str) -> bool:
        """Whether `form` is a word of the user's or of the lexicon, in any case."""
        if self._user_words and form.lower() in self._user_words:
            return True
        return self.lexicon.is_word(form)

    def is_plain(self, text: str) -> bool:
        """Whether all words of a text are known, and nothing else is in it (`decoder.plain`)."""
        from svfix.decoder.plain import plain
        from svfix.search.vocabulary import vocabulary

        told = plain(vocabulary(self.lexicon, tuple(self.options.words))).told(text)
        return told.words > 0 and not told.unlisted

    def decoded_alike(self, text: str) -> Decoding | None:
        """What was made of a plain text of as many words, if this is one and there was one."""
        from svfix.decoder.decode import decoded_alike

        return decoded_alike(text, self.lexicon, self.options)

    def markup(self, text: str) -> list[tuple[int, int]]:
        """Where the markup of a text is (`svfix.text.markup`), found once for each text.

        What edits of this round leave as it was stays markup to the end of it.
        """
        carried = self._markup.get(text)
        return self.memory.recall(markup.spans, text) if carried is None else carried

    def edited(self, before: str, edits: list[Edit], after: str) -> None:
        """Carry the markup and the languages of a text over edits that leave them alone."""
        rules = {edit.rule for edit in edits}
        if not rules & RULES:
            self._markup[after] = carried(self.markup(before), edits)
        if before in self._foreign and not rules & ANYWHERE:  # else more may be found
            self.keep_languages(after, carried(self._foreign[before], edits))

    def keep_languages(self, text: str, spans: list[tuple[int, int]]) -> None:
        """Take it as given where other languages are in a text, for the rest of the round."""
        self._foreign[text] = spans

    def other_languages(self, text: str) -> list[tuple[int, int]]:
        """The stretches of a text in other languages, found once."""
        if text not in self._foreign:
            from svfix.decoder import language  # which takes its time to load

            self.keep_languages(text, language.spans(text, self.lexicon))
        return self._foreign[text]

    def swedish(self, text: str, edits: list[Edit]) -> list[Edit]:
        """The edits of `text` that change no other language than Swedish."""
        spans = self.other_languages(text) if edits else []
        if not spans:
            return edits
        return [e for e in edits if e.rule in ANYWHERE or not touched(e.start, e.end, spans)]

    def makeable(self, text: str, edits: list[Edit]) -> list[Edit]:
        """Those of a pass's edits of `text` that are spared by nothing, and sure enough."""
        least = self.options.min_confidence
        return [e for e in self.spared(text, edits) if e.confidence >= least] if edits else edits

    def spared(self, text: str, edits: list[Edit]) -> list[Edit]:
        """The edits of a pass that leave markup, other languages and the user's words alone.

        Letters written out are markup unless they are decoded, so edits that do so decide of it.
        """
        if any(edit.rule in RULES for edit in edits):
            return self._of_others(text, edits)
        return self.swedish(text, self.allowed(text, sparing(edits, self.markup(text))))

    def allowed(self, text: str, edits: list[S]) -> list[S]:
        """The edits (or doubts) of `text` that leave its markup and all the user's words alone."""
        if not edits:
            return edits
        spans = self.markup(text)
        edits = [edit for edit in edits if not touched(edit.start, edit.end, spans)]
        return self._of_others(text, edits)

    def _of_others(self, text: str, edits: list[S]) -> list[S]:
        """The edits that leave all the user's words alone."""
        if self._own is None:
            return edits
        spans = [found.span() for found in self._own.finditer(text)]
        starts = [start for start, _ in spans]
        kept = []
        for edit in edits:
            before = bisect_right(starts, max(edit.start, edit.end - 1)) - 1
            if before < 0 or spans[before][1] <= edit.start:
                kept.append(edit)
        return kept
