"""Warnings: what makes a comparison doubtful, each in one sentence."""

from __future__ import annotations

from svfix.diffs.page import Page

LONGER = 10
"""How many times longer one text must be than the other to be taken for another text."""

SHARED = 0.3
"""Share of the shorter text's words that two texts of one page have in the same order at least."""

READABLE = 0.5
"""Character error rate up to which a text is of the same page, even if every word is wrong."""

FEWEST = 10
"""Words of a reference that say something about a share."""


def warnings(page: Page) -> list[str]:
    """What is doubtful about the comparison of a page: nothing, for nearly all."""
    names = ("hypothesis", "observed text")
    tallies = (page.score.hypothesis, page.score.observed)
    if not page.texts[0].folded:
        return ["the reference has no words, so there is nothing to measure by"]
    if page.score.words < FEWEST:
        return []
    found = []
    for name, tally in zip(names, tallies, strict=True):
        if tally is None:
            continue
        ratio = tally.words / tally.reference_words
        shared = tally.right_words / max(1, min(tally.words, tally.reference_words))
        if not tally.words:
            found.append(f"the {name} has no words")
        elif ratio >= LONGER:
            found.append(f"the {name} is {ratio:.0f} times as long as the reference")
        elif ratio <= 1 / LONGER:
            found.append(f"the reference is {1 / ratio:.0f} times as long as the {name}")
        elif shared < SHARED and (tally.cer or 0) > READABLE:
            found.append(f"the {name} has little of the reference in it: is it the same page?")
    return found
