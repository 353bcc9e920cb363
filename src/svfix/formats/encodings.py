"""Encodings: what the first bytes of a document say of how it is encoded."""

from __future__ import annotations

import codecs

_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
"""Unicode of two and four bytes; what four bytes begin with comes first, for two may match it."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), *(("\ufeff".encode(name), name) for name in _WIDE))
_TAGS = tuple(("<".encode(name), name) for name in _WIDE)


def announced(data: bytes) -> str | None:
    r"""The encoding that a byte order mark announces, or the first tag; None where neither does.

    >>> announced("\ufeffför".encode("utf-32-be")), announced("<alto>".encode("utf-16-le"))
    ('utf-32-be', 'utf-16-le')
    >>> announced(b"<alto>"), announced(b"")
    (None, None)
    """
    return next((name for mark, name in _MARKS + _TAGS if data.startswith(mark)), None)
