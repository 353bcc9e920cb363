"""Casing: what the capitals of a reading are worth in the place where it stands."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from svfix.lexicon.store import Lexicon
from svfix.search.rows import Rows

Floats = npt.NDArray[np.float32]

# The places of a word: rows of `casing`.
PLACES = INSIDE, OPENING, CAPITALS, NAMED = range(4)
TITLE_UNLISTED = 0.4  # the share of unlisted words inside a sentence that are capitalised names
UPPER_UNLISTED = 0.3  # the share of words all in capitals that are unlisted acronyms
NAMED_UNLISTED = 2.3  # nats: ten times as many names are unlisted behind another name
RAREST_CASE = 0.005  # the probability of a casing a form was never seen in


def casing(readings: Rows, lexicon: Lexicon) -> Floats:
    """log P(casing) of each reading: a row for each of `PLACES`."""
    title = lexicon.title[readings.into] / np.float32(255)
    upper = lexicon.upper[readings.into] / np.float32(255)
    unknown = readings.into == lexicon.special["<unk>"]
    title = np.where(unknown, TITLE_UNLISTED, title)
    lower = np.where(unknown, 1 - TITLE_UNLISTED, 1 - title - upper)
    inside = np.maximum(np.where(readings.titled, title, lower), RAREST_CASE)
    opening = np.where(readings.titled, 1.0, 0.05)
    name = inside * np.where(unknown & readings.titled, np.exp(NAMED_UNLISTED), 1.0)
    capitals = np.maximum(np.where(unknown, UPPER_UNLISTED, upper), RAREST_CASE)
    return np.asarray(np.log(np.vstack([inside, opening, capitals, name])), np.float32)
