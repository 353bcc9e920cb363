"""The command `svfix review`: its options, the page it opens, and what is made of its decisions."""

from __future__ import annotations

import argparse
import glob
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svfix.cli import repair
from svfix.cli.options import add_input, add_repair, check_inputs, fixer
from svfix.cli.parser import whole
from svfix.formats import METS
from svfix.io import console
from svfix.io.files import STANDARD, FileError

if TYPE_CHECKING:
    from svfix.batch.inputs import Found

DONE, FAILED = 0, 3
WRITING = ("output", "in_place", "backup", "edits", "report", "resume", "dry_run", "diff")
"""The options that are those of a run which writes."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="files, directories, patterns")
    add("--by", metavar="NAME", help="who decides; the name goes into the paper trail")
    add("--decisions", metavar="FILE", help="where decisions are kept; beside PATH if not named")
    add("--pictures", metavar="DIR", help="the scans, if they do not lie beside their texts")
    add("--port", metavar="N", type=whole, default=0, help="of the page; any that is free")
    add("--no-browser", action="store_true", help="say the address, and open nothing")
    add("--apply", action="store_true", help="write what was decided, as svfix fix writes")
    add("--truth", metavar="DIR", help="write the texts of pages that were read through, and end")
    add_input(parser)
    add_repair(parser)
    repair.add_writing(parser)
    parser.set_defaults(run=run, files_from=None, others=[], reference=None, check=False,
                        one_profile=False, profile_from=None, review=None)  # fmt: skip


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Show the page, or write what was decided."""
    check_inputs(options.paths, options.output, parser)
    if STANDARD in options.paths:
        parser.error("standard input cannot be reviewed; name a file")
    if options.apply and options.truth:
        parser.error("--apply and --truth are two things to do; choose one")
    asked = [name for name in WRITING if getattr(options, name)]
    if asked and not options.apply:
        parser.error(f"--{asked[0].replace('_', '-')} goes with --apply")
    place = Path(options.decisions) if options.decisions else beside(options.paths)
    chosen = fixer(options, parser)  # which reads the settings
    _tell_of_settings(options, chosen, place)
    if options.apply:
        return _apply(options, parser, place)
    found = _found(options, parser)
    for trouble in found.troubles:
        console.tell(trouble)
    if options.truth:
        return _truth(options, chosen, found, place)
    return _serve(options, chosen, found, place) or (FAILED if found.troubles else DONE)


def _tell_of_settings(options: argparse.Namespace, chosen: Any, place: Path) -> None:
    """Say where the options are others than those that the review was begun under."""
    from svfix.review import journal, settings

    then, now = journal.settings(place), settings.settings(chosen.options, options)
    if sentence := settings.told(str(place), then, now):
        console.tell(sentence)


def beside(paths: Sequence[str]) -> Path:
    """Where decisions are kept: beside what is reviewed, under its name.

    Of several paths, and of what a pattern matches, that is in the directory that all are in.

    >>> beside(["/srv/scans/"]).as_posix(), beside(["/srv/page.txt"]).as_posix()
    ('/srv/scans.review.jsonl', '/srv/page.txt.review.jsonl')
    >>> beside(["/srv/a", "/srv/b"]).as_posix(), beside(["/srv/scans/*.xml"]).as_posix()
    ('/srv/svfix.review.jsonl', '/srv/scans.review.jsonl')
    """
    from svfix.batch import REVIEW

    whole = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 (links stay)
    if len(whole) > 1:
        folder = os.path.commonpath([path.parent for path in whole])
        return Path(folder) / f"svfix{REVIEW}"
    path = whole[0]
    while glob.has_magic(str(path)) and not path.exists():
        path = path.parent
    return path.with_name(f"{path.name or 'svfix'}{REVIEW}")


def _found(options: argparse.Namespace, parser: argparse.ArgumentParser) -> Found:
    """The files that were named, those of METS documents among them."""
    from svfix.batch import inputs
    from svfix.batch.mets import expanded
    from svfix.batch.outputs import UsageError

    links = options.links == repair.LINKS[0]
    found = inputs.find(options.paths, [], options.output, links=links)
    if options.format != METS:
        return found
    try:
        found = expanded(found, options.field or [])
    except UsageError as error:
        parser.error(str(error))
    options.format, options.field = "auto", None
    return found


def _reading(options: argparse.Namespace) -> Any:
    """How documents are read, as other processes may be told."""
    names = ("format", "field", "formats", "encoding")
    return argparse.Namespace(**{name: getattr(options, name) for name in names})


def _serve(options: argparse.Namespace, chosen: Any, found: Found, place: Path) -> int:
    from svfix.review import server

    server.check()
    from svfix.review.pictures import Scans
    from svfix.review.session import open_session

    def ready(address: str) -> None:
        console.say(address)
        console.tell(f"decisions go to {place}; Ctrl-C ends")
        if not options.no_browser:
            import webbrowser

            webbrowser.open(address)

    session = open_session(found.inputs, chosen, options, place, options.by or "")
    index = place.with_name(f".{place.name}.index")
    server.serve(session, Scans(options.pictures), index, options.port, ready)
    return DONE


def _apply(options: argparse.Namespace, parser: argparse.ArgumentParser, place: Path) -> int:
    """Write what was decided, by a run of `svfix fix` that is given it."""
    from svfix.review import applying

    if not place.exists():
        raise FileError(f"{place} is not there: nothing was decided yet, or name the file of "
                        "decisions with --decisions")  # fmt: skip
    named = argparse.Namespace(**vars(options))
    places = {one.path: one.place for one in _found(named, parser).inputs}
    options.review = applying.read(place, places, _reading(options))
    for sentence in applying.outdated(options.review):
        console.tell(sentence)
    return repair.run_fix(options, parser)


def _truth(options: argparse.Namespace, chosen: Any, found: Found, place: Path) -> int:
    """Write the texts of the pages that were read through, for svfix diff."""
    from svfix.review import applying

    places = {one.path: one.place for one in found.inputs}
    review = applying.read(place, places, _reading(options))
    count = applying.write_truth(review, chosen, Path(options.truth))
    console.tell(f"{count:,} page{'' if count == 1 else 's'} read through")
    return FAILED if found.troubles else DONE
