"""Markup of each kind for Hypothesis, with names in it that a repair would take for damage."""

from __future__ import annotations

from hypothesis import strategies as st

Text = st.SearchStrategy[str]

NAMES = st.sampled_from("for ar sa nar manga lana aldre gora malet fran ror skola".split())
KEYS = st.sampled_from("namn for_ar lan_ar titel antal alder".split())
NUMBERS = st.integers(0, 2099).map(str)
VALUES = NAMES | NUMBERS
FILES = st.builds("{}_{}.{}".format, NAMES, NUMBERS, st.sampled_from("csv png txt py html".split()))
PROSE = "Namnden tycker att metoden for uppféljningen ar bra for manga av de aldre i kommunen."
REPAIRED = "Nämnden tycker att metoden för uppföljningen är bra för många av de äldre i kommunen."


def built(pattern: str, *parts: Text) -> Text:
    """Texts of a pattern with `@` in the places of its parts."""
    return st.builds(
        pattern.replace("{", "{{").replace("}", "}}").replace("@", "{}").format, *parts
    )


TAGS = st.one_of(
    built('<a href="/@/@">', NAMES, FILES),
    built('<span class="@" id="@">', NAMES, KEYS),
    built('<img src="@" alt="@"/>', FILES, NAMES),
    built("<!-- @ @ @ -->", NAMES, NAMES, NAMES),
    built("<code>@ @</code>", NAMES, NAMES),
    st.sampled_from(["<p>", "</p>", "<br>", "<br/>", "</td>", "<h2>", "</li>", "&nbsp;", "&lt;"]),
)
TEX = st.one_of(
    built(r"\ref{@:@}", NAMES, KEYS),
    built(r"\cite[s.~@]{@@}", NUMBERS, NAMES, NUMBERS),
    built(r"\includegraphics[width=@cm]{@}", NUMBERS, FILES),
    built("$@_{@}^2 = @$", st.sampled_from("abxy"), NAMES, NUMBERS),
    built(r"\begin{@}\end{@}", st.just("center"), st.just("center")),
    st.sampled_from([r"\noindent", r"\,", r"\\", r"\maketitle", r"\hfill"]),
)
MARKDOWN = st.one_of(
    built("`@_@`", NAMES, NAMES),
    built("![](@/@)", NAMES, FILES),
    built("[^@]", NUMBERS),
    built("<https://@.se/@>", NAMES, NAMES),
    built("\n\n```sh\n@ --@ @\n```\n\n", NAMES, NAMES, FILES),
)
PRINTF = st.one_of(
    built("%(@)s", KEYS),
    built("{@}", KEYS),
    built("{{ @.@ }}", NAMES, KEYS),
    built("${@}", KEYS),
    st.sampled_from(["%s", "%-5d", "%.2f", "%1$s", "{}", "{0}", "{0:>5}", "%ld"]),
)
PATHS = st.one_of(
    built("@/@/@", NAMES, NAMES, FILES),
    built("/usr/@/@", NAMES, NAMES),
    built(r"C:\@\@", NAMES, FILES),
    built("https://www.@.se/@?@=@", NAMES, NAMES, NAMES, NUMBERS),
    built("@.@@@.se", NAMES, NAMES, st.just("@"), NAMES),
    FILES,
)
CODE = st.one_of(
    built("\nfor @ in @_lista(@):\n", NAMES, NAMES, NAMES),
    built("\n    return @_@[@].get('@')\n", NAMES, NAMES, NAMES, NAMES),
    built("\nimport @_@\n", NAMES, NAMES),
    built("\n  @_@ = @(@, @=@);\n", NAMES, NAMES, NAMES, NAMES, NAMES, NUMBERS),
    built("\n.@ { color: #@; margin: @px; }\n", NAMES, st.sampled_from(["a0ff3e", "fff"]), NUMBERS),
)
JSON = st.one_of(
    built('\n{"@": "PROSE", "@": @, "@": true}\n', KEYS, KEYS, NUMBERS, KEYS),
    built('\n["PROSE", {"@": @, "@": ["PROSE"]}]\n', NAMES, NUMBERS, NAMES),
)
CSV = st.lists(NUMBERS, min_size=2, max_size=5).map(
    lambda cells: (
        "\n\nid;ar;for;lan\n" + "".join(f"{cell};PROSE;;{cell}\n" for cell in cells) + "\n"
    )
)
AROUND = {
    "tags": ["<b>PROSE</b>", "<p>PROSE</p>", "<td>PROSE</td><td>PROSE</td>", "<i>PROSE</i>"],
    "tex": [r"\emph{PROSE}", r"\footnote{PROSE}", "\n\\item PROSE\n", r"\textbf{PROSE}"],
    "markdown": [
        "**PROSE**",
        "[PROSE](for/ar.md)",
        "\n\n> PROSE\n\n",
        "\n\n# PROSE\n\n",
        "*PROSE*",
    ],
}
"""Markup around prose."""

KINDS: dict[str, Text] = {
    "tags": TAGS | st.sampled_from(AROUND["tags"]),
    "tex": TEX | st.sampled_from(AROUND["tex"]),
    "markdown": MARKDOWN | st.sampled_from(AROUND["markdown"]),
    "printf": PRINTF,
    "paths": PATHS,
    "code": CODE,
    "json": JSON,
    "csv": CSV,
}
ANY = st.one_of(*(KINDS[kind] for kind in KINDS if kind not in ("tex", "csv")))
"""What may stand in one page; TeX makes all braces of a page its own, and a table stands alone."""


@st.composite
def pages(draw: st.DrawFn, kind: str) -> str:
    """A page of prose with pieces of one kind of markup between."""
    pieces = draw(st.lists(ANY if kind == "any" else KINDS[kind], min_size=1, max_size=5))
    head = "\\section{PROSE}\n" if kind == "tex" else ""
    return head + "PROSE" + "".join(f" {piece} PROSE" for piece in pieces)
