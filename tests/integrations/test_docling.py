"""Docling: texts, captions and tables of documents repaired, and what was read kept beside them."""

from __future__ import annotations

import pytest
from tests.support.hosts import run_examples

pytest.importorskip("docling_core", reason="docling-core is not installed")
from docling_core.types.doc import (
    BoundingBox,
    DocItemLabel,
    DoclingDocument,
    ImageRef,
    ProvenanceItem,
    Size,
    TableCell,
    TableData,
)

from svfix import Fixer, formats
from svfix.integrations.docling import Repair

DAMAGED = "Metoden for uppféljningen"
FIXED = "Metoden för uppföljningen"
PICTURE = ImageRef(
    mimetype="image/png", dpi=72, size=Size(width=9, height=9), uri="data:image/png;base64,AAAA"
)


def cell(text, column):
    return TableCell(
        text=text,
        start_row_offset_idx=0,
        end_row_offset_idx=1,
        start_col_offset_idx=column,
        end_col_offset_idx=column + 1,
    )


def document(text=DAMAGED):
    made = DoclingDocument(name="minutes")
    made.add_page(page_no=1, size=Size(width=9, height=9), image=PICTURE)
    box = BoundingBox(l=0, t=0, r=9, b=9)
    prov = ProvenanceItem(page_no=1, bbox=box, charspan=(0, len(text)))
    made.add_heading(text)
    made.add_text(DocItemLabel.TEXT, text, prov=prov)
    made.add_code(text)
    made.add_text(DocItemLabel.FORMULA, text)
    caption = made.add_text(DocItemLabel.CAPTION, text)
    made.add_picture(image=PICTURE, caption=caption)
    data = TableData(num_rows=1, num_cols=2, table_cells=[cell(text, 0), cell("1 250", 1)])
    made.add_table(data, caption=made.add_text(DocItemLabel.CAPTION, text))
    return made


def told(made):
    """All that a document says, without its texts and cells."""
    return made.export_to_dict() | {"texts": None, "tables": None}


def test_texts_captions_and_cells_are_repaired():
    fixed = Repair()(document())
    read = [DAMAGED if item.label in ("code", "formula") else FIXED for item in document().texts]
    assert [item.text for item in fixed.texts] == read
    assert [item.orig for item in fixed.texts] == [DAMAGED] * 6
    assert [one.text for one in fixed.tables[0].data.table_cells] == [FIXED, "1 250"]
    assert [[one.text for one in row] for row in fixed.tables[0].data.grid] == [[FIXED, "1 250"]]
    assert fixed.pictures[0].caption_text(fixed) == fixed.tables[0].caption_text(fixed) == FIXED


def test_all_else_stays():
    given = document()
    fixed = Repair()(given)
    assert told(fixed) == told(given)
    assert fixed.pages[1].image == fixed.pictures[0].image == PICTURE
    for old, new in zip(given.texts, fixed.texts, strict=True):
        assert type(new) is type(old)
        assert new == old.model_copy(update={"text": new.text})
    assert given == document()  # and the one given is not changed


def test_it_is_what_the_format_does():
    given = document().model_dump_json(by_alias=True, exclude_none=True).encode()
    read = formats.read(given, "docling")
    written = read.write([Fixer().explain(text) for text in read.texts])
    assert Repair()(document()) == DoclingDocument.model_validate_json(written)


def test_what_has_nothing_to_repair_is_handed_on_itself():
    for given in (document(FIXED), DoclingDocument(name="empty")):
        assert Repair()(given) is given


def test_the_document_shows_how_it_was_misread():
    given = DoclingDocument(name="minutes")
    for text in ("Namnden foreslar att avgiften hojs", "Métet oppnas av ordféranden", "pa on"):
        given.add_text(DocItemLabel.TEXT, text)
    assert Repair()(given).texts[2].text == "på ön"


def test_options():
    assert Repair(words=["uppféljningen"])(document()).texts[0].text != FIXED
    with pytest.raises(TypeError, match="confidence"):
        Repair(confidence=0.9)


def test_the_examples_of_the_page_run():
    assert run_examples("Docling")
