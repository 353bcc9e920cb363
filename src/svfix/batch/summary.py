"""The summary of a run: what was done, in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from svfix.batch.truth import COUNTS, Measured
from svfix.batch.work import Outcome

RULES = 8  # shown, the commonest


@dataclass
class Totals:
    """Counts over the files of a run, one after the other."""

    files: int = 0
    changed: int = 0
    done_before: int = 0
    passed_over: int = 0
    failed: int = 0
    words: int = 0
    wrong_before: float = 0.0
    wrong_after: float = 0.0
    rules: dict[str, list[float]] = field(default_factory=dict)
    measured: Measured = field(default_factory=Measured)
    compared: int = 0
    not_compared: int = 0
    started: float = field(default_factory=monotonic)

    def add(self, outcome: Outcome) -> None:
        """Count a file."""
        if outcome.failure:
            self.failed += 1
        elif outcome.is_picture:
            self.passed_over += 1
        else:
            self._add(outcome)

    def _add(self, outcome: Outcome) -> None:
        self.files += 1
        self.changed += bool(outcome.rules)
        self.done_before += outcome.is_done
        words, before, after = outcome.quality
        self.words += words
        self.wrong_before += words * before
        self.wrong_after += words * after
        if outcome.measured:
            self._measure(outcome.measured)
        for rule, (count, sure) in outcome.rules.items():
            row = self.rules.setdefault(rule, [0, 0.0])
            row[0] += count
            row[1] += sure

    def _measure(self, one: Measured) -> None:
        self.compared += one.words > 0
        self.not_compared += not one.words
        sums = {name: getattr(self.measured, name) + getattr(one, name) for name in COUNTS}
        self.measured = self.measured._replace(**sums)

    @property
    def edits(self) -> int:
        """How many edits were made."""
        return int(sum(count for count, _ in self.rules.values()))

    def by_rule(self) -> list[tuple[str, int, float]]:
        """Each rule, its edits and their mean confidence, the commonest first."""
        rows = [(rule, int(n), sure / n) for rule, (n, sure) in self.rules.items()]
        return sorted(rows, key=lambda row: (-row[1], row[0]))

    def shares(self) -> tuple[float, float]:
        """The shares of words expected to be wrong, before and after."""
        words = max(1, self.words)
        return self.wrong_before / words, self.wrong_after / words


def lines(totals: Totals) -> Iterator[str]:
    """The summary for a reader."""
    seconds = monotonic() - totals.started
    others = [
        f"{count:,} {what}"
        for count, what in (
            (totals.changed, "with edits"),
            (totals.done_before, "done before"),
            (totals.passed_over, "passed over (pictures, archives, METS)"),
            (totals.failed, "failed"),
        )
        if count or what == "with edits"
    ]
    yield f"{counted(totals.files, 'file')} in {duration(seconds)}: {', '.join(others)}"
    if totals.words:
        before, after = totals.shares()
        yield (
            f"{counted(totals.words, 'word')}, of which {before:.1%} expected to be wrong as read "
            f"and {after:.1%} as repaired"
        )
    if totals.compared or totals.not_compared:
        yield compared(totals)
    if totals.rules:
        rows = totals.by_rule()
        named = ", ".join(f"{rule} {count:,}" for rule, count, _ in rows[:RULES])
        rest = sum(count for _, count, _ in rows[RULES:])
        more = f", others {rest:,}" if rest else ""
        yield f"{counted(totals.edits, 'edit')}: {named}{more}"


def compared(totals: Totals) -> str:
    """What a comparison with the truth shows, in a sentence."""
    others = f"{counted(totals.not_compared, 'file')} not compared" if totals.not_compared else ""
    if not totals.compared:
        return others
    (wer, wer_now), (cer, cer_now) = totals.measured.wer, totals.measured.cer
    return (
        f"{counted(totals.compared, 'file')} compared with the truth: {wer:.2%} of words wrong as "
        f"read and {wer_now:.2%} as repaired, {cer:.2%} and {cer_now:.2%} of characters"
        + (f"; {others}" if others else "")
    )


def counted(count: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "file"), counted(10_000, "file")
    ('1 file', '10,000 files')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def duration(seconds: float) -> str:
    """A time for a reader.

    >>> duration(3.14), duration(80), duration(7300)
    ('3.1 s', '1 min 20 s', '2 h 1 min')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
