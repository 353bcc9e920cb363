"""The commands `svfix fix` and `svfix revert`: their options, and what they ask of a run."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from svfix.cli.options import add_input, add_repair, check_inputs, fixer, tell_of_waiting
from svfix.cli.parser import one_of, whole
from svfix.formats import METS
from svfix.io.files import STANDARD

if TYPE_CHECKING:
    from svfix import Fixer
    from svfix.batch.inputs import Input
    from svfix.batch.outputs import Task
    from svfix.batch.run import Plan
    from svfix.workers import Pool

DONE, WOULD_CHANGE, FAILED = 0, 1, 3
LINKS = "follow", "skip"

Add = Callable[..., object]


def add_fix(parser: argparse.ArgumentParser) -> None:
    """The options of `svfix fix`."""
    add = parser.add_argument
    add(
        "paths", nargs="*", metavar="PATH", help="files, directories, patterns; none or -: a filter"
    )
    add("--files-from", metavar="FILE", help="the files to repair, one a line; - standard input")
    parser.set_defaults(others=[])
    add_run(parser)


def add_run(parser: argparse.ArgumentParser) -> None:
    """The options of a run, the same whether files are repaired by themselves or merged."""
    parser.set_defaults(review=None)
    add = parser.add_argument
    add_input(parser)
    add_repair(parser)
    add("--one-profile", action="store_true", help="all files were misread alike")
    add("--profile-from", metavar="PATH", action="append", help="as these files were")
    add_writing(parser)
    add("--reference", metavar="DIR", help="the truth, which the report compares with")
    add("--check", action="store_true", help="write no repaired text; exit 1 if it would differ")


def add_writing(parser: argparse.ArgumentParser) -> None:
    """The options on how outputs are written and told of, the same for every run that does."""
    add = parser.add_argument
    add("-o", "--output", metavar="FILE|DIR", help="where to write")
    add("--in-place", action="store_true", help="replace the inputs")
    add("--backup", action="store_true", help="keep what --in-place replaces, under another name")
    add("-j", "--jobs", metavar="N", type=whole, default=1, help="processes; 0 is one a core")
    add("--resume", action="store_true", help="go on with a run that was stopped")
    add("--edits", metavar="FILE", help="write every edit there, as JSON lines; revert reads them")
    add("--report", metavar="FILE", help="write a report on the batch there, as HTML")
    add("--dry-run", action="store_true", help="write no repaired text; say what would be done")
    add("--diff", action="store_true", help="write no repaired text; show the difference")
    add("-q", "--quiet", action="store_true", help="no progress, no summary")
    option = parser.add_argument(
        "--links", metavar="HOW", type=one_of(LINKS, "way with links"), default=LINKS[0],
        help="follow those in directories, or skip them",
    )  # fmt: skip
    option.completer = lambda **_: LINKS  # type: ignore[attr-defined]


def add_revert(parser: argparse.ArgumentParser) -> None:
    """The options of `svfix revert`."""
    parser.add_argument("fixed", metavar="FIXED", help="a repaired file, or a directory of them")
    parser.add_argument("edits", metavar="EDITS", help="what svfix fix --edits wrote")
    parser.add_argument("-o", "--output", metavar="FILE|DIR", help="where to write the original")


def run_fix(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Repair each input; a file that fails is told of and left, and the others are done."""
    _check(options, parser)
    if not options.quiet:
        tell_of_waiting(options.paths)
    with ExitStack() as stack:
        tidied = stack.enter_context(ExitStack())  # when the workers have gone
        pool = stack.enter_context(_pool(options)) if options.jobs != 1 else None
        chosen = fixer(options, parser)
        from svfix.batch.outputs import UsageError
        from svfix.batch.run import run, sweep
        from svfix.io import console

        try:
            plan, troubles, notes = _plan(options, chosen)
        except UsageError as error:
            parser.error(str(error))
        for sentence in (*troubles, *notes):
            console.tell(sentence)
        tidied.callback(sweep, plan)
        ended = run(plan, pool)
        tidied.pop_all()
    if ended.failed or troubles:
        return FAILED
    return WOULD_CHANGE if options.check and ended.would_change else DONE


def _pool(options: argparse.Namespace) -> Pool:
    from svfix.workers import Pool, quick_method

    return Pool(options.jobs or os.cpu_count() or 1, quick_method())


