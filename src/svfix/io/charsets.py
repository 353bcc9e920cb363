"""Character sets: tell which one the bytes of a Swedish text are in.

Unicode announces itself: a byte order mark, bytes that are valid UTF-8, or without a mark the NULs
of UTF-16 and UTF-32 between Latin letters. The old single-byte sets do not, so each is tried, and
the one that reads as Swedish is taken: å, ä and ö inside words, quotes and dashes where quotes and
dashes stand.
"""

from __future__ import annotations

import codecs

from svfix.patterns import pattern

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
"""Unicode of two and four bytes a character, which may be without a mark."""

SAMPLE = 4096
"""How many bytes are looked at to tell these: some thousand characters."""

_NO_TEXT = pattern(r"[^\t\n\v\f\r -\x7e\x85\xa0-\u024f\u2000-\u206f\u20ac\ufb00-\ufb06]")

# In order: the first of equals is taken. cp1252 holds all of latin-1 that is printable.
CANDIDATES = ("cp1252", "latin-1", "cp850", "mac_roman", "cp437")

_EVIDENCE = (
    dict.fromkeys("åäöÅÄÖ", 3)
    | dict.fromkeys("éÉèüÜàáæøÆØß", 1)
    | dict.fromkeys("”“’‘»«–—…§°½·•€£\u00a0", 1)
)
_UNUSUAL = -2
_MISPLACED = -4


_NO_CHARSETS = frozenset("idna punycode mbcs oem undefined".split())
"""Encodings of Python's that are no character sets of documents; punycode takes the square."""


def is_charset(name: str) -> bool:
    """Whether a name is that of a character set that a document may be in.

    >>> is_charset("iso-8859-1"), is_charset("punycode"), is_charset("rot13"), is_charset("x-no")
    (True, False, False, False)
    """
    try:
        known = codecs.lookup(name)
        "".encode(name)  # refused by what turns text to text, or bytes to bytes
    except (LookupError, ValueError):
        return False
    return known.name.replace("-", "_") not in _NO_CHARSETS


def detect(data: bytes) -> str | None:
    """The name of the character set of `data`, None where nothing reads as Swedish.

    >>> detect("Förvaltningen i Åmål".encode("mac_roman"))
    'mac_roman'
    >>> detect("Överväldigad på sjön".encode("cp850"))
    'cp850'
    >>> detect(b"no such letters"), detect(bytes([0xFE, 0xC3, 0x90]))
    ('utf-8', None)
    """
    known = marked(data) or unmarked(data)
    return known or ("utf-8" if _is_utf8(data) else _likeliest(data))


def marked(data: bytes) -> str | None:
    """The Unicode encoding that a byte order mark announces, None where there is no mark.

    >>> marked("å".encode("utf-16")), marked("å".encode())
    ('utf-16', None)
    """
    return next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)


def unmarked(data: bytes) -> str | None:
    r"""The name of the UTF-16 or UTF-32 that bytes without a mark are, None where they are not.

    All of it must be Latin letters, punctuation and white space, half of it ASCII, so that there is
    a NUL beside each letter; a stray NUL in a text is none.

    >>> unmarked("för\n".encode("utf-16-le")), unmarked("för".encode("utf-32-be"))
    ('utf-16-le', 'utf-32-be')
    >>> unmarked(b"Hej\0d"), unmarked(b"\0\0"), unmarked("för".encode())
    (None, None, None)
    """
    if b"\0" not in data:
        return None
    return next((name for name in WIDE if _reads(data, name)), None)


def _reads(data: bytes, name: str) -> bool:
    """Whether all of the beginning of some bytes is Latin text in one of `WIDE`."""
    decoder = codecs.getincrementaldecoder(name)()  # what is cut off at the end is no error to it
    try:
        text = decoder.decode(data[:SAMPLE], final=len(data) <= SAMPLE)
    except UnicodeDecodeError:
        return False
    plain = sum(map(str.isascii, text))
    return plain > 0 and 2 * plain >= len(text) and not _NO_TEXT.search(text)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _likeliest(data: bytes) -> str | None:
    scores = {name: score for name in CANDIDATES if (score := _score(data, name)) > 0}
    return max(scores, key=scores.__getitem__) if scores else None


def _score(data: bytes, name: str) -> int:
    """How Swedish the bytes above ASCII read; 0 where the set does not have them all."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return 0
    around = f" {text} "
    return sum(
        _weigh(around[i], char, around[i + 2]) for i, char in enumerate(text) if char > "\x7f"
    )


def _weigh(before: str, char: str, after: str) -> int:
    """The evidence of one character between its neighbours."""
    if char.isalpha():
        if char.isupper() and before.islower():
            return _MISPLACED
    elif before.isalpha() and after.isalpha() and char not in "’–":
        return _MISPLACED
    return _EVIDENCE.get(char, _UNUSUAL)
