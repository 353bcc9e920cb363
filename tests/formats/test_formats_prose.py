"""HTML, Markdown, TEI and ABBYY's XML: the prose changes, and all else is the same to the byte."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.test_formats_round_trips import results
from tests.support.formats_samples import rewrite

import svfix
from svfix import Result, formats

HTML = """<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"><title>Metoden for oss</title>
<style>p::before { content: "for" }</style>
<script>if (for < 3 && x) { document.write("<p>for</p>") }</script></head>
<body class="for"><!-- for -->
<h1>Metoden <em>for</em>&nbsp;uppf&eacute;ljning</h1>
<p title="for">mån<b>ag</b> f&#246;r   oss<br>och <code>for</code>,
   pa g&aring;ng<p translate="no">for
<pre>
  for  oss
</pre><table><tr><td>for<td>ar</table>
<textarea>for</textarea><img alt="for" src="for.png">
</body></html>
""".encode()

MARKDOWN = """---
title: for
---

# Metoden for [oss](for.html "for")

Text *for* **upp-
féljning** `for` och snake_case, 2 * 3, f&ouml;r \\* <b>ar</b>.\\
![for](for.png) <https://for.se>

> citat for
> oss

* ett for
  [ ] for

| for | b |
|-----|---|
| ar  | for \\| |

```
for
```

    for

[for]: http://for.se
<div>
for
</div>
""".encode()

TEI = """<?xml version="1.0" encoding="utf-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="prot-for">
  <teiHeader><fileDesc><titleStmt><title>Protokoll for</title></titleStmt></fileDesc></teiHeader>
  <text>
    <body>
      <pb facs="for.jpg"/>
      <note xml:id="n1" type="date">
        Fredagen den 18 Januari
      </note>
      <u who="for">
        <seg xml:id="s1">
          Metoden for uppf&#233;ljning, som
          skulle ar-
          betas fram.
        </seg>
        <seg>Vi <hi rend="for">ar</hi> har<lb/>i dag, <foreign xml:lang="en">for</foreign>
          upp<lb break="no"/>gift. <choice><sic>for</sic><corr>för</corr></choice></seg>
      </u>
      <pb/>
      <p><s><w join="right">for</w>
         <pc>,</pc>
         <w>ar</w><pc join="left">.</pc></s></p>
    </body>
  </text>
