"""Encodings of simple fonts: what a byte stands for, as a code page or by the names of glyphs.

Names of Latin glyphs follow from those of Unicode (`adieresis` is LATIN SMALL LETTER A WITH
DIAERESIS); the few that do not are listed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

PAGES = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}

# From the Adobe Glyph List, those of Adobe's Latin fonts that `of_name` has no rule for.
_NAMES = dict(
    pair.split("=", 1)
    for pair in """
    exclam=! quotedbl=" numbersign=# dollar=$ percent=% ampersand=& quotesingle=' parenleft=(
    parenright=) asterisk=* plus=+ comma=, hyphen=- minus=− period=. slash=/ colon=: semicolon=;
    less=< equal== greater=> question=? at=@ bracketleft=[ backslash=\\ bracketright=] asciicircum=^
    underscore=_ grave=` braceleft={ bar=| braceright=} asciitilde=~ exclamdown=¡ cent=¢
    sterling=£ currency=¤ yen=¥ brokenbar=¦ section=§ dieresis=¨ copyright=© ordfeminine=ª
    guillemotleft=« logicalnot=¬ softhyphen=\u00ad sfthyphen=\u00ad registered=®
    macron=¯ degree=° plusminus=±
    twosuperior=² threesuperior=³ acute=´ mu=µ paragraph=¶ periodcentered=· middot=· cedilla=¸
    onesuperior=¹ ordmasculine=º guillemotright=» onequarter=¼ onehalf=½ threequarters=¾
    questiondown=¿ AE=Æ ae=æ Oslash=Ø oslash=ø Eth=Ð eth=ð Thorn=Þ thorn=þ germandbls=ß OE=Œ oe=œ
    multiply=× divide=÷ dotlessi=ı florin=ƒ Lslash=Ł lslash=ł Euro=€ quotesinglbase=‚
    quotedblbase=„ ellipsis=… dagger=† daggerdbl=‡ circumflex=ˆ perthousand=‰ guilsinglleft=‹
    guilsinglright=› quoteleft=‘ quoteright=’ quotedblleft=“ quotedblright=” bullet=• endash=–
    emdash=— tilde=˜ trademark=™ fraction=⁄ fi=fi fl=fl ff=ff ffi=ffi ffl=ffl
    """.split()
)
_NAMES |= {"space": " ", "nbspace": "\u00a0", "nonbreakingspace": "\u00a0"}

_ACCENTS = {
    "dieresis": "DIAERESIS", "ring": "RING ABOVE", "acute": "ACUTE", "grave": "GRAVE",
    "circumflex": "CIRCUMFLEX", "tilde": "TILDE", "cedilla": "CEDILLA", "caron": "CARON",
    "macron": "MACRON", "ogonek": "OGONEK", "breve": "BREVE", "dotaccent": "DOT ABOVE",
    "hungarumlaut": "DOUBLE ACUTE",
}  # fmt: skip
_LETTER = re.compile(r"([A-Za-z])(" + "|".join(_ACCENTS) + r")\Z")
_CODE = re.compile(r"(?:uni([0-9A-F]{4})|u([0-9A-F]{4,6}))\Z")

# StandardEncoding, where it is not ASCII (ISO 32000-1, table D.2).
_STANDARD = {0x27: "’", 0x60: "‘"} | dict(
    zip(
        [*range(0xA1, 0xB0), *range(0xB1, 0xB5), *range(0xB6, 0xBE), 0xBF, *range(0xC1, 0xC9)],
        "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ–†‡·¶•‚„”»…‰¿`´ˆ˜¯˘˙¨",
        strict=True,
    )
)
_STANDARD |= {0xCA: "˚", 0xCB: "¸", 0xCD: "˝", 0xCE: "˛", 0xCF: "ˇ", 0xD0: "—", 0xE1: "Æ"}
_STANDARD |= {0xE3: "ª", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xEB: "º", 0xF1: "æ", 0xF5: "ı"}
_STANDARD |= {0xF8: "ł", 0xF9: "ø", 0xFA: "œ", 0xFB: "ß"}


def of_code(encoding: str, code: int) -> str | None:
    """What a byte stands for in an encoding, by its name in a PDF; None where nothing does.

    >>> of_code("/WinAnsiEncoding", 0xE5), of_code("/MacRomanEncoding", 0x8C)
    ('å', 'å')
    >>> of_code("/StandardEncoding", 0x61), of_code("/StandardEncoding", 0xE5)
    ('a', None)
    """
    if encoding in PAGES:
        text = bytes([code]).decode(PAGES[encoding], "replace")
        return None if text == "\ufffd" or code < 32 else text
    return _STANDARD.get(code) or (chr(code) if 32 <= code < 127 else None)


@lru_cache(maxsize=1024)
def of_name(name: str) -> str | None:
    """What a glyph stands for by its name; None for a name of no known kind.

    >>> [of_name(name) for name in ("adieresis", "A", "seven", "uni00E5", "ffi", "g23", ".notdef")]
    ['ä', 'A', '7', 'å', 'ffi', None, None]
    """
    name = name.partition(".")[0]
    if name in _NAMES or (len(name) == 1 and name.isascii()):
        return _NAMES.get(name, name)
    if found := _CODE.match(name):
        number = int(found[1] or found[2], 16)
        return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else None
    if found := _LETTER.match(name):
        case = "CAPITAL" if found[1].isupper() else "SMALL"
        return _called(f"LATIN {case} LETTER {found[1].upper()} WITH {_ACCENTS[found[2]]}")
    return _called(f"DIGIT {name.upper()}") if name.islower() else None


def _called(name: str) -> str | None:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return None
