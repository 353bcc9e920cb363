"""Signatures: what files begin with that hold no plain text, and what to do with such a file.

A name says what someone took a file for; its first bytes say what it is. What matches no row of
`KINDS` is none of these, and nearly all text does after one look at its first characters: the
signatures that are letters (`BM`, `MZ`, `GIF89a`) ask for more than a text could begin with.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from svfix.patterns import pattern

HEAD = 1024
"""How many bytes show what a file is, but for the kind of a ZIP, which may stand further back."""

READ_IT = "read it with an OCR engine first: tesseract page.png - -l swe hocr | svfix fix"
CONVERT = "save it as plain text first: pandoc -t plain --wrap=none FILE | svfix fix"
SAVE = "save it as plain text first: soffice --headless --convert-to txt:Text FILE"
UNPACK = "unpack it first, and repair what is in it"
DATABASE = "write its texts to JSONL or CSV first, and repair those"
PROGRAM = "name the files that hold text"
TAKE_OUT = "take its text out first: pdftotext -layout FILE - | svfix fix"


class Kind(NamedTuple):
    """One kind of file: the signature, what that is, and what to do instead of a repair.

    `beside` says that such files lie beside the texts of a scan, and are passed over in a directory
    rather than told of: pictures and archives.
    """

    signature: re.Pattern[bytes]
    what: str
    advice: str
    beside: bool

    @property
    def refusal(self) -> str:
        """What is said of such a file, behind its name."""
        return f"is {self.what}, not plain text; {self.advice}"


def _kind(signature: bytes, what: str, advice: str) -> Kind:
    return Kind(pattern(signature, re.DOTALL), what, advice, advice in (READ_IT, UNPACK))


_ZIP = rb"PK\x03\x04"
_MIMETYPE = _ZIP + rb".{26}mimetypeapplication/"  # stored first, and not compressed

KINDS = (
    # documents
    _kind(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf\d", "RTF", CONVERT),
    _kind(_MIMETYPE + rb"vnd\.oasis\.opendocument", "an OpenDocument file (ODT)", CONVERT),
    _kind(_MIMETYPE + rb"epub", "an e-book (EPUB)", CONVERT),
    _kind(_ZIP + rb".*word/document\.xml", "a Word document (DOCX)", CONVERT),
    _kind(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC)", SAVE),
    _kind(rb"%PDF-\d", "a PDF", TAKE_OUT),
    # pictures
    _kind(rb"\x89PNG", "a picture (PNG)", READ_IT),
    _kind(rb"\xff\xd8\xff", "a picture (JPEG)", READ_IT),
    _kind(rb"II[*+]\0|MM\0[*+]", "a picture (TIFF)", READ_IT),
    _kind(rb"GIF8[79]a.{0,10}[\0-\x08]", "a picture (GIF)", READ_IT),
    _kind(rb"BM.{4}\0{4}", "a picture (BMP)", READ_IT),
    _kind(rb"RIFF.{4}WEBP", "a picture (WebP)", READ_IT),
    _kind(rb"\0{3}\x0cjP|\xff\x4f\xff\x51", "a picture (JPEG 2000)", READ_IT),
    _kind(rb"AT&TFORM.{4}DJV", "a picture (DjVu)", READ_IT),
    _kind(rb"\0{3}.ftyp(?:hei|avi|mif)", "a picture (HEIF)", READ_IT),
    _kind(rb"P[456]\s+(?:#[^\n]*\n)*\d+\s+\d+\s.*?(?:[\0-\x08]|\xff\xff)",
          "a picture (PNM)", READ_IT),
    # archives
    _kind(_ZIP, "an archive (ZIP)", UNPACK),
    _kind(rb"7z\xbc\xaf\x27\x1c", "an archive (7z)", UNPACK),
    _kind(rb"\x1f\x8b\x08", "compressed (gzip)", UNPACK),
    _kind(rb"\xfd7zXZ\0", "compressed (xz)", UNPACK),
    _kind(rb"\x28\xb5\x2f\xfd", "compressed (zstd)", UNPACK),
    _kind(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", "compressed (bzip2)", UNPACK),
    _kind(rb"Rar!\x1a\x07", "an archive (RAR)", UNPACK),
    _kind(rb".{257}ustar(?:\0|  \0)", "an archive (tar)", UNPACK),
    # others
    _kind(rb"SQLite format 3\0", "a database (SQLite)", DATABASE),
    _kind(rb"\x7fELF|MZ.{0,999}PE\0\0|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\0asm",
          "a program", PROGRAM),
)  # fmt: skip
"""The kinds, the narrower before the wider."""

_ANY = pattern(b"|".join(kind.signature.pattern for kind in KINDS), re.DOTALL)


def kind_of(data: bytes) -> Kind | None:
    r"""What kind of file some bytes are the beginning of, None for what may be text.

    >>> kind_of(rb"{\rtf1\ansi F\'f6rvaltningen}").what
    'RTF'
    >>> [kind_of(text) for text in (b"BM 2 MZ", b"GIF89a \xc3\xa4r ett format", b"PK: 10 kr")]
    [None, None, None]
    """
    if not _ANY.match(data):  # as hardly a text does
        return None
    return next((kind for kind in KINDS if kind.signature.match(data)), None)


def is_beside(data: bytes) -> bool:
    """Whether some bytes are a picture's or an archive's, which lie beside the texts of a scan."""
    kind = kind_of(data)
    return kind is not None and kind.beside
