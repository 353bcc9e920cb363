"""Character sets: tell which one the bytes of a Swedish text are in.

Unicode announces itself: a byte order mark, or bytes that are valid UTF-8. The old single-byte
sets do not, so each is tried, and the one that reads as Swedish is taken: å, ä and ö inside words,
quotes and dashes where quotes and dashes stand.
"""

from __future__ import annotations

import codecs

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# In order: the first of equals is taken. cp1252 holds all of latin-1 that is printable.
CANDIDATES = ("cp1252", "latin-1", "cp850", "mac_roman", "cp437")

_EVIDENCE = (
    dict.fromkeys("åäöÅÄÖ", 3)
    | dict.fromkeys("éÉèüÜàáæøÆØß", 1)
    | dict.fromkeys("”“’‘»«–—…§°½·•€£\u00a0", 1)
)
_UNUSUAL = -2
_MISPLACED = -4


def detect(data: bytes) -> str | None:
    """The name of the character set of `data`, None where nothing reads as Swedish.

    >>> detect("Förvaltningen i Åmål".encode("mac_roman"))
    'mac_roman'
    >>> detect("Överväldigad på sjön".encode("cp850"))
    'cp850'
    >>> detect(b"no such letters"), detect(bytes([0xFE, 0xC3, 0x90]))
    ('utf-8', None)
    """
    return marked(data) or ("utf-8" if _is_utf8(data) else _likeliest(data))


def marked(data: bytes) -> str | None:
    """The Unicode encoding that a byte order mark announces, None where there is no mark.

    >>> marked("å".encode("utf-16")), marked("å".encode())
    ('utf-16', None)
    """
    return next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)


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
