"""Unseen text: whether a text that seems to lie under a picture does, by drawing the page without.

Clips, blending and the order of things decide what can be seen; a page that looks the same without
some text does not show it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pikepdf

from svfix.formats.pdf_layer import checks, glyphless, rewriting
from svfix.formats.pdf_layer.interpreter import Interpreter
from svfix.formats.pdf_layer.opening import Page, opened, pages
from svfix.formats.pdf_layer.shows import DOUBTFUL, FIRST
from svfix.formats.pdf_layer.update import updated
from svfix.formats.pdf_layer.words import looks
from svfix.formats.splices import Splice


def seen_pages(data: bytes, owners: dict[int, int]) -> set[int]:
    """The pages of a PDF, by number from 0, on which doubtful text can be seen."""
    touched: list[Any] = []
    doubtful = []
    with opened(data) as pdf:
        interpreter = Interpreter(owners)
        for number, page in enumerate(pages(pdf)):
            interpreter.follow(number, page.content, page.resources)
            found = looks(interpreter.shows, interpreter.covers, page.area)
            if DOUBTFUL in found:
                doubtful.append(number)
                shows = [show for show, look in enumerate(found) if look == DOUBTFUL]
                splices = rewriting.without(interpreter.shows, shows)
                touched += changed(pdf, page, interpreter.bodies, splices, {})
        without = updated(data, pdf, touched)
    return checks.differing(data, without, doubtful)


def changed(
    pdf: Any, page: Page, bodies: Mapping[int, tuple[Any, bytes]],
    splices: Mapping[int, Sequence[Splice]], resources: Mapping[int, Any],
) -> Iterator[Any]:  # fmt: skip
    """Change the content of a page and its forms, and their resources; the objects that changed."""
    for stream, made in splices.items():
        if stream == FIRST:
            content = glyphless.compressed(pdf, rewriting.changed(page.content, made))
            page.object.Contents = content
            if stream in resources:
                page.object.Resources = resources[stream]
            yield from (content, page.object)
        else:
            form, body = bodies[stream]
            data = zlib.compress(rewriting.changed(body, made), 9)
            form.write(data, filter=pikepdf.Name.FlateDecode)
            if stream in resources:
                form.Resources = resources[stream]
            yield form
