"""The journal and what holds of it: nothing is lost, whatever is killed when."""

import errno
import json
import os

import pytest

from svfix.io.files import FileError
from svfix.review import journal
from svfix.review.decisions import Decisions, Form
from svfix.review.journal import Journal


@pytest.fixture
def path(tmp_path):
    return tmp_path / "scans.review.jsonl"


def written(path, *rows):
    kept = Journal(path)
    for row in rows:
        kept.append(row)
    kept.close()


def decision(number, start=3, after="är", **more):
    place = {"page": "a.txt", "original": "x", "text": 0, "start": start, "end": start + 2}
    return {"id": number, "before": "ar", "proposed": "är", "after": after} | place | more


class TestJournal:
    def test_rows_come_back(self, path):
        written(path, {"id": 1, "by": "Åsa"})
        assert journal.read(path) == [{"id": 1, "by": "Åsa"}]
        assert Journal(path).rows == [{"id": 1, "by": "Åsa"}]

    def test_each_row_is_on_the_disk_before_the_next(self, path, monkeypatch):
        synced = []
        monkeypatch.setattr(os, "fsync", lambda _: synced.append(path.read_bytes().count(b"\n")))
        written(path, {"id": 1}, {"id": 2})
        assert synced == [1, 2, 3]

    @pytest.mark.parametrize("cut", [1, 5, 9])
    def test_half_a_row_is_as_good_as_none(self, path, cut):
        written(path, {"id": 1}, {"id": 2})
        path.write_bytes(path.read_bytes()[:-cut])
        assert [row["id"] for row in journal.read(path)][:1] == [1]
        written(path, {"id": 3})
        assert [row["id"] for row in journal.read(path) if row["id"] != 2] == [1, 3]

    def test_one_process_writes_at_a_time(self, path):
        first = Journal(path)
        with pytest.raises(FileError, match="open in another svfix review"):
            Journal(path)
        first.close()
        Journal(path).close()

    def test_a_disk_without_locks_will_do(self, path, monkeypatch):
        def none(*_):
            raise OSError(errno.ENOLCK, "no locks")

        monkeypatch.setattr(journal, "_lock", none)
        written(path, {"id": 1})
        assert journal.read(path) == [{"id": 1}]

    def test_others_may_read_meanwhile(self, path):
        kept = Journal(path)
        kept.append({"id": 1})
        assert len(journal.read(path)) == 1
        kept.close()

    def test_other_files_are_left_alone(self, path):
        path.write_text('{"some": "data"}\n')
        with pytest.raises(FileError, match="is no review of svfix's"):
            Journal(path)
        assert path.read_text() == '{"some": "data"}\n'

    def test_another_version_is_told_of(self, path):
        path.write_text(json.dumps({"schema": "svfix.review", "schema_version": 99}) + "\n")
        with pytest.raises(FileError, match="written by another svfix"):
            journal.read(path)

    def test_a_link_is_not_written_to(self, path, tmp_path):
        path.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(FileError, match="is a link"):
            Journal(path)

    def test_a_place_that_cannot_be_written_to(self, tmp_path):
        with pytest.raises(FileError, match="--decisions FILE"):
            Journal(tmp_path / "missing" / "scans.review.jsonl")

    def test_nothing_is_there_yet(self, path):
        assert journal.read(path) == []


class TestDecisions:
    def test_the_last_decision_on_a_place_holds(self):
        known = Decisions([decision(1), decision(2, after="ar")])
        assert [row["id"] for row in known.on_page("a.txt")] == [2]
        assert [row["after"] for row in known.on_page("a.txt")] == ["ar"]

    def test_what_is_undone_gives_way_to_what_was_before(self):
        known = Decisions([decision(1), decision(2, after="ar"), {"id": 3, "undo": 2}])
        assert [row["id"] for row in known.on_page("a.txt")] == [1]

    def test_decisions_on_another_content_are_told_apart(self):
        known = Decisions([decision(1), decision(2, start=9, original="y")])
        assert [row["id"] for row in known.on_page("a.txt", "y")] == [2]

    def test_forms(self):
        form = {"before": "ar", "proposed": "är"}
        known = Decisions([{"id": 1, "form": form, "after": "ar"}])
        assert known.on_forms()[Form("ar", "är")]["after"] == "ar"
        known.add({"id": 2, "undo": 1})
        assert known.on_forms() == {}

    def test_pages_that_were_read_through(self):
        row = {"id": 1, "page": "a.txt", "original": "x", "done": True}
        known = Decisions([row])
        assert known.is_done("a.txt")
        assert known.is_done("a.txt", "x")
        assert not known.is_done("a.txt", "y")
        known.add(row | {"id": 2, "done": False})
        assert not known.is_done("a.txt")

    def test_words_that_were_learned(self):
        known = Decisions([{"id": 1, "learned": ["a", "b"]}, {"id": 2, "learned": ["b", "c"]}])
        assert known.learned() == ["a", "b", "c"]
        known.add({"id": 3, "undo": 1})
        assert known.learned() == ["b", "c"]

    def test_rows_since(self):
        known = Decisions([decision(1), decision(2)])
        assert [row["id"] for row in known.since(1)] == [2]
        assert known.last == 2