def _check(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """End the program where options do not go together."""
    if not options.paths and not options.files_from:
        options.paths = [STANDARD]
    check_inputs(options.paths, options.output, parser)
    if STANDARD in (*options.paths, *options.others):
        options.jobs = 1  # which other processes could not read
    preview = options.dry_run or options.diff or options.check
    told = [options.edits, options.report].count(STANDARD)
    to_standard = options.output in (None, STANDARD) and not (options.in_place or preview)
    faults = (
        (told + to_standard > 1, "standard output takes the text, the edits or the report"),
        (
            options.reference and options.report in (None, STANDARD),
            "--reference needs --report FILE, which its pages go beside",
        ),
        (options.jobs < 0, "--jobs is a number of processes, or 0"),
        (options.in_place and options.output, "--in-place and -o exclude each other"),
        (options.backup and not options.in_place, "--backup goes with --in-place"),
        (options.in_place and STANDARD in options.paths, "standard input has no place"),
        (options.files_from and STANDARD in options.paths, "--files-from excludes standard input"),
        (
            sum(map(bool, (options.profile, options.one_profile, options.profile_from))) > 1,
            "--profile, --one-profile and --profile-from exclude each other",
        ),
        (
            (options.one_profile or options.profile_from)
            and "words" not in (options.passes or "words"),
            "a profile comes from the words pass, which --passes leaves out",
        ),
        (
            options.one_profile and STANDARD in options.paths,
            "--one-profile is for files; standard input has a profile of its own",
        ),
    )
    for is_fault, message in faults:
        if is_fault:
            parser.error(message)


def _plan(options: argparse.Namespace, chosen: Fixer) -> tuple[Plan, list[str], list[str]]:
    """What is to be done, what is wrong with what was named, and what is to be told of besides.

    Raises UsageError.
    """
    from svfix.batch import inputs, outputs, truth
    from svfix.batch.run import OF_BATCH, Plan
    from svfix.batch.summary import counted
    from svfix.batch.work import Job

    listed = inputs.read_list(options.files_from) if options.files_from else []
    is_plain = not listed and len(options.paths) == 1 and not options.files_from
    if options.paths == [STANDARD]:
        found = inputs.Found([inputs.Input(STANDARD, STANDARD, 0, named=True)], [])
    else:
        named = options.paths, listed, options.output, options.others
        found = inputs.find(*named, options.links == LINKS[0], options.in_place)
    if options.format == METS:
        from svfix.batch.mets import expanded

        found = expanded(found, options.field or [])
        options.format, options.field = "auto", None
    outputs.keep_folders(options.paths, options.output)
    is_single = is_plain and len(found.inputs) == 1 and found.inputs[0].named
    tasks, folder = _tasks(options, found.inputs, is_single)
    told = [path for path in (options.edits, options.report) if path]
    notes = [f"{counted(len(found.links), 'link')} passed over"] if found.links else []
    if options.others:
        from svfix.batch import readings

        paired = readings.paired(
            tasks, found.inputs, options.paths[0], options.others, options.output
        )
        tasks, notes = paired.tasks, notes + paired.notes
        found.troubles.extend(paired.troubles)
        outputs.keep_inputs(
            (path for task in tasks for path in task.others),
            [*told, *(task.target for task in tasks if task.target)],
            "reading", "name another place",
        )  # fmt: skip
    if options.reference:
        tasks = truth.paired(tasks, found.inputs, options.reference, options.report)
        told += [task.page for task in tasks if task.page and Path(task.page).exists()]
        outputs.keep_inputs(
            (task.reference for task in tasks if task.reference),
            [*told, *(task.target for task in tasks if task.target)],
            "reference", "name another place",
        )  # fmt: skip
    outputs.keep_inputs((one.path for one in found.inputs), told)
    preview = options.dry_run or options.diff or options.check
    others = inputs.find(options.profile_from or [], [], None)
    job = Job(
        chosen,
        options.format,
        options.field,
        options.encoding,
        formats=options.formats,
        trail=bool(options.edits or options.report),
        diff=options.diff,
        in_place=options.in_place,
        review=options.review,
    )
    plan = Plan(
        tasks,
        job,
        folder=None if preview else folder,
        resume=options.resume and not preview,
        backup=options.backup,
        preview=("check" if options.check else "dry-run") if preview else "",
        edits=options.edits,
        report=options.report,
        reference=options.reference,
        quiet=options.quiet,
        summary=not is_single,
        profile_from=found.inputs if options.one_profile else others.inputs,
        profile_name=OF_BATCH if options.one_profile else "\n".join(options.profile_from or []),
    )
    return plan, found.troubles + others.troubles, notes


def _tasks(
    options: argparse.Namespace, found: list[Input], is_single: bool
) -> tuple[list[Task], Path | None]:
    """The tasks, and the directory that a manifest of them belongs in."""
    from svfix.batch import outputs

    preview = options.dry_run or options.diff or options.check
    if options.in_place:
        tasks = outputs.in_place(found)
        folder = _common([str(task.target) for task in tasks])
        if preview:
            return outputs.nowhere(found, tasks), None
        tasks = [task._replace(place=os.path.relpath(task.place, folder)) for task in tasks]
        return tasks, None if is_single and not options.resume else folder
    kept: Path | None = None
    if is_single:
        tasks = outputs.single(found[0], options.output)
    elif options.output not in (None, STANDARD) and not Path(options.output).is_file():
        kept = Path(options.output)
        tasks = outputs.mirrored(found, options.output)
    elif preview:
        tasks = outputs.nowhere(found)
    else:
        raise outputs.UsageError("several files need -o DIR, a directory for the repaired ones, "
                                 "or --in-place")  # fmt: skip
    return (outputs.nowhere(found, tasks), None) if preview else (tasks, kept)


def _common(targets: list[str]) -> Path:
    """The directory that all targets are in or below."""
    return Path(os.path.commonpath([str(Path(target).parent) for target in targets] or ["."]))


def run_revert(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Give back the originals of repaired files."""
    from svfix.batch import inputs, outputs
    from svfix.io import console, edit_log, files
    from svfix.io.files import FileError

    known = edit_log.originals(options.edits)
    found = inputs.find([options.fixed], [], options.output)
    is_single = len(found.inputs) == 1 and found.inputs[0].named
    try:
        if is_single:
            tasks = outputs.single(found.inputs[0], options.output)
        elif options.output:
            tasks = outputs.mirrored(found.inputs, options.output)
        else:
            parser.error("a directory needs -o DIR, a directory for the originals")
    except outputs.UsageError as error:
        parser.error(str(error))
    failed = bool(found.troubles)
    for task in tasks:
        try:
            original = edit_log.revert(task.source, files.bytes_of(task.source), known)
            if task.target == STANDARD:
                console.put(original)
            else:
                files.write(Path(str(task.target)), original, task.root)
        except FileError as error:
            failed = True
            console.tell(str(error))
    return FAILED if failed else DONE
