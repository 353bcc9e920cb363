"""A session: pages, decisions, two windows, files that change, and what is learned."""

import pytest
from tests.support import reviews
from tests.support.reviews import asked, item

from svfix.io.files import FileError
from svfix.review import views
from svfix.review.estimating import Estimator
from svfix.review.index import Index
from svfix.review.pictures import Scans
from svfix.review.queue import Estimate, Wanted
from svfix.review.session import Refused

A, B, HOCR, CLEAN = 0, 1, 2, 3


@pytest.fixture
def folder(tmp_path):
    return reviews.batch(tmp_path / "scans")


@pytest.fixture
def session(folder):
    found = reviews.session(folder)
    yield found
    found.journal.close()


def names(entries):
    return [entry.name for entry in entries]


def texts(session, number):
    """A page as it is shown: the texts of its pieces and of what stands for its items."""
    page = views.page(session, Scans(), number)
    return [
        "".join(
            piece["text"] if "text" in piece else standing(page["items"][piece["item"]])
            for piece in pieces
        )
        for pieces in page["texts"]
    ]


def standing(one):
    return one["row"]["after"] if one["row"] else one["proposed"]


class TestDeciding:
    def test_pictures_are_no_pages(self, session):
        assert names(session.queue.entries) == ["a.txt", "b.txt", "c.hocr", "clean.txt"]

    def test_a_decision_is_in_the_journal_and_on_the_page(self, session):
        row = session.decide(A, asked(session, A, item(session, A, "for"), "for"), "Bo")
        assert (row["by"], row["page"], row["before"], row["after"]) == ("Bo", "a.txt", "for", "for")
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
        row = session.decide(A, asked(session, A, item(session, A, "for"), "for", everywhere=True), "")
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
        with pytest.raises(FileError, match="a.txt cannot be read"):
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


class TestQueue:
    @pytest.fixture
    def queue(self, session):
        for number in range(len(session.queue.entries)):
            session.page(number)
        return session.queue

    def test_the_worst_come_first(self, queue):
        found = queue.find(Wanted())
        assert names(found)[-1] == "clean.txt"
        assert [e.wrong for e in found] == sorted((e.wrong for e in found), reverse=True)

    def test_by_kind_rule_and_confidence(self, queue):
        assert "clean.txt" not in names(queue.find(Wanted(kind="number")))
        assert names(queue.find(Wanted(rule="words.confusion", order="name"))) == ["a.txt", "b.txt", "c.hocr"]
        assert queue.find(Wanted(rule="no.rule")) == []
        assert len(queue.find(Wanted(sure=0.8))) == 3
        assert queue.find(Wanted(sure=0.1)) == []

    def test_search_by_name_and_by_word(self, queue):
        assert names(queue.find(Wanted(search="CLEAN"))) == ["clean.txt"]
        assert len(queue.find(Wanted(search="nämnden"))) == 3
        assert len(queue.find(Wanted(search="namnd"))) == 3
        assert queue.find(Wanted(search="zzz")) == []

    def test_what_is_left_is_counted(self, queue, session):
        entry = session.entry(A)
        before = entry.left
        row = session.decide(A, asked(session, A, item(session, A, "for"), "for"), "")
        assert entry.left == before - 1
        session.undo(row["id"], "")
        assert entry.left == before

    def test_a_form_decided_everywhere_is_counted_everywhere(self, queue, session):
        before = [entry.left for entry in queue.entries]
        session.decide(A, asked(session, A, item(session, A, "fran"), "fran", everywhere=True), "")
        assert [entry.left for entry in queue.entries] == [n - 1 for n in before[:3]] + before[3:]

    def test_pages_read_through(self, queue, session):
        session.done(A, True, "")
        assert names(queue.find(Wanted(state="done"))) == ["a.txt"]
        session.done(A, False, "")
        assert queue.find(Wanted(state="done")) == []

    def test_totals(self, queue):
        totals = queue.totals()
        assert totals["pages"] == totals["known"] == 4
        assert totals["items"] == totals["left"] > 20


def estimated(session, path):
    estimator = Estimator(session, path)
    estimator.start()
    while estimator.waiting or not all(e.known or e.fault for e in session.queue.entries):
        pass
    estimator.end()


