"""`svfix --self-test`: whether an installation repairs what it should, and nothing else.

A page that is in the package is repaired, taken back, repaired by two processes, and in a file of
words with places. Each check is told of on a line of its own.
"""

from __future__ import annotations

import importlib.util
import platform
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import svfix
from svfix.io import console

DONE, FAILED = 0, 3

HERE = Path(__file__).parent

ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page ID="p" PHYSICAL_IMG_NR="1">
<PrintSpace><TextBlock ID="b"><TextLine HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">{}</TextLine>
</TextBlock></PrintSpace></Page></Layout></alto>
"""

EXTRAS = {"pdf": "pikepdf", "completion": "argcomplete", "ocrmypdf": "ocrmypdf"}
"""Extras, each with a module that it brings."""


class Check(NamedTuple):
    """What is looked at, and what raises an exception where that is not in order."""

    about: str
    look: Callable[[], None]


def run() -> int:
    """Tell of each check, and return the exit code: 0 where all is in order, 3 elsewhere."""
    kind = "compiled" if svfix.accelerated else "plain Python, which is slow"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    console.say(f"svfix {svfix.__version__} ({kind}), {python}, {platform.platform()}")
    failed = [check for check in CHECKS if not _is_in_order(check)]
    missing = ", ".join(f"svfix[{name}]" for name in _missing())
    if missing:
        console.say(f"--      not installed: {missing}")
    if failed:
        console.tell("this installation is not in order; install svfix anew")
    return FAILED if failed else DONE


def _is_in_order(check: Check) -> bool:
    try:
        check.look()
    except Exception as error:  # whatever it is, the others are to be told of
        fault = " ".join(f"{type(error).__name__}: {error}".split())
        console.say(f"FAILED  {check.about}: {fault[:200]}")
        return False
    console.say(f"ok      {check.about}")
    return True


def _missing() -> Iterator[str]:
    return (name for name, module in EXTRAS.items() if not importlib.util.find_spec(module))


class OutOfOrder(Exception):
    """What came out is not what has to."""


def equal(found: object, expected: object) -> None:
    """Raise OutOfOrder unless two values are equal.

    >>> equal("är", "är")
    >>> equal("ar", "är")
    Traceback (most recent call last):
    svfix.cli.self_test.OutOfOrder: 'ar' instead of 'är'
    """
    if found != expected:
        raise OutOfOrder(f"{found!r} instead of {expected!r}")


def _page() -> tuple[str, str]:
    """The page as it was read, and as it has to be."""
    read, repaired = (HERE / name for name in ("page.txt", "repaired.txt"))
    return read.read_text(encoding="utf-8"), repaired.read_text(encoding="utf-8")


def _lexicon() -> None:
    from svfix import lexicon

    words = "uppföljning", "nämnden", "uppféljning"
    equal([lexicon.default().is_word(word) for word in words], [True, True, False])


def _whole() -> None:
    from svfix.lexicon.packed import is_whole
    from svfix.lexicon.store import PACKED

    if not is_whole(PACKED):
        raise OutOfOrder(f"{PACKED} is damaged")


def _repair() -> None:
    read, repaired = _page()
    found = svfix.fix(read)
    for line, other in zip(found.splitlines(), repaired.splitlines(), strict=True):
        equal(line, other)
    equal(found, repaired)


def _clean() -> None:
    _, repaired = _page()
    equal(svfix.explain(repaired).edits, ())


def _back() -> None:
    read, _ = _page()
    result = svfix.explain(read)
    equal(svfix.revert(result.text, result.edits), read)


def _processes() -> None:
    lines = _page()[0].splitlines()
    found = svfix.pipe(lines, n_process=2, batch_size=2)
    equal([result and result.text for result in found], [*map(svfix.fix, lines)])


def _places() -> None:
    from svfix import formats

    read, repaired = (text.splitlines()[2].split() for text in _page())
    data, expected = (
        ALTO.format("<SP/>".join(f'<String CONTENT="{word}"/>' for word in words)).encode()
        for words in (read, repaired)
    )
    document = formats.read(data)
    equal(document.format, "alto")
    written = document.write([svfix.explain(text) for text in document.texts])
    equal(formats.read(written).texts, formats.read(expected).texts)


def _files() -> None:
    from svfix.io import files

    with TemporaryDirectory() as folder:
        path = Path(folder) / "blåbär.txt"
        files.write(path, _page()[0].encode())
        equal(files.read(path).text, _page()[0])
        equal([one.name for one in Path(folder).iterdir()], [path.name])


CHECKS = (
    Check("the lexicon has its words", _lexicon),
    Check("the lexicon is whole, to the last bit", _whole),
    Check("a page is repaired as it has to be", _repair),
    Check("the repaired page stays as it is", _clean),
    Check("the edits lead back to what was read", _back),
    Check("two processes give what one gives", _processes),
    Check("words with places are written back", _places),
    Check("files are written whole", _files),
)
"""The checks, in order."""
