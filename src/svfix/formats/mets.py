"""METS: which files a digital object is made of, in groups. It has no text of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from svfix.formats.parsing import parse, root_of
from svfix.formats.tree import Node

TEXTUAL = ("alto", "page+xml", "hocr", "tei", "text/", "xml", "json", "csv")
"""What the media types of files with text have in them, one or the other."""


class Listed(NamedTuple):
    """A file of a group: where it is, relative to the METS file if it is on this machine."""

    group: str
    media_type: str
    path: str


def files(data: bytes) -> list[Listed]:
    """The files that a METS document lists and that are no addresses. Raises FormatError.

    >>> files(b'''<mets xmlns:xlink="x"><fileGrp USE="FULLTEXT"><file MIMETYPE="text/xml">
    ...     <FLocat LOCTYPE="URL" xlink:href="alto/sida%201.xml"/></file></fileGrp></mets>''')
    [Listed(group='FULLTEXT', media_type='text/xml', path='alto/sida 1.xml')]
    """
    markup = parse(data)
    prefix, _ = root_of(markup, "mets", "METS")

    def listed(node: Node, group: str, media_type: str) -> Iterator[Listed]:
        name = node.name.removeprefix(prefix)
        group = (markup.get(node, "USE") or group) if name == "fileGrp" else group
        media_type = (markup.get(node, "MIMETYPE") or "") if name == "file" else media_type
        if name == "FLocat":
            names = (key for key in markup.attributes(node) if key.rpartition(":")[2] == "href")
            if path := _local(markup.get(node, next(names, "")) or ""):
                yield Listed(group, media_type, path)
        for child in node.elements():
            yield from listed(child, group, media_type)

    return list(listed(markup.root, "", ""))


def _local(address: str) -> str:
    """The path that an address is, "" if it is on another machine."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return unquote(parts.path)
    return "" if parts.scheme and parts.netloc else unquote(address)


def has_text(media_type: str) -> bool:
    """Whether files of a media type hold text.

    >>> has_text("application/alto+xml"), has_text("image/tiff")
    (True, False)
    """
    return any(part in media_type.lower() for part in TEXTUAL)
