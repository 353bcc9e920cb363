"""The same page in several formats is decided of once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import reviews
from tests.support.batches import make, tree
from tests.support.reviews import asked, estimated, item, names

from svfix.review.companions import Carrier, squeezed


@pytest.fixture
def folder(tmp_path):
    """A page as hOCR and as text, whose lines end elsewhere, and two texts that only look so."""
    folder = tmp_path / "scans"
    make(folder, {"c.txt": reviews.DAMAGED.replace(" har ", "\nhar ") + "\n"})
    reviews.scan(folder / "c")
    make(
        folder,
        {"d.tsv.txt": reviews.DAMAGED, "e.txt": reviews.DAMAGED, "e.html": "<html>Annat</html>"},
    )
    return folder


def test_only_the_one_with_places_is_looked_at(session):
    assert names(session.queue.entries) == ["c.hocr", "d.tsv.txt", "e.html"]


def test_one_with_another_text_is_a_page_of_its_own(session, tmp_path):
    estimated(session, tmp_path / "index")
    assert names(session.queue.entries) == ["c.hocr", "d.tsv.txt", "e.html", "e.txt"]
    assert session.entry(3).known


def test_decisions_are_carried_over(session, folder, run, tmp_path):
    session.decide(0, asked(session, 0, item(session, 0, "for"), "for"), "Anna")
    session.decide(0, asked(session, 0, item(session, 0, "Projeldledare"), "Projektledare"), "Anna")
    session.journal.close()
    out, edits = tmp_path / "out", tmp_path / "edits.jsonl"
    assert (
        run("review", folder, "--apply", "-o", out, "--edits", edits, "-q", "--jobs", "2")[0] == 0
    )
    text = (out / "c.txt").read_text(encoding="utf-8")
    assert text.startswith("Metoden for uppföljningen\nhar varit")
    assert "att Projektledare tog" in text
    assert ">Projektledare</span>" in (out / "c.hocr").read_text(encoding="utf-8")
    assert "Projeldledare" in (out / "e.txt").read_text(encoding="utf-8")  # another page
    assert run("revert", out, edits, "-o", tmp_path / "back")[0] == 0
    assert tree(tmp_path / "back") == {
        n: d for n, d in tree(folder).items() if not n.endswith(".png")
    }


WORDS = st.lists(st.text("abå1", min_size=1, max_size=5), min_size=1, max_size=8)
GAPS = st.lists(st.sampled_from([" ", "\n", "\n\n", "  "]), min_size=8, max_size=8)


@given(WORDS, GAPS, GAPS, st.data())
def test_what_is_carried_is_the_same_letters(words, gaps, others, data):
    one, other = (
        "".join(w + g for w, g in zip(words, each, strict=False)) for each in (gaps, others)
    )
    start = data.draw(st.integers(0, len(one)))
    end = data.draw(st.integers(start, len(one)))
    row = {"text": 0, "start": start, "end": end, "before": one[start:end], "after": "x"}
    [carried] = Carrier(one, other).carried([row])
    assert squeezed([carried["before"]]) == squeezed([one[start:end]])
    assert squeezed([other[: carried["start"]]]) == squeezed([one[:start]])
    assert carried["before"] == other[carried["start"] : carried["end"]]
