"""Reliability: is what is claimed to be 90 % sure right nine times in ten?"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from measure import Measured
from sets import RECORDS

Claim = tuple[float, bool]
"""A confidence, and whether what it was claimed of is right."""

# Lower ends of the bins: finer where the claims are, as nearly all are above 0.9.
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)


def binned(claims: Sequence[Claim]) -> dict[float, list[Claim]]:
    """Claims by the lower end of their bin, in order, without empty ones."""
    bins: dict[float, list[Claim]] = {low: [] for low in BINS}
    for claim in claims:
        bins[BINS[bisect_right(BINS, max(claim[0], 0.0)) - 1]].append(claim)
    return {low: members for low, members in bins.items() if members}


def calibration_error(claims: Sequence[Claim]) -> float:
    """The expected calibration error: Σ (n_b / n) · |right_b − claimed_b| over bins b.

    Naeini, Cooper & Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian
    binning"; `right_b` is the share right in a bin of `n_b` claims, `claimed_b` the average claim.
    0.0 without claims.

    >>> calibration_error([(0.9, True)] * 9 + [(0.9, False)])
    0.0
    >>> round(calibration_error([(0.9, True)] * 5 + [(0.7, False)] * 5), 2)
    0.4
    """
    gaps = (abs(sum(sure - right for sure, right in b)) for b in binned(claims).values())
    return round(sum(gaps) / max(1, len(claims)), 12)


THRESHOLDS = 0.9, 0.99  # confidences from which on edits are counted


def curve(measured: dict[str, Measured]) -> str:
    """How many edits of each confidence are right, beside the confidence they claim."""
    claims = _claims(measured)
    lines = ["confidence from    edits   claimed     right"]
    for low, members in binned(claims).items():
        claimed, right = _shares(members)
        lines.append(f"{low:>15} {len(members):>8} {100 * claimed:>7.1f} % {100 * right:>7.1f} %")
    lines.append(f"expected calibration error {calibration_error(claims):.4f} ({len(BINS)} bins)")
    return "\n".join(lines)


def by_family(measured: dict[str, Measured]) -> str:
    """For each family of rules (the pass), and all: are the claims right?"""
    families: dict[str, list[Claim]] = defaultdict(list)
    for result in measured.values():
        for edit in result.judged:
            families["all"].append((edit.confidence, edit.right))
            passes = dict.fromkeys(rule.split(".")[0] for rule in edit.rule.split("+"))
            families["+".join(passes)].append((edit.confidence, edit.right))
    heads = "".join(f"{f'from {low}':>11}     right" for low in THRESHOLDS)
    lines = [f"{'pass':<24} {'edits':>6}   claimed     right     ECE{heads}"]
    for name, claims in sorted(families.items(), key=lambda item: -len(item[1])):
        claimed, right = _shares(claims)
        line = f"{name:<24} {len(claims):>6} {100 * claimed:>7.1f} % {100 * right:>7.1f} % "
        line += f"{calibration_error(claims):>7.4f}"
        for low in THRESHOLDS:
            sure = [claim for claim in claims if claim[0] >= low]
            line += f"{len(sure):>11} {100 * _shares(sure)[1]:>7.1f} %"
        lines.append(line)
    return "\n".join(lines)


def foretold_table(measured: dict[str, Measured]) -> str:
    """How well `Result.quality` foretells the errors of pages: shares of words, and their ranks."""
    sets = {
        name: result.foretold
        for name, result in measured.items()
        if result.foretold and name not in RECORDS  # a record is no page
    }
    rows = {"all": [page for pages in sets.values() for page in pages], **sets}
    sides = "".join(f"  expected  {side:>8}  Spearman" for side in ("before", "after"))
    lines = [f"{'words wrong':<20} {'pages':>5}{sides}"]
    for name, pages in rows.items():
        columns = list(zip(*pages, strict=True))
        line = f"{name:<20} {len(pages):>5}"
        for expected, true in (columns[:2], columns[2:]):
            means = (sum(side) / len(side) for side in (expected, true))
            line += "".join(f" {100 * mean:>7.2f} %" for mean in means)
            line += f" {spearman(expected, true):>9.3f}"
        lines.append(line)
    return "\n".join(lines)


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """Spearman's rank correlation, ties at their average rank; 0.0 where one side is all ties.

    >>> spearman([1, 2, 3], [10, 20, 30]), spearman([1, 2, 3], [3, 2, 1])
    (1.0, -1.0)
    """
    a, b = _ranks(left), _ranks(right)
    middle = (len(a) - 1) / 2
    both = sum((x - middle) * (y - middle) for x, y in zip(a, b, strict=True))
    spread = sum((x - middle) ** 2 for x in a) * sum((y - middle) ** 2 for y in b)
    return float(both / spread**0.5) if spread else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    places: dict[float, list[int]] = defaultdict(list)
    for place, value in enumerate(sorted(values)):
        places[value].append(place)
    return [sum(places[value]) / len(places[value]) for value in values]


def _claims(measured: dict[str, Measured]) -> list[Claim]:
    return [(edit.confidence, edit.right) for r in measured.values() for edit in r.judged]


def _shares(claims: Iterable[Claim]) -> tuple[float, float]:
    """The average claim, and the share that is right."""
    claims = list(claims)
    if not claims:
        return 0.0, 0.0
    return sum(sure for sure, _ in claims) / len(claims), sum(r for _, r in claims) / len(claims)
