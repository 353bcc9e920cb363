"""Formats: a document is refused with a FormatError, or read, kept to the byte, and written."""

from __future__ import annotations

from random import Random
from typing import Any

from fuzzing import mutations, samples, texts
from svfix import Edit, Fixer, Result, edits, formats
from svfix.formats.spacing import words_of

Case = dict[str, Any]

FIXER = Fixer()
REWRITTEN = ("text", "jsonl", "csv", "tsv", "markdown", "docling", "azure", "textract", "gcv")
"""Formats that are written in UTF-8 whatever they were read in."""
PROSE = "html", "markdown", "tei", "docling", "abbyy", "pdf-layer"
"""Formats that leave edits out over the end of a paragraph, and look at what they wrote."""

PUT = "för", "är", "två ord", "", " ", "\n", "&<>\"'", "å\u0308", "😀", "x" * 60, "]]>", "|", ";"
NAMED = 0.7  # of the documents are read by the name of their format, the others by what they are
REPAIRED = 0.1  # of the documents get the edits of a repair, the others any


def document(random: Random) -> Case:
    """A document of some format, changed, and what is to be done with it."""
    known = samples.documents()
    name = random.choice([*known])
    data = mutations.changed(random.choice(known[name]), name, random)
    return {
        "data": data.decode("latin-1"),  # bytes, as JSON can hold them
        "format": name if random.random() < NAMED else "auto",
        "repair": random.random() < REPAIRED,
        "edits": _drawn(random),
    }


def _drawn(random: Random) -> list[list[Any]]:
    """A few edits of any text: where, as a share of its length, of how much, and what is put."""
    shares = sorted(random.choice((0, 1, random.random())) for _ in range(random.choice((1, 1, 3))))
    return [
        [
            round(share, 3),
            random.choice((0, 0, 1, 2, 12)),
            random.choice((*PUT, texts.word(random))),
        ]
        for share in shares
    ]


def check(case: Case) -> None:
    """Raise AssertionError unless a document is refused, or kept and written as it has to be."""
    data = case["data"].encode("latin-1")
    try:
        document = formats.read(data, case["format"])
    except formats.FormatError as error:
        assert 10 < len(str(error)) <= 400, f"this says too little or too much: {error}"
        return
    assert all(isinstance(text, str) for text in document.texts), "a text is no str"
    _is_kept(document, data)
    _has_places(document)
    results = [
        FIXER.explain(text) if case["repair"] else _edited(text, case["edits"])
        for text in document.texts
    ]
    try:
        written = document.write(results)
    except formats.FormatError:
        return  # what an edit puts there would be no text of this format
    if document.format.startswith("pdf") and not "".join(r.text for r in results).strip():
        return  # a PDF without a word is refused
    if b"\0" in written and document.format in REWRITTEN:
        return  # UTF-16 may have a NUL, which UTF-8 is taken for no text with
    again = formats.read(written, "text" if document.format == "pdf" else document.format)
    if document.format not in PROSE and b"HypPart" not in data:  # what is apart may stay so
        said = [words_of(result.text) for result in results]
        there = [words_of(text) for text in again.texts]
        assert there == said, f"{document.format} says another thing"


def _is_kept(document: Any, data: bytes) -> None:
    """Raise AssertionError unless a document without edits is written as it was read."""
    written = document.write([Result(text, text, (), None) for text in document.texts])
    if document.format == "pdf":
        return  # it comes out as text
    if document.format in REWRITTEN:
        try:
            data.decode()
        except UnicodeDecodeError:
            return
    assert written == data, f"without edits it is written otherwise: {document.format}"


def _has_places(document: Any) -> None:
    """Raise AssertionError unless the places of some stretches are known."""
    for number, text in enumerate(document.texts[:3]):
        for start in (0, len(text) // 2, len(text)):
            place = document.place(number, start, min(len(text), start + 9))
            assert isinstance(place, dict), f"no place: {place!r}"


def _edited(text: str, drawn: list[list[Any]]) -> Result:
    """A text with edits where they were drawn: at a share of its length, so many characters."""
    made, position = [], 0
    size_of_words = len(text.rstrip())  # nothing is put behind the last word
    for share, size, after in drawn:
        start = max(position, int(share * size_of_words))
        end = min(size_of_words, start + size)
        if start > size_of_words or not size_of_words:
            break
        if start < end or after:
            made.append(Edit(start, end, text[start:end], after, "words", 0.9))
            position = end + 1
    return Result(edits.apply(text, made), text, tuple(made), None)
