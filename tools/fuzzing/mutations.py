"""Documents changed as nobody would: what their format is made of moved, doubled, lost, swapped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from fuzzing import texts

Change = Callable[[bytes, Random], bytes]

TOKEN = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
NAME = re.compile(r"</?([\w:.-]+)")
LONG = 5000  # digits, and how deep elements lie in each other, beyond what any page has
SCRAPS = (
    b"", b"<", b">", b'"', b"'", b"</", b"\xff", b"\t", b"&", b"0", b"\0", b"\n", b"\r", b"{", b"]",
    b"&#0;", b"&#xD800;", b"&amp;", b"&nbsp;", b"<![CDATA[", b"]]>", b"<!--", b"-->",
    b"\xef\xbb\xbf",
    "å".encode(), "\u0308".encode(), "😀".encode(), b"\\u", b"\\ud800", b"%", b"(", b")", b"endobj",
)  # fmt: skip
NUMBERS = (
    b"0",
    b"-1",
    b"1e999",
    b"nan",
    b"inf",
    b"",
    b"9" * 20,
    b"9" * LONG,
    b"1.5",
    b"x",
    b"-0.0",
)
ENCODINGS = "utf-8", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7", "utf-8-sig"
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, 10**30, "", "for", "\ud800", "ar\n\f", [], {}, [[]], [None], {"": ""},
)  # fmt: skip


def bytes_changed(data: bytes, random: Random) -> bytes:
    """Some bytes lost, doubled, or put in."""
    start = random.randint(0, len(data))
    end = min(len(data), start + random.choice((0, 1, 3, 40, 400)))
    put = random.choice((random.choice(SCRAPS), data[start:end] * 2, random.randbytes(3)))
    return data[:start] + put + data[end:]


def moved(data: bytes, random: Random) -> bytes:
    """Some bytes somewhere else."""
    start, end, to = sorted(random.randint(0, len(data)) for _ in range(3))
    return data[:start] + data[end:to] + data[start:end] + data[to:]


def cut_off(data: bytes, random: Random) -> bytes:
    """Only the beginning."""
    return data[: random.randint(0, len(data))]


def numbers_changed(data: bytes, random: Random) -> bytes:
    """Another number for some."""
    share = random.choice((0.05, 0.3))

    def one(found: re.Match[bytes]) -> bytes:
        return random.choice(NUMBERS) if random.random() < share else found[0]

    return NUMBER.sub(one, data)


def words_changed(data: bytes, random: Random) -> bytes:
    """Other words, which were misread."""
    share = random.choice((0.1, 0.5))
    source = data.decode("utf-8", "surrogateescape")

    def one(found: re.Match[str]) -> str:
        if random.random() > share:
            return found[0]
        new = random.choice((texts.word, texts.misread, texts.garbage))(random)
        return new.replace("<", "&lt;").replace('"', "")

    changed = re.sub(r"(?<=[>\"\t ])[^\W\d_]+(?=[<\"\t ])", one, source)
    return changed.encode("utf-8", "replace" if random.random() < 0.9 else "surrogatepass")


def elements_changed(data: bytes, random: Random) -> bytes:
    """Tags and what is between them lost, doubled, moved, renamed or wrapped."""
    pieces = TOKEN.findall(data.decode("utf-8", "surrogateescape"))
    if not pieces:
        return data
    at, other = random.randrange(len(pieces)), random.randrange(len(pieces))
    kind = random.randrange(7)
    if kind == 0:
        pieces[at] = ""
    elif kind == 1:
        pieces[at] *= random.choice((2, 2, LONG))
    elif kind == 2:
        pieces[at], pieces[other] = pieces[other], pieces[at]
    elif kind == 3:
        pieces[at] = NAME.sub(lambda found: found[0] + random.choice("xå:-"), pieces[at])
    elif kind == 4:
        pieces[at] = random.choice(("<!-- {} -->", "<x>{}</x>", "{}<?x y?>", "<a b='{}'/>")).format(
            pieces[at]
        )
    elif kind == 5:
        pieces[at] = pieces[at].replace('"', random.choice(("'", "", '""')))
    else:
        return _subtree(pieces, at, random)
    return "".join(pieces).encode("utf-8", "surrogateescape")


def _subtree(pieces: list[str], at: int, random: Random) -> bytes:
    """An element with all in it taken out, or put somewhere else too."""
    name = NAME.match(pieces[at])
    end = at + 1
    while name and end < len(pieces) and not pieces[end].startswith(f"</{name[1]}"):
        end += 1
    subtree, rest = pieces[at : end + 1], pieces[:at] + pieces[end + 1 :]
    place = random.randint(0, len(rest))
    if random.random() < 0.5:
        rest[place:place] = subtree * random.choice((1, 1, 2))
    return "".join(rest).encode("utf-8", "surrogateescape")


def values_changed(data: bytes, random: Random) -> bytes:
    """A document of JSON with values lost, doubled, or of another type."""
    try:
        top = json.loads(data)
    except ValueError:
        return bytes_changed(data, random)
    for _ in range(random.randint(1, 4)):
        top = _value_changed(top, random)
    written = json.dumps(
        top,
        ensure_ascii=random.random() < 0.5,
        indent=random.choice((None, 1)),
        separators=random.choice((None, (",", ":"))),
    )
    return written.encode("utf-8", "surrogatepass" if random.random() < 0.1 else "replace")


def _value_changed(top: Any, random: Random) -> Any:
    """A value of JSON in which one is changed, wherever it lies."""
    here: Any = top
    key: Any = None
    holder: Any = None
    while isinstance(here, (dict, list)) and here and (holder is None or random.random() < 0.85):
        key = random.choice([*here]) if isinstance(here, dict) else random.randrange(len(here))
        holder, here = here, here[key]
    value = deepcopy(random.choice(VALUES))
    if holder is None:
        return value
    kind = random.randrange(4)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, list):
        holder.insert(random.randint(0, len(holder)), here)
    elif kind == 2 and isinstance(here, str):
        holder[key] = texts.text(random)[:80]
    else:
        holder[key] = value
    return top


def lines_changed(data: bytes, random: Random) -> bytes:
    """Rows and cells of a table, or lines of a text, lost, doubled, moved or with another end."""
    lines = data.splitlines(keepends=True) or [b""]
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    kind = random.randrange(5)
    if kind == 0:
        lines[at] = b""
    elif kind == 1:
        lines[at] *= random.choice((2, 50))
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        lines[at] = lines[at].rstrip() + random.choice((b"", b"\r", b"\r\n", b"\f", b"\n\n"))
    else:
        cells = re.split(rb"([\t;,])", lines[at])
        cells[random.randrange(len(cells))] = random.choice((*SCRAPS, *NUMBERS))
        lines[at] = b"".join(cells)
    return b"".join(lines)


def recoded(data: bytes, random: Random) -> bytes:
    """A document in another encoding, which it may say, or not."""
    name = random.choice(ENCODINGS)
    source = data.decode("utf-8", "replace")
    if random.random() < 0.6:
        source = re.sub(r"(?i)(?<=encoding=\")[\w-]+|(?<=charset=\")[\w-]+", name, source)
    return source.encode(name, "replace")


ANY: tuple[Change, ...] = (bytes_changed, moved, cut_off, numbers_changed, words_changed)
MARKUP = (*ANY, recoded, elements_changed, elements_changed, elements_changed, words_changed)
JSON = (*ANY, recoded, values_changed, values_changed, values_changed, values_changed)
TABLE = (*ANY, recoded, lines_changed, lines_changed, lines_changed)
PDF = (*ANY, numbers_changed, lines_changed)

BY_FORMAT: dict[str, tuple[Change, ...]] = {
    **dict.fromkeys(("hocr", "alto", "page", "abbyy", "tei", "html"), MARKUP),
    **dict.fromkeys(("jsonl", "docling", "azure", "textract", "gcv"), JSON),
    **dict.fromkeys(("text", "csv", "tsv"), TABLE),
    "markdown": (*TABLE, elements_changed),
    **dict.fromkeys(("pdf", "pdf-layer"), PDF),
}
"""What is done to documents of each format."""


def changed(data: bytes, name: str, random: Random) -> bytes:
    """A document of a format with one to three changes; one in ten is as it was."""
    if random.random() < 0.1:
        return data
    for _ in range(random.randint(1, 3)):
        data = random.choice(BY_FORMAT[name])(data, random)
    return data