class TestEstimates:
    def test_all_pages_are_found_out_about(self, session, tmp_path):
        estimated(session, tmp_path / "index")
        assert all(entry.known for entry in session.queue.entries)

    def test_the_next_session_knows_them(self, session, tmp_path, monkeypatch):
        estimated(session, tmp_path / "index")
        again = [(e.words, e.after, e.count, e.rules) for e in session.queue.entries]
        fresh = reviews.session(tmp_path / "scans", tmp_path / "other.review.jsonl")
        monkeypatch.setattr("svfix.review.estimating.open_page", None)  # nothing is opened
        estimated(fresh, tmp_path / "index")
        assert [(e.words, e.after, e.count, e.rules) for e in fresh.queue.entries] == again
        fresh.journal.close()

    def test_a_file_that_changed_is_not_known(self, session, tmp_path, folder):
        path = tmp_path / "index"
        page = session.page(A)
        index = Index(path, "options")
        index.add("a.txt", page.stamp, Estimate.of(page))
        index.close()
        assert Index(path, "options").get("a.txt", page.stamp) == Estimate.of(page)
        assert Index(path, "options").get("a.txt", page.stamp._replace(size=1)) is None
        assert Index(path, "others").get("a.txt", page.stamp) is None

    def test_a_file_that_cannot_be_read_does_not_stop_the_others(self, session, tmp_path, folder):
        (folder / "a.txt").write_bytes(b"\xff\xfe\xfa")
        estimated(session, tmp_path / "index")
        assert "a.txt" in session.entry(A).fault
        assert session.entry(B).known


class TestLearning:
    def test_kept_and_typed_words_can_be_learned(self, session):
        session.decide(A, asked(session, A, item(session, A, "uppféljningen"), "uppféljningen"), "")
        session.decide(A, asked(session, A, item(session, A, "Projeldledare"), "Projekledar"), "")
        session.decide(A, asked(session, A, item(session, A, "nojd"), "nöjd"), "")
        assert session.learnable() == ["uppféljningen", "Projekledar"]

    def test_the_rest_is_repaired_with_them(self, session, tmp_path):
        estimated(session, tmp_path / "index")
        session.learn(["uppféljningen"], None, "")
        assert session.learnable() == []
        assert texts(session, B)[0].startswith("Formen för uppféljningen")
        estimated(session, tmp_path / "index")
        told = {(change.page, change.was, change.now) for change in session.changes}
        assert ("a.txt", "uppföljningen", "uppféljningen") in told
        assert ("b.txt", "uppföljningen", "uppféljningen") in told

    def test_it_can_be_undone(self, session):
        [row] = session.learn(["uppféljningen"], None, "")
        session.undo(row["id"], "")
        assert texts(session, B)[0].startswith("Formen för uppföljningen")

    def test_how_a_page_was_misread(self, session):
        session.decide(A, asked(session, A, item(session, A, "Projeldledare"), "Projektledare"), "")
        before = session.page(A).results[0].profile
        [row] = session.learn([], A, "")
        after = session.page(A).results[0].profile
        counts = {(letter, read): n for letter, read, n in after.read}
        known = {(letter, read): n for letter, read, n in before.read}
        assert row["page"] == "a.txt"
        assert any(n > known.get(pair, 0) for pair, n in counts.items() if pair[0] != pair[1])
        assert session.page(B).results[0].profile == reviews.session_profile(reviews.DAMAGED.replace("Metoden", "Formen"))

    def test_nothing_new(self, session):
        with pytest.raises(Refused, match="nothing new"):
            session.learn([], None, "")


class TestSpotChecks:
    def test_answers_are_counted(self, session, tmp_path):
        estimated(session, tmp_path / "index")
        session.draw(10_000, 1, "")
        size = views.checked(session)["size"]
        assert size == sum(entry.places for entry in session.queue.entries)
        for which in range(size):
            one = views.drawn(session, Scans(), which)
            session.check(one["draw"], which, one["now"], "")
        found = views.checked(session)["estimate"]
        assert found["words"] == size
        assert found["after"]["share"] == 0
        assert found["before"]["share"] == pytest.approx(3 * 8 / size)
        assert found["before"]["low"] < found["before"]["share"] < found["before"]["high"]

    def test_an_answer_can_be_given_anew(self, session, tmp_path):
        estimated(session, tmp_path / "index")
        row = session.draw(3, 1, "")
        session.check(row["id"], 0, "fel", "")
        one = views.drawn(session, Scans(), 0)
        session.check(row["id"], 0, one["now"], "")
        assert views.checked(session)["estimate"]["after"]["share"] == 0

    def test_an_old_draw_is_refused(self, session, tmp_path):
        estimated(session, tmp_path / "index")
        first = session.draw(3, 1, "")
        session.draw(3, 2, "")
        with pytest.raises(Refused, match="other words were drawn"):
            session.check(first["id"], 0, "x", "")

    def test_nothing_is_known_yet(self, session):
        with pytest.raises(Refused, match="no page was read yet"):
            session.draw(10, 1, "")
