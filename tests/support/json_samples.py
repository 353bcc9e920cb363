"""Small documents as the services that read pages give them, whose parts agree with each other."""

import json
import re


def as_json(value):
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _polygon(column):
    left, right = 100 * column, 100 * column + 90
    return [left, 0, right, 0, right, 20, left, 20]


def azure(lines, kind="unicodeCodePoint"):
    """A document of Document Intelligence: lists of words, one a line, with spans of a content."""
    count = {
        "unicodeCodePoint": len,
        "textElements": lambda text: len([char for char in text if char != "\u0308"]),
        "utf16CodeUnit": lambda text: len(text.encode("utf-16-le")) // 2,
    }[kind]
    content, words, spans = "", [], []
    for line in lines:
        content += "\n" if content else ""
        start = count(content)
        for column, word in enumerate(line):
            content += " " if column else ""
            span = {"offset": count(content), "length": count(word)}
            words.append({"content": word, "polygon": _polygon(column), "confidence": 0.9,
                          "span": span})  # fmt: skip
            content += word
        spans.append((" ".join(line), {"offset": start, "length": count(content) - start}))
    whole = {"offset": 0, "length": count(content)}
    page = {"pageNumber": 1, "words": words, "spans": [whole],
            "lines": [{"content": text, "spans": [span]} for text, span in spans]}  # fmt: skip
    return as_json({
        "status": "succeeded",
        "analyzeResult": {
            "stringIndexType": kind,
            "content": content,
            "pages": [page],
            "paragraphs": [{"spans": [whole], "content": content}],
            "tables": [{"cells": [{"content": text, "spans": [span]} for text, span in spans]}],
            "styles": [{"confidence": 0.9, "spans": [spans[-1][1]], "isHandwritten": True}],
            "documents": [{"fields": {"namn": {
                "type": "string", "valueString": spans[0][0], "content": spans[0][0],
                "spans": [spans[0][1]],
            }}}],
        },
    })  # fmt: skip


def azure_read(lines):
    """A document of Azure's Read, version 3."""
    return as_json({"analyzeResult": {"readResults": [{"page": 1, "lines": [
        {"text": " ".join(line), "boundingBox": _polygon(0), "words": [
            {"text": word, "boundingBox": _polygon(n), "confidence": 0.9}
            for n, word in enumerate(line)
        ]}
        for line in lines
    ]}]}})  # fmt: skip


def _geometry(column, scale=0.1):
    left, width = scale * column, 0.09
    corners = (left, 0.0), (left + width, 0.0), (left + width, 0.02), (left, 0.02)
    return {"BoundingBox": {"Width": width, "Height": 0.02, "Left": left, "Top": 0.0},
            "Polygon": [{"X": x, "Y": y} for x, y in corners]}  # fmt: skip


def textract(lines):
    """A document of Textract's."""
    page = {"BlockType": "PAGE", "Id": "p", "Relationships": [{"Type": "CHILD", "Ids": []}]}
    blocks, words = [page], []
    for number, line in enumerate(lines):
        ids = [f"w{number}-{column}" for column in range(len(line))]
        page["Relationships"][0]["Ids"].append(f"l{number}")
        blocks.append({"BlockType": "LINE", "Id": f"l{number}", "Text": " ".join(line),
                       "Confidence": 99.1, "Geometry": _geometry(0), "Page": 1,
                       "Relationships": [{"Type": "CHILD", "Ids": ids}]})  # fmt: skip
        words += [
            {"BlockType": "WORD", "Confidence": 98.5, "Text": word, "TextType": "PRINTED",
             "Geometry": _geometry(column), "Id": name, "Page": 1}
            for column, (name, word) in enumerate(zip(ids, line, strict=True))
        ]  # fmt: skip
    cell = {"BlockType": "CELL", "Id": "c", "Relationships": [{"Type": "CHILD", "Ids": ["w0-0"]}]}
    return as_json({"DocumentMetadata": {"Pages": 1}, "Blocks": [*blocks, *words, cell]})


def gcv(lines):
    """A document of Vision's; a mark at the end of a word is a word of its own."""
    words, description = [], []
    for line in lines:
        for column, word in enumerate(line):
            last = "LINE_BREAK" if column == len(line) - 1 else "SPACE"
            parts = [word[:-1], word[-1]] if len(word) > 1 and word[-1] in ",." else [word]
            for part in parts:
                symbols = [{"text": char, "confidence": 0.9} for char in part]
                if part is parts[-1]:
                    symbols[-1] = {"property": {"detectedBreak": {"type": last}}, **symbols[-1]}
                left, right = 100 * column, 100 * column + 90
                corners = [{"x": left}, {"x": right}, {"x": right, "y": 20}, {"x": left, "y": 20}]
                words.append({"boundingBox": {"vertices": corners}, "symbols": symbols})
                description.append({"description": part, "boundingPoly": {"vertices": corners}})
    text = "".join(" ".join(line) + "\n" for line in lines)
    page = {"width": 9, "height": 9, "blocks": [{"paragraphs": [{"words": words}]}]}
    return as_json({"responses": [{
        "textAnnotations": [{"locale": "sv", "description": text}, *description],
        "fullTextAnnotation": {"pages": [page], "text": text},
    }]})  # fmt: skip


def gcv_of_a_library(lines):
    """The same as Vision's library for Python writes it."""
    numbers = ("UNKNOWN", "SPACE", "SURE_SPACE", "EOL_SURE_SPACE", "HYPHEN", "LINE_BREAK")

    def renamed(value):
        if isinstance(value, list):
            return [renamed(one) for one in value]
        if isinstance(value, dict):
            return {re.sub("([A-Z])", r"_\1", k).lower(): renamed(v) for k, v in value.items()}
        return numbers.index(value) if value in numbers else value

    [response] = json.loads(gcv(lines))["responses"]
    return as_json(renamed(response))


def docling(*texts, table=()):
    """A document of Docling's: texts in the order of the body, and a table."""
    items = [
        {"self_ref": f"#/texts/{n}", "parent": {"$ref": "#/body"}, "children": [],
         "content_layer": "body", "label": label, "orig": text, "text": text,
         "prov": [{"page_no": page, "bbox": {"l": 1.5, "t": 9.0, "r": 8.0, "b": 2.0,
                   "coord_origin": "BOTTOMLEFT"}, "charspan": [0, len(text)]}]}
        for n, (label, page, text) in enumerate(texts)
    ]  # fmt: skip
    cells = [
        {"text": text, "start_row_offset_idx": n, "start_col_offset_idx": 0}
        for n, text in enumerate(table)
    ]
    data = {"table_cells": cells, "num_rows": len(cells), "grid": [[cell] for cell in cells]}
    children = [{"$ref": item["self_ref"]} for item in items]
    return as_json({
        "schema_name": "DoclingDocument", "version": "1.3.0", "name": "sida",
        "body": {"self_ref": "#/body", "children": [*children, {"$ref": "#/tables/0"}]},
        "texts": items,
        "tables": [{"self_ref": "#/tables/0", "prov": [{"page_no": 1}], "data": data}],
    })  # fmt: skip
