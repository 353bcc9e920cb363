"""A content stream that is being followed: its source, its resources, its marks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pikepdf

from svfix.formats.pdf_layer.lexer import Operation, Token, name, string
from svfix.formats.pdf_layer.shows import Span
from svfix.formats.pdf_layer.state import Number


class Frame:
    """A content stream that is being followed, with its resources."""

    def __init__(self, stream: int, data: bytes, resources: Any) -> None:
        self.stream, self.data, self.resources = stream, data, resources
        self.fonts: dict[bytes, Any] = {}
        self.spans: list[Span | None] = []

    def source(self, token: Token) -> bytes:
        return self.data[token.start : token.end]

    def named(self, kind: str, token: Token) -> Any:
        """A resource by its name; None where there is none."""
        found = self.resources.get(kind) if self.resources is not None else None
        if not isinstance(found, pikepdf.Dictionary):
            return None
        return found.get(name(self.source(token)))

    def numbers(self, operation: Operation, count: int) -> list[Number] | None:
        """The last operands, if they are so many numbers."""
        last = operation.operands[-count:]
        if len(last) < count or any(token.kind != "number" for token in last):
            return None
        return [Number(float(self.source(token)), self.source(token)) for token in last]


def span_of(frame: Frame, operation: Operation) -> Span | None:
    """What marked content says its text is, None where it does not."""
    operands = operation.operands
    if operation.name != b"BDC" or len(operands) < 2:
        return None
    if operands[1].kind == "name":
        properties = frame.named("/Properties", operands[1])
        if not isinstance(properties, pikepdf.Dictionary) or "/ActualText" not in properties:
            return None
        return Span(operands[1].start, operands[1].end, str(properties.ActualText), properties)
    for key, value in pairwise(operands):
        if key.kind == "name" and frame.source(key) == b"/ActualText":
            if value.kind in ("string", "hex"):
                said = pikepdf.String(string(frame.source(value)))
                return Span(value.start, value.end, str(said))
            return None
    return None
