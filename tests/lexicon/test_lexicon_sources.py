"""The text sources of the lexicon are tested as code is."""

from __future__ import annotations

import hashlib
import lzma
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicon"
TABLES = sorted(path.name for path in LEXICON.glob("*.t*") if path.name != "SOURCES.toml")
SEGMENTS = {"compounds.tsv", "shapes.tsv", "varieties.tsv"}
WORD_TABLES = [name for name in TABLES if not name.endswith(".xz") and name not in SEGMENTS]


@cache
def lines(name: str) -> list[str]:
    data = (LEXICON / name).read_bytes()
    text = (lzma.decompress(data) if name.endswith(".xz") else data).decode("utf-8")
    return text.removesuffix("\n").split("\n")


@cache
def words() -> frozenset[str]:
    """All forms, lower-cased, that some word table has."""
    rows = (line for name in WORD_TABLES for line in lines(name)[1:])
    return frozenset(row.split("\t")[0].lower() for row in rows)


@pytest.mark.parametrize("name", TABLES)
def test_sorted_nfc_and_without_duplicates(name: str) -> None:
    header, *rows = lines(name)
    assert header.startswith("# ")
    assert all(row < following for row, following in pairwise(rows))
    assert unicodedata.is_normalized("NFC", "\n".join(rows))
    columns = header.count("\t")
    assert all(row.count("\t") == columns for row in rows)


@pytest.mark.parametrize("name", WORD_TABLES)
def test_a_form_has_one_row(name: str) -> None:
    forms = [row.split("\t", 1)[0] for row in lines(name)]
    assert len(set(forms)) == len(forms)


def test_sources_name_every_file_with_its_hash() -> None:
    text = (LEXICON / "SOURCES.toml").read_text("utf-8")
    listed = dict(re.findall(r'^\["(.+)"\]\n(?:.+\n)*?sha256 = "(\w+)"', text, re.MULTILINE))
    assert set(TABLES) <= set(listed)
    for name, expected in listed.items():
        assert hashlib.sha256((LEXICON / name).read_bytes()).hexdigest() == expected, name


@pytest.mark.parametrize("form", "fran forvaltningen fore over mojlig ocksa uppfoljningen".split())
def test_noise_is_no_word(form: str) -> None:
    assert form not in words()


@pytest.mark.parametrize("form", ["ning", "heten", "tionen", "biståndsoch", "arbets", "friskoloma"])
def test_debris_of_broken_words_is_no_word(form: str) -> None:
    assert form not in words()


@pytest.mark.parametrize(
    "form",
    "för är uppföljningen kommunfullmäktige örebro eu covid-19 t.ex. voro hvad öfver the "
    "folkhälsomyndigheten bergström umeå for far lag".split(),
)
def test_words_are_there(form: str) -> None:
    assert form in words()


def test_real_words_that_look_like_noise_keep_their_own_counts() -> None:
    counts = dict(line.split("\t", 1) for line in lines("corpus.tsv")[1:])
    for rare, common in (("for", "för"), ("far", "får"), ("ar", "är"), ("pa", "på")):
        of_rare, of_common = (int(counts[form].split("\t")[0]) for form in (rare, common))
        assert of_rare * 10 < of_common
    listed = {line.split("\t")[0] for line in lines("wordfreq.tsv")[1:]}
    assert not listed & {"for", "ar", "pa", "fran"}
