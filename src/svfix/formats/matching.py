"""Matching: which new words come from which old ones, where an edit regroups them.

`till gang` may become `tillgång`, `avden` `av den`, and `och :` just `och`. What has become of
each word is told by the letters: of all ways to match the words in order, by the one that changes
the least of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

REGROUPED = 0.5
"""What it costs to part a word or unite words, in letters changed: ties go to the words as read."""

MOST = 12
"""How many words one word is parted into, or united from, at the most."""

LONG = 40
"""Stretches of more words than this are matched one by one, which takes no time."""

Span = tuple[int, int]


def matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[Span, Span]]:
    """Tell which new words come from which old ones: at the least change of letters.

    Returns spans of `old` with spans of `new`: one with one, one with several, several with one, or
    one with none.

    >>> matched(["till", "gang", "‘", "avden"], ["tillgång", "av", "den"])
    [((0, 2), (0, 1)), ((2, 3), (1, 1)), ((3, 4), (1, 3))]
    """
    if len(old) == len(new) == 1:
        return [((0, 1), (0, 1))]
    if len(old) * len(new) > LONG * LONG:
        return _coarse(len(old), len(new))
    best: dict[Span, tuple[float, Span]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(old) + 1):
        for j in range(len(new) + 1):
            if (i, j) in best:
                for cost, step in _steps(old, new, i, j):
                    total = best[i, j][0] + cost
                    if step not in best or total < best[step][0]:
                        best[step] = total, (i, j)
    pairs: list[tuple[Span, Span]] = []
    here = len(old), len(new)
    if here not in best:  # more new words than MOST allows
        return _coarse(len(old), len(new))
    while here != (0, 0):
        before = best[here][1]
        pairs.append(((before[0], here[0]), (before[1], here[1])))
        here = before
    return pairs[::-1]


def _steps(old: Sequence[str], new: Sequence[str], i: int, j: int) -> Iterator[tuple[float, Span]]:
    """What may come of the words from old[i] and new[j] on, and what it costs."""
    from rapidfuzz.distance import Levenshtein  # takes its time, and texts without edits do without

    if i == len(old):
        return
    yield float(len(old[i])), (i + 1, j)
    if j == len(new):
        return
    for several in range(1, min(MOST, len(old) - i) + 1):
        cost = Levenshtein.distance("".join(old[i : i + several]), new[j])
        yield cost + REGROUPED * (several - 1), (i + several, j + 1)
    for several in range(2, min(MOST, len(new) - j) + 1):
        cost = Levenshtein.distance(old[i], "".join(new[j : j + several]))
        yield cost + REGROUPED * (several - 1), (i + 1, j + several)


def _coarse(olds: int, news: int) -> list[tuple[Span, Span]]:
    """One with one, and the last with all that is left."""
    if not news:
        return [((i, i + 1), (0, 0)) for i in range(olds)]
    last = min(olds, news) - 1
    return [*(((i, i + 1), (i, i + 1)) for i in range(last)), ((last, olds), (last, news))]
