"""Evidence: what the passes find out about a text, handed on from each to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from svfix.text.stretches import Stretches

if TYPE_CHECKING:
    from svfix.channel.profile import Profile
    from svfix.quality import Quality

NOWHERE = Stretches()


@dataclass(frozen=True)
class PageEvidence:
    """What is known of a text in a round; nobody changes it, a pass hands on a new one.

    `svfix.table.PASSES` says which pass gives which field, and which passes need it.

    >>> PageEvidence().misread, PageEvidence(damaged=True).misread
    (False, True)
    """

    dirty: Stretches = NOWHERE
    """The pages with debris on their margins."""

    profile: Profile | None = None
    """The channel that the words were decoded with."""

    quality: Quality | None = None
    """What is expected of the words."""

    repaired: int = 0
    """How many words were repaired."""

    damaged: bool = False
    """Whether an engine misread the text."""

    noisy: Stretches = NOWHERE
    """The parts that an engine read much worse than it mostly reads."""

    given_up: tuple[tuple[int, int], ...] = ()
    """The sections whose words are left as they are, as they asked for too much searching."""

    @property
    def misread(self) -> bool:
        """Whether the words of the text or the margins of its pages tell that it was misread."""
        return self.damaged or bool(self.dirty)
