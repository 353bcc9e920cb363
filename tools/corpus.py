"""The corpora as streams of word numbers: read, split into sentences and tokens, cached.

Everything counted for ``data/lexicon`` is counted here, so that words and n-grams agree:

* a sentence ends at ``. ! ? : ;`` before white space and an upper-case letter, quote or dash,
  and at the end of a line;
* a token is a white-space chunk without the punctuation around it; a known abbreviation keeps
  its period (``t.ex.``), a suspended compound its hyphen (``hälso-``);
* ``/``, ``–``, ``…`` and the like inside a chunk part tokens; hyphen, apostrophe, colon and
  period do not.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

TOOLS = Path(__file__).resolve().parent
ROOT = TOOLS.parent
SHARED = ROOT.parent / "shared"
LEXICON = ROOT / "data" / "lexicon"
CACHE = ROOT / "build" / "cache"

FOLDERS = ("modern", "fiction", "finland", "old")
MODERN_FOLDERS = ("modern", "fiction", "finland")

END = 0  # the word number that closes a sentence
_END_NAME = "</s>"

_OPENING = "\"'”“„»«’‘´`([{<*•·_|~=+#"
_DASHES = "-–—−‐‑―"
_HYPHENS = re.compile("[\u2010\u2011]")
_EDGES = re.compile(r"^[^\w§%&]+|[^\w§%&]+$|^_+|_+$")
_INNER = re.compile(r"[/–—―…\"”“„»«()\[\]{}<>|,;!?=*_]+|\.\.+")
_ENDS = re.compile(r"[.!?:;][\"'”“„»«’‘´)\]}]*$")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.){2,}")
_ADDRESS = re.compile(r"://|@|^www\.|\.(?:se|com|org|nu|net|eu)\b")


@dataclass(frozen=True)
class Stream:
    """One corpus file: word numbers, END after each sentence; `cased` marks tokens whose
    casing tells something (in mid-sentence after an ordinary word)."""

    folder: str
    name: str
    ids: Ints
    cased: Bools


@dataclass(frozen=True)
class Corpus:
    """All streams over one table of tokens in their own casing."""

    tokens: list[str]
    streams: list[Stream]


@cache
def base_abbreviations() -> dict[str, str]:
    """The hand-written abbreviations with their periods: lower-cased → as written."""
    lines = (TOOLS / "abbreviations.txt").read_text("utf-8").splitlines()
    return {line.lower(): line for line in lines if line and not line.startswith("#")}


def is_abbreviation(chunk: str) -> bool:
    """Whether a chunk without quotes and brackets is written with its own final period.

    >>> is_abbreviation("t.ex."), is_abbreviation("m.fl."), is_abbreviation("slut.")
    (True, True, False)
    """
    return chunk.lower() in base_abbreviations() or _DOTTED.fullmatch(chunk) is not None


def tokens(chunk: str) -> list[str]:
    """The tokens of one white-space chunk, in their own casing.

    >>> tokens("(t.ex."), tokens("”Hej!”"), tokens("och/eller"), tokens("hälso-"), tokens("EU:s,")
    (['t.ex.'], ['Hej'], ['och', 'eller'], ['hälso-'], ['EU:s'])
    """
    if _ADDRESS.search(chunk):
        return ["<url>"]
    chunk = _HYPHENS.sub("-", chunk).replace("\u00ad", "")
    found = []
    for part in _INNER.split(chunk) if _INNER.search(chunk) else [chunk]:
        bare = part.strip(_OPENING + ")]}>,;:!?…”’")
        if is_abbreviation(bare):
            found.append(bare)
            continue
        word = _EDGES.sub("", _EDGES.sub("", part))
        if word:
            suspended = bare.endswith("-") and not bare.endswith("--") and word[-1].isalpha()
            found.append(word + "-" if suspended else word)
    return found


def ends_sentence(chunk: str) -> bool:
    """Whether a sentence may end after the chunk.

    >>> ends_sentence("slut.”"), ends_sentence("t.ex."), ends_sentence("A."), ends_sentence("slut")
    (True, False, False, False)
    """
    if not _ENDS.search(chunk):
        return False
    bare = chunk.strip(_OPENING + ")]}>")
    return not is_abbreviation(bare) and not (len(bare) == 2 and bare[0].isupper())


def _opens(chunk: str) -> bool:
    return chunk[0].isupper() or chunk[0] in _OPENING or chunk[0] in _DASHES


def _casing_counts(chunk: str) -> bool:
    return chunk[0].isalpha()


def lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        yield from file


class _Chunks(dict[str, int]):
    """Numbers chunks from 1 in order of first sight; 0 is the end of a line."""

    def __missing__(self, chunk: str) -> int:
        self[chunk] = number = len(self) + 1
        return number


def _read_chunks(path: Path, chunks: _Chunks) -> Ints:
    numbers: list[Ints] = []
    batch: list[int] = []
    for line in lines(path):
        batch.extend([chunks[chunk] for chunk in line.split()])
        batch.append(0)
        if len(batch) > 1_000_000:
            numbers.append(np.array(batch, dtype=np.int32))
            batch = []
    numbers.append(np.array(batch, dtype=np.int32))
    return np.concatenate(numbers)


def _chunk_table(chunks: _Chunks) -> tuple[list[str], Ints, Ints, Bools, Bools, Bools]:
    """Tokens, and for each chunk: offsets into its tokens, and its three properties."""
    numbers: dict[str, int] = {_END_NAME: END}
    flat: list[int] = []
    offsets = [0, 0]
    for chunk in chunks:
        flat.extend(numbers.setdefault(token, len(numbers)) for token in tokens(chunk))
        offsets.append(len(flat))
    ends = np.array([True, *map(ends_sentence, chunks)])
    opens = np.array([True, *map(_opens, chunks)])
    cased = np.array([False, *map(_casing_counts, chunks)])
    return list(numbers), np.array(flat, np.int32), np.array(offsets, np.int32), ends, opens, cased


def expand(stream: Ints, flat: Ints, offsets: Ints) -> tuple[Ints, Ints]:
    """Word numbers of a chunk stream, and for each the place of its chunk in the stream."""
    sizes = offsets[stream + 1] - offsets[stream]
    place = np.repeat(np.arange(len(stream), dtype=np.int32), sizes)
    first = np.cumsum(sizes) - sizes
    inside = np.arange(len(place), dtype=np.int64) - first[place]
    return flat[offsets[stream][place] + inside], place


def _build(shared: Path) -> Corpus:
    chunks = _Chunks()
    raw = [
        (folder, path.name.removesuffix(".txt.xz"), _read_chunks(path, chunks))
        for folder in FOLDERS
        for path in sorted((shared / "corpus" / folder).glob("*.txt.xz"))
    ]
    names, flat, offsets, ends, opens, cased = _chunk_table(chunks)
    numeric = np.array([any(c.isdigit() for c in name) for name in names])
    streams = []
    for folder, name, stream in raw:
        after = np.append(stream[1:], 0)
        closes = (stream == 0) | (ends[stream] & opens[after])
        ids, place = expand(stream, flat, offsets)
        # Close a sentence after the last token of its last chunk (or at a bare line end).
        sentence = np.cumsum(closes) - closes
        turn = np.flatnonzero(np.diff(sentence[place], append=-1)) + 1
        out = np.insert(ids, turn, END).astype(np.int32)
        evidence = np.insert(cased[stream][place], turn, False)
        before = np.concatenate([[END], out[:-1]])
        evidence &= (before != END) & ~numeric[before]
        streams.append(Stream(folder, name, out, evidence))
    return Corpus(names, streams)


def load(shared: Path = SHARED, cache_dir: Path = CACHE) -> Corpus:
    """The corpora, from the cache when it is there (delete it when the corpora change)."""
    table, arrays = cache_dir / "tokens.json", cache_dir / "streams.npz"
    if not (table.exists() and arrays.exists()):
        corpus = _build(shared)
        cache_dir.mkdir(parents=True, exist_ok=True)
        ids = {f"{s.folder}/{s.name}/ids": s.ids for s in corpus.streams}
        cased = {f"{s.folder}/{s.name}/cased": s.cased for s in corpus.streams}
        np.savez(arrays, allow_pickle=False, **ids, **cased)
        table.write_text(json.dumps(corpus.tokens, ensure_ascii=False), "utf-8")
        return corpus
    names = json.loads(table.read_text("utf-8"))
    streams = []
    with np.load(arrays) as file:
        for key in (key for key in file.files if key.endswith("/ids")):
            folder, name, _ = key.split("/")
            streams.append(Stream(folder, name, file[key], file[f"{folder}/{name}/cased"]))
    return Corpus(names, streams)
