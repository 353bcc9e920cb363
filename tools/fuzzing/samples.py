"""Documents of every format to be changed: those that the tests go by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from tests.formats.test_formats_json import LINES
from tests.formats.test_formats_prose import DOCUMENTS
from tests.support import formats_samples, json_samples

from fuzzing import texts

CSV = b'"id";text\n1;Metoden for "oss"\n2;"ar; bra\nfor"\n'
JSONL = b'{"id": 1, "text": "Metoden f\\u00f6r uppf\\u00e9ljning"}\n{"text": "ar\\n", "n": [1.5]}\n'
RECORDS = '[{"sidor": [{"text": "Métet oppnas 😀"}], "text": null}, {"text": "ar"}]'.encode()
SUBTITLES = b"1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Metoden for</i> oss\r\n\r\n2\r\n"


@cache
def abbyy() -> bytes:
    """A page of ABBYY's, a letter an element."""
    from tests.formats.test_formats_prose import abbyy as page

    return page("Metoden for", "uppféljning")


def scan() -> bytes:
    """A PDF with a layer under its picture."""
    from tests.support.pdf_samples import PICTURE, hexed
    from tests.support.pdf_samples import scan as made

    shown = "BT 3 Tr /H 10 Tf 10 50 Td (Metoden for) Tj 0 -12 Td [(upp) -200 (fo) 20 (r)] TJ ET"
    other = f"BT 3 Tr /G 10 Tf 1 0 0 1 10 90 Tm {hexed('ar bra')} Tj ET"
    return made(PICTURE + shown.encode(), PICTURE + other.encode())


Sample = tuple[str, Callable[[], bytes]]

SAMPLES: Mapping[str, list[Callable[[], bytes]]] = {
    "text": [lambda: texts.read(texts.ROOT / "examples/protokoll.txt").encode(), lambda: SUBTITLES],
    "jsonl": [lambda: JSONL, lambda: RECORDS],
    "csv": [lambda: CSV],
    "hocr": [lambda: formats_samples.HOCR, lambda: formats_samples.hocr("Metodenfor", "ar", "a-")],
    "alto": [lambda: formats_samples.ALTO],
    "page": [lambda: formats_samples.PAGE],
    "tsv": [lambda: formats_samples.TSV],
    "abbyy": [abbyy],
    **{name: [lambda name=name: DOCUMENTS[name]] for name in DOCUMENTS},  # type: ignore[misc]
    "docling": [lambda: json_samples.docling(("text", 1, "Metoden for"), table=("ar", "for"))],
    "azure": [lambda: json_samples.azure(LINES), lambda: json_samples.azure_read(LINES)],
    "textract": [lambda: json_samples.textract(LINES)],
    "gcv": [lambda: json_samples.gcv(LINES)],
    "pdf": [lambda: formats_samples.PDF],
    "pdf-layer": [scan],
}
"""What makes documents, by format."""


@cache
def documents() -> dict[str, list[bytes]]:
    """The documents, by format."""
    return {name: [make() for make in makers] for name, makers in SAMPLES.items()}
