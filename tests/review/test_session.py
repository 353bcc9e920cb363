"""A session: pages, decisions, two windows, files that change, and scans."""

import pytest
from tests.support import reviews
from tests.support.reviews import HOCR, A, B, asked, item, names, texts

from svfix.io.files import FileError
from svfix.review import views
from svfix.review.pictures import Scans
from svfix.review.refusals import Refused


class TestDeciding:
    def test_pictures_are_no_pages(self, session):
        assert names(session.queue.entries) == ["a.txt", "b.txt", "c.hocr", "clean.txt"]

    def test_a_decision_is_in_the_journal_and_on_the_page(self, session):
        row = session.decide(A, asked(session, A, item(session, A, "for"), "for"), "Bo")
        assert (row["by"], row["page"], row["before"], row["after"]) == (
            "Bo",
            "a.txt",
            "for",
            "for",
        )
        assert session.journal.rows == [row]
        assert texts(session, A)[0].startswith("Metoden for uppföljningen")

    def test_it_is_there_when_the_session_is_opened_again(self, session, folder):
        session.decide(A, asked(session, A, item(session, A, "fran"), "frän"), "")
        session.journal.close()
        again = reviews.session(folder)
        assert "chefer frän olika" in texts(again, A)[0]
        again.journal.close()

    def test_undo(self, session):
        row = session.decide(A, asked(session, A, item(session, A, "for"), "for"), "")
        session.undo(row["id"], "")
        assert texts(session, A)[0] == reviews.FIXED
        with pytest.raises(Refused, match="taken back already"):
            session.undo(row["id"], "")

    def test_all_places_of_a_form(self, session):
        row = session.decide(
            A, asked(session, A, item(session, A, "for"), "for", everywhere=True), ""
        )
        assert texts(session, B)[0].startswith("Formen for uppföljningen")
        assert texts(session, HOCR)[0].startswith("Metoden for uppföljningen")
        session.undo(row["id"], "")
        assert texts(session, B)[0].startswith("Formen för uppföljningen")

    def test_a_word_that_nothing_was_asked_about(self, session):
        page = session.page(A)
        at = reviews.DAMAGED.index("har")
        wanted = asked(session, A, item(session, A, "for"), "hade", proposed="har")
        session.decide(A, wanted | {"start": at, "end": at + 3}, "")
        shown = views.page(session, Scans(), A)["items"]
        assert [one["kind"] for one in shown if one["before"] == "har"] == ["own"]
        assert page.alternatives(0, at, at + 3)[0] == "här"

    def test_two_windows_do_not_decide_over_each_other(self, session):
        one = item(session, A, "for")
        first = session.decide(A, asked(session, A, one, "for"), "Bo")
        with pytest.raises(Refused, match="decided meanwhile in another window") as refused:
            session.decide(A, asked(session, A, one, "för"), "Ann")
        assert refused.value.row == first
        session.decide(A, asked(session, A, one, "för", seen=first["id"]), "Ann")
        assert texts(session, A)[0] == reviews.FIXED

    def test_a_file_that_changed_is_told_of(self, session, folder):
        wanted = asked(session, A, item(session, A, "for"), "for")
        session.decide(A, wanted, "")
        (folder / "a.txt").write_text("Ny rad.\n" + reviews.DAMAGED, encoding="utf-8")
        with pytest.raises(Refused, match="changed meanwhile"):
            session.decide(A, wanted, "")
        shown = views.page(session, Scans(), A)
        assert shown["outdated"] == 1
        assert texts(session, A)[0] == "Ny rad.\n" + reviews.FIXED
        assert session.queue.state(session.entry(A)) == "changed"

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"text": 7}, "no such text"),
            ({"start": 5, "end": 4}, "no such place"),
            ({"end": 10**9}, "no such place"),
            ({"after": "x" * 2001}, "more than 2,000"),
            ({"after": "a\0b"}, "cannot be seen"),
            ({"after": "a\fb"}, "cannot be seen"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, session, wrong, told):
        wanted = asked(session, A, item(session, A, "for"), "for")
        with pytest.raises(Refused, match=told):
            session.decide(A, wanted | wrong, "")
        assert session.journal.rows == []

    def test_a_page_that_there_is_not(self, session):
        with pytest.raises(Refused, match="no such page"):
            session.page(99)

    def test_a_file_that_is_gone(self, session, folder):
        (folder / "a.txt").unlink()
        with pytest.raises(FileError, match=r"a\.txt cannot be read"):
            session.page(A)


class TestScans:
    def test_a_word_has_its_box_in_the_picture(self, session, folder):
        page = views.page(session, Scans(), HOCR)
        assert page["sheets"][1] == {"width": 1500, "height": 260, "scale": 1.0}
        one = next(one for one in page["items"] if one["before"] == "uppféljningen")
        left, top, right, bottom = one["box"]
        assert 60 < left < right < 1500
        assert 40 < top < bottom < 120
        assert one["line"][0] <= left
        assert one["line"][2] >= right

    def test_a_page_that_nothing_is_asked_about_has_its_picture_too(self, session, folder):
        reviews.scan(folder / "d", reviews.CLEAN)
        session.journal.close()
        again = reviews.session(folder)
        [number] = [e.number for e in again.queue.entries if e.name == "d.hocr"]
        page = views.page(again, Scans(), number)
        assert page["items"] == []
        assert page["sheets"][1]["width"] == 1500
        again.journal.close()

    def test_text_without_a_picture(self, session):
        page = views.page(session, Scans(), A)
        assert page["sheets"] == {1: None}
        assert page["items"][0]["box"] is None

    def test_scans_in_a_tree_of_their_own(self, session, folder, tmp_path):
        (tmp_path / "pictures").mkdir()
        (folder / "c.png").rename(tmp_path / "pictures" / "c.png")
        assert views.page(session, Scans(), HOCR)["sheets"][1] is None
        found = Scans(str(tmp_path / "pictures"))
        assert views.page(session, found, HOCR)["sheets"][1]["width"] == 1500
