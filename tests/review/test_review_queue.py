"""The queue of a batch: estimates, filters, what is learned, and spot checks."""

import tracemalloc
from pathlib import Path

import pytest
from tests.support import reviews
from tests.support.batches import make
from tests.support.reviews import A, B, asked, estimated, item, names, texts

from svfix import Fixer
from svfix.review import checking, views
from svfix.review.decisions import Decisions
from svfix.review.index import Index
from svfix.review.pages import open_page
from svfix.review.pictures import Scans
from svfix.review.queue import Entry, Estimate, Queue, Wanted
from svfix.review.refusals import Refused


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
        assert names(queue.find(Wanted(rule="words.confusion", order="name"))) == [
            "a.txt",
            "b.txt",
            "c.hocr",
        ]
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
        assert session.page(B).results[0].profile == reviews.session_profile(
            reviews.DAMAGED.replace("Metoden", "Formen")
        )

    def test_nothing_new(self, session):
        with pytest.raises(Refused, match="nothing new"):
            session.learn([], None, "")


class TestSpotChecks:
    def test_answers_are_counted(self, session, tmp_path):
        estimated(session, tmp_path / "index")
        checking.draw(session, 10_000, 1, "")
        size = views.checked(session)["size"]
        assert size == sum(entry.places for entry in session.queue.entries)
        for which in range(size):
            one = views.drawn(session, Scans(), which)
            checking.answer(session, one["draw"], which, one["now"], "")
        found = views.checked(session)["estimate"]
        assert found["words"] == size
        assert found["after"]["share"] == 0
        assert found["before"]["share"] == pytest.approx(3 * 8 / size)
        assert found["before"]["low"] < found["before"]["share"] < found["before"]["high"]

    def test_an_answer_can_be_given_anew(self, session, tmp_path):
        estimated(session, tmp_path / "index")
        row = checking.draw(session, 3, 1, "")
        checking.answer(session, row["id"], 0, "fel", "")
        one = views.drawn(session, Scans(), 0)
        checking.answer(session, row["id"], 0, one["now"], "")
        assert views.checked(session)["estimate"]["after"]["share"] == 0

    def test_an_old_draw_is_refused(self, session, tmp_path):
        estimated(session, tmp_path / "index")
        first = checking.draw(session, 3, 1, "")
        checking.draw(session, 3, 2, "")
        with pytest.raises(Refused, match="other words were drawn"):
            checking.answer(session, first["id"], 0, "x", "")

    def test_nothing_is_known_yet(self, session):
        with pytest.raises(Refused, match="no page was read yet"):
            checking.draw(session, 10, 1, "")


MANY = 10_000


@pytest.fixture(scope="module")
def many(tmp_path_factory, extra):
    """A folder of pages, and a server of it."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("only Linux tells what a process used")
    folder = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        part = folder / "scans" / f"{number // 500:02}"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{number:05}.txt").write_text(f"{number}\n{reviews.DAMAGED}", encoding="utf-8")
    with reviews.Server("scans", cwd=folder) as server:
        first = server.get("api/queue?count=1")["rows"][0]["number"]
        assert server.get(f"api/page/{first}")["items"]
        yield server, reviews.cpu_seconds(server.process.pid)


class TestTenThousandPages:
    def test_the_first_page_comes_soon(self, many):
        _, (seconds, _) = many
        assert seconds <= 2  # of the processor: others may keep it busy

    def test_the_memory_is_small(self, many):
        server, _ = many
        for number in range(0, MANY, 500):
            server.get(f"api/page/{number}")
        assert reviews.cpu_seconds(server.process.pid)[1] <= 300  # MB at most

    def test_a_page_opens_soon(self, many):
        server, _ = many
        before, _ = reviews.cpu_seconds(server.process.pid)
        for number in range(7, 1007, 100):
            server.get(f"api/page/{number}")
        after, _ = reviews.cpu_seconds(server.process.pid)
        assert (after - before) / 10 <= 0.3

    def test_what_is_known_of_each_takes_little_room(self, tmp_path):
        page = open_page(
            "a", str(make(tmp_path, {"a": reviews.DAMAGED}) / "a"), Fixer(), reviews.READING
        )
        estimate = Estimate.of(page)
        entries = [Entry(n, f"{n}.txt", f"/scans/{n}.txt", 100) for n in range(MANY)]
        tracemalloc.start()
        queue = Queue(entries, Decisions())
        for entry in entries:
            queue.know(entry, estimate)
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert size <= 20_000_000  # bytes
        assert len(queue.find(Wanted(search="nämnden"))) == MANY
