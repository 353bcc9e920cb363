"""Learning: what corrections say of the rest of a batch, and of how a page was misread."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from svfix.review.decisions import Row

if TYPE_CHECKING:
    from svfix import Profile
    from svfix.review.queue import Proposed

MOST_CHANGES = 500  # that are told of


class Change(NamedTuple):
    """What became otherwise on a page, once something was learned: as read, before and now."""

    page: str
    read: str
    was: str
    now: str


def words(
    rows: Iterable[Row], known: Iterable[str] = (), is_listed: Callable[[str], bool] | None = None
) -> list[str]:
    """The words that decisions showed to be right, and that are not known yet: each once.

    Those are words that svfix would have changed, and words that were typed, unless they
    `is_listed`: then svfix knows them.

    >>> words([{"before": "IGO-R", "proposed": "IGOR", "after": "IGO-R"},
    ...        {"before": "Biilow", "proposed": "Biilow", "after": "Bülow"},
    ...        {"before": "val", "proposed": "väl", "after": "vål"},
    ...        {"before": "ar", "proposed": "är", "after": "är"}], is_listed="vål".__eq__)
    ['IGO-R', 'Bülow']
    """
    listed = is_listed or (lambda _: False)
    found = (row["after"] for row in map(_flat, rows) if _is_news(row, listed))
    single = (word for word in found if word.strip() == word and word and " " not in word)
    telling = (word for word in single if any(map(str.isalpha, word)) and "\n" not in word)
    before = set(known)
    return [word for word in dict.fromkeys(telling) if word not in before]


def _flat(row: Row) -> Row:
    return {**row, **row["form"]} if "form" in row else row


def _is_news(row: Row, is_listed: Callable[[str], bool]) -> bool:
    if row["after"] == row["before"]:
        return bool(row["proposed"] != row["before"])
    return not (row["after"] == row["proposed"] or row.get("chosen") or is_listed(row["after"]))


def profile(own: Profile, rows: Iterable[Row]) -> dict[str, Any] | None:
    """A page's profile with what its corrections show, as JSON has it; None if they show nothing.

    Each letter that was read as another counts once more.
    """
    from svfix import lexicon
    from svfix.channel import profile_file
    from svfix.channel.profile import in_order
    from svfix.channel.segmentation import Segmenter

    segmenter = Segmenter(own.channel(lexicon.default()))
    pairs = [(row["after"].lower(), row["before"].lower()) for row in rows]
    shown = Counter(
        segment
        for truth, observed in pairs
        if truth != observed and len(truth) < LONG and len(observed) < LONG
        for segment in segmenter.segments(truth, observed)
        if segment[0] != segment[1]
    )
    if not shown:
        return None
    read = Counter({(letter, observed): n for letter, observed, n in own.read})
    read.update(shown)
    counted = in_order(read.items())
    found: dict[str, Any] = json.loads(profile_file.to_json(replace(own, read=counted)))
    return found


LONG = 100  # letters; nobody reads so much as one word


def changes(page: str, was: Proposed, now: Proposed) -> list[Change]:
    """What is proposed otherwise on a page than it was, in the order of its text."""
    found = []
    for place in sorted(was.keys() | now.keys()):
        one, other = was.get(place), now.get(place)
        read = (one or other or ("", ""))[0]
        before, after = (one or (read, read))[1], (other or (read, read))[1]
        if before != after:
            found.append(Change(page, read, before, after))
    return found


def in_words(found: Sequence[Change]) -> list[dict[str, str]]:
    """Changes as JSON has them, those that are told of."""
    return [change._asdict() for change in found[:MOST_CHANGES]]
