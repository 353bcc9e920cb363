"""A run: the outcomes of all files, in order, put in their places and told of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from svfix import __version__
from svfix.batch import progress, summary
from svfix.batch.backups import back_up
from svfix.batch.inputs import Input
from svfix.batch.outputs import Task, nowhere
from svfix.batch.work import Before, Item, Job, Outcome, Repair, alone
from svfix.io import console, files
from svfix.io.files import STANDARD, FileError
from svfix.rows import shared

if TYPE_CHECKING:
    from svfix.batch.manifest import Manifest
    from svfix.batch.report import Report
    from svfix.batch.trail import Trail
    from svfix.channel.profile import Profile
    from svfix.workers import Pool

OF_BATCH = "batch"
PROFILED = 200  # files, spread over the batch, that are enough to know what they have in common

Outcomes = Callable[[Iterable[Item], Job], Iterator[Outcome]]


@dataclass
class Plan:
    """What is to be done with the outcomes.

    `folder` is where the manifest goes, None for a run without; `preview` is ``"dry-run"`` or
    ``"check"`` for a run that only says what would be done; `profile_from` are the files whose
    common profile all are repaired under, and `profile_name` what they are called in the manifest.
    """

    tasks: Sequence[Task]
    job: Job
    jobs: int = 1
    folder: Path | None = None
    resume: bool = False
    backup: bool = False
    preview: str = ""
    edits: str | None = None
    report: str | None = None
    reference: str | None = None
    quiet: bool = False
    summary: bool = True
    profile_from: Sequence[Input] = ()
    profile_name: str = ""

    @property
    def is_of_batch(self) -> bool:
        """Whether the common profile is that of the batch itself."""
        return self.profile_name == OF_BATCH


@dataclass
class Ended:
    """How a run ended: what went wrong with files, and whether it went through all."""

    failed: bool = False
    would_change: bool = False
    totals: summary.Totals = field(default_factory=summary.Totals)


def run(plan: Plan, pool: Pool | None) -> Ended:
    """Do all tasks. Raises FileError where going on is of no use, and KeyboardInterrupt."""
    outcomes = _by(pool)
    for told in (plan.edits, plan.report):
        if told and told != STANDARD:
            files.writable(Path(told))  # rather than to know when all is done
    with ExitStack() as stack:
        manifest = _manifest(plan)
        if manifest:
            stack.callback(manifest.close)
            if plan.resume:
                sweep(plan)
        if plan.edits and plan.edits != STANDARD:  # before it is there: an interrupt may be quick
            ready = files.temporary(Path(plan.edits).resolve(), os.getpid())
            stack.callback(ready.unlink, missing_ok=True)
        job = _under_one_profile(plan, manifest, outcomes)
        ended = _Run(plan, job, manifest).do(outcomes)
        if plan.resume:  # a worker of the run that was killed may have been slow to go
            sweep(plan)
        if manifest and (plan.resume or ended.failed):
            manifest.settle(task.place for task in plan.tasks)
        elif manifest:
            manifest.remove()
    return ended


def _by(pool: Pool | None) -> Outcomes:
    """What gives outcomes: the workers of a pool, or this process."""
    return alone if pool is None else lambda items, job: pool.run(items, Repair(job))


def sweep(plan: Plan) -> None:
    """Take away what a run that was stopped, or its workers, left half written."""
    files.sweep(_folders(plan))


def _folders(plan: Plan) -> set[Path]:
    """Where a run writes."""
    targets = [path for task in plan.tasks for path in (task.target, task.page)]
    targets += [plan.edits, plan.report]
    folders = {os.path.dirname(target) for target in targets if target}  # noqa: PTH120 (fast)
    found = {Path(folder).resolve() for folder in folders}
    return found | ({plan.folder.resolve()} if plan.folder else set())  # where the manifest is


class _Run:
    def __init__(self, plan: Plan, job: Job, manifest: Manifest | None) -> None:
        self.plan, self.job, self.manifest = plan, job, manifest
        self.ended = Ended()
        self.trail = _trail(plan.edits) if plan.edits else None
        self.report = _report(plan.report) if plan.report else None

    def do(self, outcomes: Outcomes) -> Ended:
        """Go through the tasks; what was done is told of however it ends."""
        plan, totals = self.plan, self.ended.totals
        items = ((task, self._before(task)) for task in plan.tasks)
        try:
            with progress.bar(plan.tasks, plan.quiet) as bar:
                for task, outcome in zip(plan.tasks, outcomes(items, self.job), strict=True):
                    try:
                        self._take(task, outcome)
                    finally:  # in its place by now, or in nobody's
                        outcome.drop()
                    bar.advance(task)
        except (KeyboardInterrupt, FileError):
            if plan.summary:
                done = totals.files + totals.passed_over + totals.failed
                console.tell(f"stopped after {done:,} of {summary.counted(len(plan.tasks), 'file')}"
                             + ("; --resume goes on" if self.manifest else ""))  # fmt: skip
            raise
        finally:
            self._close()
            if plan.summary and not plan.quiet:
                for line in summary.lines(totals):
                    console.tell(line)
        return self.ended

    def _before(self, task: Task) -> Before | None:
        return self.manifest.before(task.place) if self.manifest else None

    def _take(self, task: Task, outcome: Outcome) -> None:
        """Put an output in its place, and tell of it."""
        if outcome.is_done and self.manifest:
            outcome = self.manifest.outcome(task.place)
            outcome.source = task.source
        for note in outcome.notes:
            console.tell(note)
        try:
            if not (outcome.failure or outcome.is_picture):
                self._publish(task, outcome)
        except files.Fatal:
            raise
        except FileError as error:
            outcome = Outcome(task.source, failure=str(error))
        self.ended.totals.add(outcome)
        if outcome.failure:
            self.ended.failed = True
            if outcome.is_fatal:
                raise files.Fatal(outcome.failure)
            console.tell(outcome.failure)
        if self.report:
            self.report.add(outcome, task.page)
        if not (outcome.failure or outcome.is_picture):
            self._tell(outcome)

    def _publish(self, task: Task, outcome: Outcome) -> None:
        """Note what was done before it can be seen: then no edit is ever lost."""
        target = Path(f"{task.target}{outcome.suffix}")
        if outcome.temporary and self.plan.backup and not outcome.suffix:
            back_up(target)
        if self.manifest and not outcome.is_done:
            self.manifest.add(task.place, outcome)
        if self.trail:
            written = task.target not in (None, STANDARD)
            named = task.source if self.job.in_place else task.target
            named = f"{named}{outcome.suffix}" if written else None
            self.trail.add(outcome, named, task.others)
        if outcome.page and task.page:  # first: what it compares may be replaced
            files.put(outcome.page, Path(task.page), os.path.dirname(task.page))  # noqa: PTH120
        if outcome.temporary:
            files.put(outcome.temporary, target, task.root)

    def _tell(self, outcome: Outcome) -> None:
        self.ended.would_change |= outcome.changed
        if outcome.data is not None:
            console.put(outcome.data)
        if outcome.diff:
            console.show_diff(outcome.diff)
        elif outcome.changed and self.plan.preview and not self.job.diff:
            console.say(_previewed(outcome, self.plan.preview))

    def _close(self) -> None:
        if self.trail:
            self.trail.close()
        if self.report and self.plan.report:
            page = self.report.html(self.ended.totals)
            if self.plan.report == STANDARD:
                console.put(page)
            else:
                files.write(Path(self.plan.report), page)


def _trail(path: str) -> Trail:
    from svfix.batch.trail import Trail

    return Trail(path)


def _report(path: str) -> Report:
    from svfix.batch.report import Report

    return Report(path)


def _previewed(outcome: Outcome, preview: str) -> str:
    if preview == "check":
        return console.printable(outcome.source)
    edits = int(sum(count for count, _ in outcome.rules.values()))
    return f"{console.printable(outcome.source)}: {summary.counted(edits, 'edit')}"


def _manifest(plan: Plan) -> Manifest | None:
    """The manifest of a run; one that cannot be kept is missed only by who asked for it."""
    if plan.folder is None:
        return None
    from svfix.batch.manifest import Manifest

    options = plan.job.fixer.options
    said: dict[str, object] = {
        "svfix": __version__,
        "min_confidence": options.min_confidence,
        "join_hyphens": options.join_hyphens,
        "leave_missing": options.leave_missing,
        "words": list(options.words),
        "passes": list(options.passes),
        "profile": _as_json(options.profile) if options.profile else None,
        "profile_from": plan.profile_name,
        "format": plan.job.format,
        "field": plan.job.field,
        "formats": dict(plan.job.formats),
        "encoding": plan.job.encoding,
        "trail": plan.job.trail,
        "in_place": plan.job.in_place,
        "review": plan.job.review.digest if plan.job.review else None,
        "reference": plan.reference,
    }
    try:
        return Manifest(plan.folder, said, plan.resume)
    except FileError:
        if plan.resume or not plan.job.in_place:
            raise
        return None


def _under_one_profile(plan: Plan, manifest: Manifest | None, outcomes: Outcomes) -> Job:
    """The job under the profile that files have in common, if that was asked for."""
    if not plan.profile_name:
        return plan.job
    import json

    from svfix.channel import profile_file

    said = manifest.profile if manifest else None
    if said is None:
        step = max(1, -(-len(plan.profile_from) // PROFILED))
        tasks = nowhere(plan.profile_from[::step])
        job = replace(plan.job, judging=True, trail=False, diff=False)
        items = ((task, None) for task in tasks)
        with progress.bar(tasks, plan.quiet) as bar:
            found: list[str] = []
            for task, outcome in zip(tasks, outcomes(items, job), strict=True):
                found += outcome.sample
                if outcome.failure and not plan.is_of_batch:
                    console.tell(outcome.failure)
                bar.advance(task)
        common = shared.profile_of(plan.job.fixer, found)
        if common is None and plan.is_of_batch:  # then there is nothing to repair
            return plan.job
        if common is None:
            raise FileError("no file of --profile-from could be read")
        said = _as_json(common)
        if manifest:
            manifest.set_profile(said)
    profile = profile_file.from_json(json.dumps(said))
    return replace(plan.job, fixer=plan.job.fixer.with_profile(profile))


def _as_json(profile: Profile) -> dict[str, object]:
    import json

    from svfix.channel import profile_file

    found: dict[str, object] = json.loads(profile_file.to_json(profile))
    return found
