"""Parsing: from the bytes of XML or HTML to markup, with everything unsafe refused.

expat says whether a document is well-formed. Nothing is expanded and nothing is fetched: a document
that declares entities or a type of its own is refused, and a type named elsewhere is not read.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from svfix.formats.encodings import announced
from svfix.formats.markup import Markup
from svfix.formats.model import FormatError
from svfix.io.charsets import is_charset

MAX_BYTES = 50_000_000
"""The size of a document, in bytes: what is read takes some ten times as much memory."""

_DECLARED = re.compile(
    rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]*?charset\s*=\s*["']?([\w-]+)""",
    re.IGNORECASE,
)


def parse(data: bytes, tolerant: bool = False, encoding: str = "utf-8") -> Markup:
    """Read a document; `tolerant` takes HTML that is not XML too.

    `encoding` is that of a document that does not say it itself.

    Raises FormatError for one that is too large or too deep, not well-formed, not in its encoding,
    or that declares entities.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(
            f"the document has {len(data) / 1e6:.0f} MB, and {MAX_BYTES / 1e6:.0f} MB is the most "
            "that is read at once; give it in parts, of some pages each"
        )
    encoding = _encoding(data, encoding)
    if not is_charset(encoding):
        raise FormatError(
            f"the document says that it is in {encoding!r}, which is no known encoding; "
            "convert it to UTF-8"
        )
    try:
        source = data.decode(encoding)
        if source.encode(encoding) != data:
            raise FormatError(f"the document is not in plain {encoding}; convert it to UTF-8")
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        raise FormatError(
            f"the document is not {encoding}, as it says it is: byte 0x{data[at]:02X} at offset "
            f"{at}; convert it to UTF-8"
        ) from None
    _check(source, tolerant)
    return Markup(source, encoding, tolerant)


def _encoding(data: bytes, named: str) -> str:
    if known := announced(data):
        return known
    found = _DECLARED.search(data[:2000])
    return (found[1] or found[2]).decode("ascii", "replace") if found else named


def _check(source: str, tolerant: bool) -> None:
    """Let expat read the document, to know that it is well-formed.

    `tolerant` is for HTML, which need not be; but one that calls itself XML has an end.
    """
    source = source.lstrip("\ufeff")
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse_declarations
    try:
        parser.Parse(source.encode(errors="surrogatepass"), True)
    except expat.ExpatError as error:
        if not tolerant or (source.startswith("<?xml") and error.code in _CUT_OFF):
            what = expat.ErrorString(error.code)
            cut = " (was it cut off?)" if error.code in _CUT_OFF else ""
            raise FormatError(
                f"the document is not well-formed XML: {what} on line {error.lineno}, column "
                f"{error.offset + 1}{cut}; get it anew from where it was made"
            ) from None


_CUT_OFF = {
    expat.errors.codes[error]
    for error in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


def _refuse_declarations(name: str, system: str | None, public: str | None, internal: int) -> None:
    if internal:
        raise FormatError(
            "the document declares entities or a type of its own (<!DOCTYPE … [ … ]>), which are "
            "not read, for safety; take the declarations out"
        )


def root_of(markup: Markup, name: str | tuple[str, ...], standard: str) -> tuple[str, str]:
    """The prefix and the namespace of the root element of XML.

    Raises FormatError if it has another name, or none of several.
    """
    root = next(iter(markup.root.elements()), markup.root)
    prefix, colon, local = root.name.rpartition(":")
    names = (name,) if isinstance(name, str) else name
    if local not in names:
        raise FormatError(
            f"the document is no {standard}: its root is {local or 'wanting'}, not {names[0]}"
        )
    namespace = markup.get(root, f"xmlns:{prefix}" if prefix else "xmlns") or ""
    return prefix + colon, namespace


def location(namespace: str) -> str:
    """A namespace without what files have in several ways: its scheme, and what ends it.

    >>> location("https://www.loc.gov/standards/alto/ns-v4")
    'www.loc.gov/standards/alto/ns-v4'
    >>> location("http://www.loc.gov/standards/alto/ns-v4#") == _
    True
    """
    return re.sub(r"\Ahttps?://", "", namespace.strip()).rstrip("#/")
