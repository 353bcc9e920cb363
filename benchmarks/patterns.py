"""Patterns: a hundred kinds of text that might be slow, each as long as is asked for.

Start reading from `PATTERNS`: kinds of words × how they repeat × how they lie on the page, marks
and markup without end, and single words without end.  All are made by counting, so that they are
the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, count, cycle

Pattern = Callable[[int], str]
"""Makes a text of so many characters."""

SWEDISH = (
    "Nämnden beslutade i går att avslå ansökan om bygglov för fastigheten och att ta ut en avgift "
    "enligt gällande taxa av den sökande som har rätt att överklaga beslutet inom tre veckor från "
    "den dag då det blev känt genom att skriva till länsstyrelsen i det län där kommunen ligger"
).split()
BARE = [word.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")) for word in SWEDISH]
ENGLISH = "the board decided that an appeal has to be made in writing within three weeks".split()

LETTERS = str.maketrans("0123456789abcdef", "aåäöeinrstdlmkgv")
MIXED = 0x9E3779B1
"""An odd number near 2³² by the golden ratio: its multiples look like no row of numbers."""


def numerals(spread: int = 1) -> Iterator[str]:
    """Ever new words of letters that are no words."""
    return (f"{number * spread & 0xFFFFFFFF:x}".translate(LETTERS) for number in count(1))


def broken(words: Iterable[str]) -> Iterator[str]:
    """Words with a letter in each that changes as they come again."""
    for number, word in enumerate(words):
        place = number % len(word)
        yield word[:place] + "aåäöeinrstdlmkgv"[number // 7 % 16] + word[place + 1 :]


def between(words: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Words and others by turns."""
    return chain.from_iterable(zip(words, others, strict=False))


