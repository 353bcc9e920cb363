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
