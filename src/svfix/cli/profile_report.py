"""Profiles for a reader, or as JSON for a program: what the engine did to the text."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from svfix.channel.model import Channel
from svfix.channel.profile import Profile
from svfix.channel.profile_file import as_dict
from svfix.io.visible import Segment, shown
from svfix.lexicon import Lexicon
from svfix.quality import Quality, merged
from svfix.result import Result

LETTERS = "åäöÅÄÖ"
SHOWN = 12  # confusions
SLIGHT = 0.005  # a weight below this rounds to 0 %
ENGINES = {
    "dan": "Tesseract with its Danish model, which reads ä and ö as å",
    "deu": "Tesseract with its German model, which reads å as ä",
    "eng": "Tesseract with its English model, which knows no å, ä or ö",
    "fin": "Tesseract with its Finnish model, which reads å as ä",
    "fra": "Tesseract with its French model, which reads å as ä, â or à and ö as ô",
    "nor": "Tesseract with its Norwegian model, which reads ä as å",
    "ocrad": "GNU Ocrad, which goes by the shapes of letters and knows no words",
    "prop1": "Tesseract on scanned government bills of 1987–1992",
    "prop2": "the Riksdag's own OCR of the same bills",
    "rapid": "RapidOCR, which loses the marks of å, ä and ö, and spaces",
    "swe": "Tesseract with its Swedish model",
    "any": "a text that is mostly read right, by an engine nobody knows",
    "clean": "text in order, or with a slip here and there",
}


@dataclass(frozen=True)
class Confusion:
    """A letter of the page, what it was read as, its share, and how often the sample shows it."""

    letter: str
    observed: str
    share: float
    seen: float


@dataclass(frozen=True)
class Report:
    """What a profile says, the channel it makes with a lexicon, and the texts' quality."""

    profile: Profile
    channel: Channel
    quality: Quality

    def share(self, letter: str, observed: str) -> float | None:
        """How much of a letter is read so; None for what no engine was seen to do."""
        rule = self.channel.rules.index.get((letter, observed))
        return None if rule is None else _probability(float(self.channel.cost[rule]))

    def kept(self) -> dict[str, float]:
        """Of å, ä and ö, the shares that are read as what they are."""
        return {letter: self.share(letter, letter) or 0.0 for letter in LETTERS}

    def lost_space(self) -> float:
        """The share of spaces that are lost."""
        return _probability(self.channel.lost_space)

    def confusions(self) -> list[Confusion]:
        """What the text showed to be misread, the commonest first."""
        found = [
            Confusion(letter, observed, share, n)
            for letter, observed, n in self.profile.read
            if letter != observed and (share := self.share(letter, observed)) is not None
        ]
        return sorted(found, key=lambda c: (-c.seen, c.letter, c.observed))


def _probability(cost: float) -> float:
    return min(1.0, math.exp(-cost))


class Finding(NamedTuple):
    """What one text tells: its profile, its size in characters, and its quality."""

    profile: Profile
    size: int
    quality: Quality


def finding(result: Result) -> Finding:
    """What the result of a text tells. Raises ValueError for one without the words pass."""
    if result.profile is None or result.quality is None:
        raise ValueError("a profile comes from the words pass, which was left out")
    return Finding(result.profile, len(result.original), result.quality)


def summarise(found: Sequence[Finding], lexicon: Lexicon) -> Report:
    """The report of one or several texts: their average, weighed by their sizes."""
    profile = Profile.merged([(one.profile, one.size) for one in found])
    quality = merged(one.quality for one in found)
    return Report(profile, profile.channel(lexicon), quality)


def lines(report: Report) -> Iterator[list[Segment]]:
    """A report as lines of styled segments."""
    yield from _section("read like")
    for name, weight in sorted(report.profile.weights, key=lambda item: -item[1]):
        if weight >= SLIGHT:
            about = ENGINES.get(name, "")
            yield [(f"{weight:6.0%}  ", "bold"), (f"{name:<6}", "cyan"), (f"  {about}", "")]
    yield from _section("read as what it is, of 1000")
    yield [("  " + "".join(f"{c} {1000 * s:<6.0f}" for c, s in report.kept().items()), "")]
    yield from _section("misread most often, of 1000 of the letter")
    for c in report.confusions()[:SHOWN]:
        pair = [(f"  {shown(c.letter)}", "bold green"), (" → ", ""), (shown(c.observed), "red")]
        yield [*pair, (f"{1000 * c.share:{10 - len(shown(c.observed))}.0f}", "")]
    if not report.confusions():
        yield [("  nothing", "")]
    if report.profile.marks:
        yield from _section("stands for letters that were not read")
        yield [("  " + " ".join(report.profile.marks), "red")]
    yield from _section("spaces lost, of 1000")
    yield [(f"  {1000 * report.lost_space():.1f}", "")]
    quality = report.quality
    yield from _section("words wrong, as far as svfix can tell")
    yield [(f"  {quality.before:.1%} as read, {quality.after:.1%} as repaired", "")]


def _section(name: str) -> Iterator[list[Segment]]:
    yield [(name, "dim")]


def as_json(report: Report, version: str) -> str:
    """The report as JSON, in the schema that docs/cli.md describes: the profile's file and more."""
    document: dict[str, Any] = as_dict(report.profile) | {
        "svfix": version,
        "clean": report.profile.clean,
        "kept": {letter: round(share, 6) for letter, share in report.kept().items()},
        "confusions": [
            {"letter": c.letter, "observed": c.observed, "share": round(c.share, 6), "seen": c.seen}
            for c in report.confusions()
        ],
        "lost_space": round(report.lost_space(), 6),
        "quality": {
            "words": report.quality.words,
            "before": round(report.quality.before, 6),
            "after": round(report.quality.after, 6),
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