KINDS: dict[str, Callable[[], Iterable[str]]] = {
    "Swedish": lambda: cycle(SWEDISH),
    "bare Swedish": lambda: cycle(BARE),
    "English": lambda: cycle(ENGLISH),
    "misread Swedish": lambda: broken(cycle(SWEDISH)),
    "short garbage": numerals,
    "long garbage": partial(numerals, MIXED),
    "half garbage": lambda: between(cycle(BARE), numerals(MIXED)),
    "capitals": lambda: map(str.upper, numerals(MIXED)),
    "compounds": lambda: ("".join(SWEDISH[(n + i) % 30] for i in range(4)) for n in count()),
    "numbers": lambda: map(str, count(1)),
    "misread numbers": lambda: (f"{n}".replace("1", "l").replace("0", "O") for n in count(1000)),
    "letters and figures": lambda: (f"{n * MIXED & 0xFFFFFFF:x}" for n in count(1)),
    "single letters": lambda: cycle("abcdefghijklmnopqrstuvwxyzåäö"),
    "Cyrillic": lambda: (chr(0x430 + n % 32) + chr(0x430 + n // 32 % 32) + "т" for n in count()),
    "Chinese": lambda: (chr(0x4E00 + n * 7 % 20000) + chr(0x4E00 + n % 20000) for n in count()),
    "emoji": lambda: (
        f"{chr(0x1F600 + n % 64)}\u200d{chr(0x1F600 + n // 64 % 64)}" for n in count()
    ),
    "decoded wrongly": lambda: (w.encode().decode("cp1252", "replace") for w in cycle(SWEDISH)),
    "composed": lambda: (w.replace("å", "a\u030a").replace("ä", "a\u0308") for w in cycle(SWEDISH)),
    "lost letters": lambda: (re.sub("[åäö]", "\ufffd", word) for word in cycle(SWEDISH)),
    "ligatures": lambda: (f"ﬁnans{word}ﬂöde" for word in numerals()),
}

LAYOUTS = {
    "in lines": "\n",
    "in one line": " ",
    "in paragraphs": "\n\n",
    "by form feeds": "\f",
}
"""What stands behind every tenth word; only of some kinds, for all are too many."""

WIDE = ("Swedish", "bare Swedish", "misread Swedish", "short garbage", "half garbage", "numbers")
"""The kinds that are laid out in every way."""

MARKS = {
    "spaces": " ",
    "tabs": "\t",
    "line ends": "\n",
    "form feeds": "\f",
    "carriage returns": "\r",
    "stops": ".",
    "commas": ",",
    "hyphens": "-",
    "quotes": '"',
    "apostrophes": "'",
    "bars": "|",
    "brackets": "(",
    "square brackets": "[",
    "braces": "{",
    "tags": "<",
    "ends of tags": ">",
    "ampersands": "&",
    "backslashes": "\\",
    "backticks": "`",
    "dollars": "$",
    "underlines": "_",
    "hashes": "#",
    "slashes": "/",
    "equals signs": "=",
    "percents": "%",
    "at signs": "@",
    "colons": ":",
    "tildes": "~",
    "zero-width": "\u200b",
    "NULs": "\0",
    "marks on a letter": "\u0316",
    "soft hyphens": "\xad",
    "replacements": "\ufffd",
    "section signs": "§",
    "one letter": "a",
    "one figure": "1",
    "letter by letter": "s p ",
    "lines of hyphens": "a-\n",
    "dotted": "a.",
    "lost hyphens": "för-\n\n",
    "runs of spaces": "a" + " " * 40,
    "quoted": '"a" ',
    "codes": "A1-",
    "fields": "a;",
    "tables": "| a | ",
    "open tags": "<a ",
    "attributes": '<a b="',
    "JSON": '{"a":[',
    "TeX": "\\a{",
    "comments": "<!--",
    "entities": "&auml;",
    "escapes": "\\u00e4",
    "hex": "=E4",
    "links": "http://a.se/",
    "addresses": "a@a.",
    "dates": "1999-01-",
    "numbers": "1 000 ",
    "decimals": "1,",
    "identifiers": "a_b",
    "ellipses": "a...",
    "dashes": "a – ",
    "capital and small": "aB",
    "accents": "a\u0301\u0316",
    "wrong bytes": "Ã¤Â",
    "hyphened": "ab-cd-",
}
"""What is said over and over, without a word between."""


def laid_out(kind: str, end: str, size: int) -> str:
    """A text of words of a kind, of which every tenth ends in something else than a space."""
    words: list[str] = []
    length = 0
    for word in KINDS[kind]():
        words.append(word)
        length += len(word) + 1
        if length > size:
            break
    tens = (" ".join(words[i : i + 10]) for i in range(0, len(words), 10))
    return end.join(tens)[:size]


def paged(kind: str, size: int) -> str:
    """The same in pages of some 1,500 characters."""
    text = laid_out(kind, "\n", size)
    return "\f".join(text[i : i + 1500] for i in range(0, size, 1500))


def run_on(kind: str, size: int) -> str:
    """The words of a kind without anything between them."""
    return laid_out(kind, "", 2 * size).replace(" ", "")[:size]


def again(said: str, size: int) -> str:
    """The same over and over."""
    return (said * (size // len(said) + 1))[:size]


def beside(said: str, size: int) -> str:
    """The same over and over in the middle of a text."""
    text = laid_out("Swedish", "\n", size // 2)
    return f"{text[: size // 4]} a{again(said, size // 2)}b {text[size // 4 :]}"


PATTERNS: dict[str, Pattern] = {
    **{f"{kind}, in lines": partial(laid_out, kind, "\n") for kind in KINDS},
    **{
        f"{kind}, {name}": partial(laid_out, kind, end)
        for kind in WIDE
        for name, end in LAYOUTS.items()
        if end != "\n"
    },
    **{f"{kind}, in pages": partial(paged, kind) for kind in WIDE},
    **{f"{kind}, run on": partial(run_on, kind) for kind in (*WIDE[:4], "Cyrillic", "capitals")},
    **{f"only {name}": partial(again, said) for name, said in MARKS.items()},
    **{f"{name} in a text": partial(beside, said) for name, said in list(MARKS.items())[:16]},
}
"""All patterns by name."""
