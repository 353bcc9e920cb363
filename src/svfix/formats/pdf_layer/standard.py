"""The standard fonts, which a PDF may name without saying how wide their glyphs are."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

COURIER = 600.0
"""The width of every glyph of Courier."""

_ALIKE = {"\u00a0": " ", "\u00ad": "-", "µ": "μ", "μ": "µ"}


@lru_cache(maxsize=64)
def widths(name: str) -> dict[str, float]:
    """The widths of a standard font's glyphs by text, in thousandths of its size.

    Other names of the same fonts (`Arial,Bold`, `TimesNewRomanPS-ItalicMT`) are known. A font that
    is no standard one has none.

    >>> widths("Helvetica")["m"], widths("ABCDEF+Arial-BoldMT")["m"], widths("Garamond")
    (833.0, 889.0, {})
    """
    column = _column(name)
    if column is None:
        return {}
    rows = _table()
    found = {char: COURIER if column == "Courier" else row[column] for char, row in rows.items()}
    return found | {char: found[other] for char, other in _ALIKE.items() if other in found}


def _column(name: str) -> str | None:
    plain = name.rpartition("+")[2].lstrip("/").lower().replace(" ", "")
    is_bold = "bold" in plain
    is_italic = "italic" in plain or "oblique" in plain
    if plain.startswith("courier"):
        return "Courier"
    if plain.startswith(("helvetica", "arial")):
        return "Helvetica-Bold" if is_bold else "Helvetica"
    if plain.startswith("times"):
        style = ("Bold" if is_bold else "") + ("Italic" if is_italic else "")
        return f"Times-{style or 'Roman'}"
    return None


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, float]]:
    lines = files(__package__).joinpath("standard.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    columns = rows[0][1:]
    return {
        chr(int(code, 16)): dict(zip(columns, map(float, numbers), strict=True))
        for code, *numbers in rows[1:]
    }