</TEI>
""".encode()

DOCUMENTS = {"html": HTML, "markdown": MARKDOWN, "tei": TEI}
TEXTS = {
    "html": "Metoden for oss\n\nMetoden for\xa0uppféljning\n\nmånag för   oss\noch `x_1`,\n"
    "pa gång\n\nfor  oss\n\nfor\n\nar",
    "markdown": "Metoden for oss\n\nText for upp-\nféljning `x_1` och snake_case, 2 * 3, för * ar."
    "\n `x_1`\n\ncitat for\noss\n\nett for\n[ ] for\n\nfor\n\nb\n\nar",
    "tei": "Fredagen den 18 Januari\n\nMetoden for uppféljning, som\nskulle ar-\nbetas fram.\n\n"
    "Vi ar har\ni dag, `x_1`\nuppgift. `x_1`\n\n\ffor, ar.".replace("\n\n\f", "\n\f"),
}


def untouched(text):
    return Result(text, text, (), None)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_prose_is_read_and_all_else_is_kept(name):
    document = formats.read(DOCUMENTS[name], name)
    assert document.format == name
    assert document.texts == (TEXTS[name],)
    assert document.write([untouched(document.texts[0])]) == DOCUMENTS[name]


@pytest.mark.parametrize(("name", "kind"), [("html", "html"), ("tei", "tei"), ("markdown", "text")])
def test_it_is_known_by_its_content_or_has_to_be_named(name, kind):
    assert formats.detect(DOCUMENTS[name]) == kind


@pytest.mark.parametrize(
    ("name", "changes", "replaced"),
    [
        ("html", [("Metoden for", "Metoden för")], [("<title>Metoden for", "<title>Metoden för")]),
        ("html", [("for\xa0upp", "för\xa0opp")], [("<em>for</em>&nbsp;u", "<em>för</em>&nbsp;o")]),
        ("html", [("uppféljning", "uppföljning")], [("f&eacute;l", "föl")]),
        ("html", [("månag", "måndag")], [("mån<b>ag", "månd<b>ag")]),
        ("html", [("pa", "på")], [(" pa g&", " på g&")]),
        ("html", [("pa gång", "pa<gång")], [("pa g&aring", "pa&lt;g&aring")]),
        ("html", [("for  oss", "för  oss")], [("  for  oss", "  för  oss")]),
        ("markdown", [("Metoden for", "Metoden för")], [("# Metoden for", "# Metoden för")]),
        ("markdown", [("Text for", "Text för")], [("*for*", "*för*")]),
        ("markdown", [("upp-\nféljning", "upp-\nföljning")], [("féljning", "följning")]),
        ("markdown", [("* ar", "* är")], [("<b>ar", "<b>är")]),
        ("markdown", [("citat for", "citat för")], [("> citat for", "> citat för")]),
        ("markdown", [("\n\nar", "\n\när")], [("| ar ", "| är ")]),
        ("tei", [("Metoden for", "Metoden för")], [("Metoden for", "Metoden för")]),
        ("tei", [("féljning", "följning")], [("f&#233;l", "föl")]),
        ("tei", [("ar-\nbetas", "är-\nbetas")], [("ar-\n", "är-\n")]),
        ("tei", [("ar-\nbetas", "arbetas")], [("ar-\n          betas", "arbetas")]),
        ("tei", [("Vi ar", "Vi är")], [(">ar</hi>", ">är</hi>")]),
        ("tei", [("uppgift", "oppgift")], [(" upp<lb", " opp<lb")]),
        ("tei", [("for, ar", "för, är")], [("t\">for<", "t\">för<"), ("<w>ar", "<w>är")]),
    ],
)  # fmt: skip
def test_only_what_is_edited_changes(name, changes, replaced):
    expected = DOCUMENTS[name].decode()
    for old, new in replaced:
        assert expected.count(old) == 1, old
        expected = expected.replace(old, new)
    assert rewrite(DOCUMENTS[name], *changes, format=name).decode() == expected


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_put_between_is_never_changed(name):
    text = TEXTS[name]
    for old, new in (("`x_1`", "`för`"), ("\n\n", "\n")):
        assert rewrite(DOCUMENTS[name], (old, new), format=name) == DOCUMENTS[name]
    assert svfix.fix("Metoden for uppféljningen av `x_1` ar intervjuer med chefer fran `x_1`.") == (
        "Metoden för uppföljningen av `x_1` är intervjuer med chefer från `x_1`."
    )
    assert "`x_1`" in text


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(deadline=None, max_examples=30)
@given(st.data())
def test_what_is_read_again_is_what_was_written(name, data):
    # A space that is put beside a mark which says that it has none cannot be kept.
    source = DOCUMENTS[name].replace(b' join="left"', b"").replace(b' join="right"', b"")
    document = formats.read(source, name)
    [text] = document.texts
    result = data.draw(results(text))
    [made] = document.made([result])
    try:
        written = document.write([result])
    except formats.FormatError:
        if name == "markdown":  # where a letter that is put there may be a mark
            return
        raise
    assert formats.read(written, name).texts[0].split() == made.text.split()
    assert "x_1" not in written.decode()


def test_places_are_lines_of_the_source():
    document = formats.read(TEI)
    at = document.texts[0].index("for,")
    line = TEI[: TEI.index(b'"right">for')].count(b"\n") + 1
    assert document.place(0, at, at + 3) == {"page": 2, "line": line}


def test_html_in_the_encoding_that_is_named_or_declared():
    page = "<html><p>Metoden for måndag</p></html>"
    named = rewrite(page.encode("cp1252"), ("for", "för"), format="html", encoding="cp1252")
    assert named == page.replace("for", "för").encode("cp1252")
    declared = page.replace("<p>", '<meta charset="iso-8859-1"><p>').encode("latin-1")
    assert rewrite(declared, ("for", "för–")).count(b"f\xf6r&#8211;") == 1


def test_tei_without_a_text():
    with pytest.raises(formats.FormatError, match="no element <text>"):
        formats.read(b"<TEI><teiHeader/></TEI>")


def test_markdown_in_lists_quotes_and_setext_headings():
    text = "> - a for\r\n>   ar\r\n\r\nRubrik for\r\n======\r\n\r\n1. x\r\n\r\n   ar\r\n"
    assert formats.read(text.encode(), "markdown").texts == ("a for\nar\n\nRubrik for\n\nx\n\nar",)
    out = rewrite(text.encode(), ("for", "för"), ("ar", "är"), ("x\n\nar", "x\n\när"),
                  format="markdown")  # fmt: skip
    assert out.decode() == text.replace("a for", "a för").replace("ar\r", "är\r")


# ABBYY


def abbyy(*lines, attributes=""):
    """A page of lines, each letter an element of its own, 10 wide."""
    rows = []
    for line in lines:
        letters = "\n".join(
            f'<charParams l="{10 * n}" t="0" r="{10 * n + 8}" b="9"{attributes}>{letter}'
            "</charParams>"
            for n, letter in enumerate(line)
        )
        rows.append(f'<line baseline="9" l="0" t="0" r="99" b="9"><formatting lang="Swedish">\n'
                    f"{letters}\n</formatting></line>")  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document version="1.0" producer="x" '
        'xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml">'
        '<page width="99" height="99" resolution="300"><block blockType="Text" l="0" t="0" r="99" '
        f'b="9"><text><par>{"".join(rows)}</par></text></block></page></document>\n'
    ).encode()


def letters(data):
    """The letters with their left and right sides."""
    pattern = rb'<charParams l="(\d+)" t="0" r="(\d+)"[^>]*>([^<]*)<'
    return [(text.decode(), int(left), int(right))
            for left, right, text in re.findall(pattern, data)]  # fmt: skip


def test_abbyy_is_known_read_and_kept():
    data = abbyy("ar\n", "bra")
    document = formats.read(data)
    assert (document.format, document.texts) == ("abbyy", ("ar \nbra\n",))
    assert document.write([untouched(document.texts[0])]) == data


@pytest.mark.parametrize(
    ("line", "change", "expected"),
    [
        ("far", ("far", "får"), [("f", 0, 8), ("å", 10, 18), ("r", 20, 28)]),
        ("sorn", ("sorn", "som"), [("s", 0, 8), ("o", 10, 18), ("m", 20, 38)]),
        ("abc", ("abc", "ac"), [("a", 0, 8), ("c", 20, 28)]),
        ("ac", ("ac", "abc"), [("a", 0, 4), ("b", 4, 8), ("c", 10, 18)]),
        ("avden", ("avden", "av den"), [("a", 0, 8), ("v", 10, 14), (" ", 14, 18), ("d", 20, 28),
                                        ("e", 30, 38), ("n", 40, 48)]),
        ("a b", ("a b", "ab"), [("a", 0, 8), ("b", 20, 28)]),
    ],
)  # fmt: skip
def test_abbyy_letters_and_their_boxes(line, change, expected):
    out = rewrite(abbyy(line), change)
    assert letters(out) == expected
    assert formats.read(out).texts == (change[1] + "\n",)


def test_abbyy_what_was_said_of_a_letter_goes_with_it():
    data = abbyy("far", attributes=' suspicious="1" wordStart="0" charConfidence="9"')
    out = rewrite(data, ("far", "får")).decode()
    assert out.count("charConfidence") == out.count("suspicious") == 2
    variants = "<charRecVariants><charRecVariant>o</charRecVariant></charRecVariants>"
    word = "<wordRecVariant><variantText>for</variantText></wordRecVariant>"
    word = f"<wordRecVariants>{word}</wordRecVariants>"
    data = abbyy("far").replace(b">a<", f">{variants}a<".encode())
    data = data.replace(b'<charParams l="0"', f'{word}<charParams l="0"'.encode())
    assert formats.read(data).texts == ("far\n",)
    assert rewrite(data, ("far", "får")) == rewrite(abbyy("far"), ("far", "får")).replace(
        b'"Swedish">\n<', b'"Swedish"><'
    )


def test_abbyy_words_begin_where_a_space_came():
    data = abbyy("avden", attributes=' wordStart="0"')
    out = rewrite(data, ("avden", "av den")).decode()
    assert re.findall(r'wordStart="(\d)">(.)', out) == [
        ("0", "a"), ("0", "v"), ("0", " "), ("1", "d"), ("0", "e"), ("0", "n"),
    ]  # fmt: skip


def test_abbyy_lines_without_letters():
    data = re.sub(rb"(?s)\n<charParams.*</charParams>\n", b"Metoden f\xc3\xa9r", abbyy("x"))
    assert rewrite(data, ("fér", "för")) == data.replace("fér".encode(), "för".encode())


def test_abbyy_of_another_namespace():
    with pytest.raises(formats.FormatError, match="not ABBYY FineReader's"):
        formats.read(abbyy("x").replace(b"www.abbyy.com", b"abbyy.invalid"), "abbyy")


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_abbyy_read_again(data):
    document = formats.read(abbyy("Metoden for", "uppféljning", "ar"))
    result = data.draw(results(document.texts[0]))
    [made] = document.made([result])
    assert formats.read(document.write([result])).texts[0].split() == made.text.split()
