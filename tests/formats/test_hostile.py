"""Documents made to hang or to break what reads them."""

from __future__ import annotations

import time

import pytest

from svfix import formats
from svfix.alignment.folding import DEFAULT, Folder
from svfix.formats import FormatError
from svfix.pipeline import fix


@pytest.mark.parametrize("name", ["punycode", "idna", "rot13", "hex"])
def test_encodings_that_are_no_character_sets(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?><alto>{"a" * 100_000}</alto>'.encode()
    with pytest.raises(FormatError, match="no known encoding"):
        formats.read(data, "alto")


def test_a_number_of_many_digits_in_json() -> None:
    with pytest.raises(FormatError):
        formats.read(b'{"text": ' + b"9" * 5000 + b"}", "azure")


def test_a_number_of_many_digits_in_tsv() -> None:
    head = "level page_num block_num par_num line_num word_num left top width height conf text"
    row = ["5", "1", "1", "1", "1", "9" * 5000, "1", "1", "1", "1", "90", "ar"]
    data = "\t".join(head.split()) + "\n" + "\t".join(row) + "\n"
    with pytest.raises(FormatError, match="row 2"):
        formats.read(data.encode(), "tsv")


def test_heaps_of_marks_take_linear_time() -> None:
    heap = "a" + "\u0301\u0316" * 50_000
    began = time.process_time()
    assert fix(heap, passes=["characters"]) == heap
    assert Folder(DEFAULT)(heap) == heap
    assert time.process_time() - began < 2  # seconds; by the square it is minutes


def test_a_line_of_many_words_before_a_hyphen() -> None:
    words = '<String CONTENT="ar"/>' * 40_000 + "<SP/>" * 40_000 + '<HYP CONTENT="-"/>'
    start = time.process_time()
    document = formats.read(f"<alto><TextLine>{words}</TextLine></alto>".encode(), "alto")
    assert document.texts[0].endswith("ar-\n")
    assert time.process_time() - start < 20  # it took a minute


@pytest.mark.parametrize("text", ["&auml;" * 60_000, "| a | " * 60_000], ids=["letters", "bars"])
def test_texts_that_took_the_square_of_their_length(text: str) -> None:
    start = time.process_time()
    fix(text)
    assert time.process_time() - start < 20
