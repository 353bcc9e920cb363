"""ALTO's list of processing steps: a document that svfix changed says so.

Versions 1 to 3 have an `OCRProcessing` with the steps before, of and after the recognition; version
4 has a `Processing` for each step.  A step has no date: the same input gives the same output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from svfix.formats.markup import Markup
from svfix.formats.splices import Splice

ABOUT = "OCR errors corrected"


def recorded(markup: Markup, prefix: str, version: int) -> Iterator[Splice]:
    """The splice that puts down the step, in a document with a description."""
    named = f"{prefix}Description"
    description = next((node for node in markup.root.walk() if node.name == named), None)
    children = description.elements() if description else []
    if not children:
        return
    last = children[-1]
    if version >= 4:
        step = _step(prefix, "Processing", f' ID="{_new_id(markup)}"')
    else:
        step = _step(prefix, "postProcessingStep")
        of_ocr = [node for node in children if node.name == f"{prefix}OCRProcessing"]
        if of_ocr and (steps := of_ocr[-1].elements()):
            last = steps[-1]
        else:
            ocr, empty = f"{prefix}OCRProcessing", f"<{prefix}ocrProcessingStep/>"
            step = f'<{ocr} ID="{_new_id(markup)}">{empty}{step}</{ocr}>'
    yield Splice(last.end, last.end, markup.space_before(last) + step)


def _step(prefix: str, name: str, attributes: str = "") -> str:
    """An element that describes this run."""
    from svfix import __version__

    software = "".join(
        _element(prefix, part, text)
        for part, text in (("softwareName", "svfix"), ("softwareVersion", __version__))
    )
    inside = _element(prefix, "processingStepDescription", ABOUT)
    inside += _element(prefix, "processingSoftware", software)
    return _element(prefix, name, inside, attributes)


def _element(prefix: str, name: str, inside: str, attributes: str = "") -> str:
    return f"<{prefix}{name}{attributes}>{inside}</{prefix}{name}>"


def _new_id(markup: Markup) -> str:
    """An id that the document does not have."""
    taken = set(re.findall(r"""["'](svfix_[1-9][0-9]*)["']""", markup.source))
    number = 1
    while f"svfix_{number}" in taken:
        number += 1
    return f"svfix_{number}"
