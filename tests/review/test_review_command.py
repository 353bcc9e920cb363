"""The command: what was decided is written as svfix fix writes, and can be taken back."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import reviews
from tests.support.batches import make, tree
from tests.support.reviews import asked, item

import svfix
from svfix.batch import inputs
from svfix.cli.review import beside
from svfix.review.session import open_session

A, B, HOCR = 0, 1, 2


@pytest.fixture
def reviewed(folder):
    """A batch of which some was decided: a word kept, one typed, a form kept everywhere."""
    session = reviews.session(folder)
    session.decide(A, asked(session, A, item(session, A, "for"), "for"), "Anna")
    session.decide(A, asked(session, A, item(session, A, "Projeldledare"), "projektledaren"), "Bo")
    session.decide(B, asked(session, B, item(session, B, "fran"), "fran", everywhere=True), "Anna")
    session.done(A, True, "Anna")
    session.journal.close()
    return folder


def text(path):
    return path.read_text(encoding="utf-8")


class TestApply:
    def test_what_was_decided_is_written_in_every_format(self, run, reviewed, tmp_path):
        code, out, errors = run("review", reviewed, "--apply", "-o", tmp_path / "out", "-q")
        assert (code, out, errors) == (0, "", "")
        first = text(tmp_path / "out/a.txt")
        assert first.startswith(
            "Metoden for uppföljningen har varit intervjuer med chefer fran olika"
        )
        assert "att projektledaren tog" in first
        assert "chefer fran olika förvaltningar" in text(tmp_path / "out/b.txt")
        hocr = text(tmp_path / "out/c.hocr")
        assert ">uppföljningen</span>" in hocr
        assert ">fran</span>" in hocr
        assert text(tmp_path / "out/clean.txt") == reviews.CLEAN

    def test_revert_gives_back_each_byte(self, run, reviewed, tmp_path):
        out, edits = tmp_path / "out", tmp_path / "edits.jsonl"
        assert run("review", reviewed, "--apply", "-o", out, "--edits", edits, "-q")[0] == 0
        assert run("revert", out, edits, "-o", tmp_path / "back")[0] == 0
        pages = {name: data for name, data in tree(reviewed).items() if not name.endswith(".png")}
        assert tree(tmp_path / "back") == pages

    def test_the_paper_trail_says_who_decided(self, run, reviewed, tmp_path):
        edits = tmp_path / "edits.jsonl"
        run("review", reviewed, "--apply", "-o", tmp_path / "out", "--edits", edits, "-q")
        rows = [json.loads(line) for line in text(edits).splitlines()]
        heads = {Path(row["file"]).name: row for row in rows if "schema" in row}
        assert heads["a.txt"]["review"]["by"] == ["Anna", "Bo"]
        assert {one["before"] for one in heads["a.txt"]["review"]["rejected"]} == {"for", "fran"}
        assert "review" not in heads["clean.txt"]
        typed = [row for row in rows if row.get("rule") == "review.typed"]
        assert [(row["after"], row["by"], row["confidence"]) for row in typed] == [
            ("projektledaren", "Bo", 1.0)
        ]
        assert all("by" not in row for row in rows if row.get("before") == "namnden")

    def test_in_place_with_backups(self, run, reviewed):
        before = tree(reviewed)
        assert run("review", reviewed, "--apply", "--in-place", "--backup", "-q")[0] == 0
        after = tree(reviewed)
        assert after["a.txt"].decode().startswith("Metoden for uppföljningen")
        assert after["a.txt.before-svfix"] == before["a.txt"]
        assert after["clean.txt"] == before["clean.txt"]

    def test_several_processes_write_the_same(self, run, reviewed, tmp_path):
        run("review", reviewed, "--apply", "-o", tmp_path / "one", "-q")
        run("review", reviewed, "--apply", "-o", tmp_path / "two", "-q", "--jobs", "2")
        assert tree(tmp_path / "one") == tree(tmp_path / "two")

    def test_a_run_goes_on_and_more_decisions_are_written(self, run, reviewed, tmp_path):
        arguments = ("review", reviewed, "--apply", "-o", tmp_path / "out", "--resume", "-q")
        run(*arguments)
        session = reviews.session(reviewed)
        session.decide(A, asked(session, A, item(session, A, "nojd"), "nojd"), "Anna")
        session.journal.close()
        run(*arguments)
        assert "är nojd." in text(tmp_path / "out/a.txt")

    def test_decisions_on_what_changed_are_left_out_and_told_of(self, run, reviewed, tmp_path):
        (reviewed / "a.txt").write_text("Ny rad.\n" + reviews.DAMAGED, encoding="utf-8")
        (reviewed / "b.txt").unlink()
        code, _, errors = run("review", reviewed, "--apply", "-o", tmp_path / "out", "-q")
        assert code == 0
        assert "a.txt was changed after it was reviewed: 2 decisions on it are left out" in errors
        assert "Projeldledare" in text(tmp_path / "out/a.txt")

    def test_words_that_were_learned_are_kept(self, run, reviewed, tmp_path):
        session = reviews.session(reviewed)
        session.learn(["uppféljningen"], None, "Anna")
        session.journal.close()
        run("review", reviewed, "--apply", "-o", tmp_path / "out", "-q")
        assert "Formen för uppféljningen" in text(tmp_path / "out/b.txt")

    def test_nothing_was_decided_yet(self, run, folder, tmp_path):
        code, _, errors = run("review", folder, "--apply", "-o", tmp_path / "out")
        assert code == 3
        assert "nothing was decided yet" in errors

    def test_without_decisions_on_it_a_file_is_as_fix_writes_it(self, run, reviewed, tmp_path):
        run("review", reviewed, "--apply", "-o", tmp_path / "out", "-q")
        (reviewed.parent / "fresh").mkdir()
        make(reviewed.parent / "fresh", {"clean.txt": reviews.CLEAN})
        run("fix", reviewed / "clean.txt", "-o", tmp_path / "clean.txt")
        assert text(tmp_path / "clean.txt") == text(tmp_path / "out/clean.txt")

    def test_a_preview_writes_nothing(self, run, reviewed, tmp_path):
        before = tree(tmp_path)
        code, out, _ = run("review", reviewed, "--apply", "-o", tmp_path / "out", "--diff")
        assert code == 0
        assert "+Metoden for uppföljningen" in out
        assert tree(tmp_path) == before

    def test_the_text_under_the_pictures_of_a_pdf(self, run, tmp_path):
        pytest.importorskip("pikepdf")
        from tests.support.pdf_samples import PICTURE, layer, scan

        line = "BT 3 Tr /H 12 Tf 20 150 Td (Metoden for uppféljningen av planen) Tj ET"
        folder = make(tmp_path / "pdf", {"scan.pdf": scan(PICTURE + line.encode("cp1252"))})
        session = reviews.session(folder)
        one = next(one for one in session.page(0).items if one.before == "for")
        session.decide(0, asked(session, 0, one, "före"), "Anna")
        session.journal.close()
        out, edits = tmp_path / "out", tmp_path / "edits.jsonl"
        assert run("review", folder, "--apply", "-o", out, "--edits", edits, "-q")[0] == 0
        assert "Metoden före uppföljningen" in layer((out / "scan.pdf").read_bytes())
        assert run("revert", out, edits, "-o", tmp_path / "back")[0] == 0
        assert tree(tmp_path / "back") == tree(folder)

    def test_a_record_of_a_table(self, run, tmp_path):
        rows = [{"id": n, "text": line} for n, line in enumerate(reviews.DAMAGED.splitlines())]
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        folder = make(tmp_path / "rows", {"rows.jsonl": lines})
        session = reviews.session(folder)
        one = next(one for one in session.page(0).items if one.before == "31")
        session.decide(0, asked(session, 0, one, "28"), "Anna")
        session.journal.close()
        assert run("review", folder, "--apply", "-o", tmp_path / "out", "-q")[0] == 0
        rows = [json.loads(line) for line in text(tmp_path / "out/rows.jsonl").splitlines()]
        assert "den 28 februari" in rows[1]["text"]


class TestSettings:
    @pytest.fixture
    def begun(self, folder):
        """A review that was begun with a word of one's own."""
        path = Path(f"{folder}.review.jsonl")
        fixer = svfix.Fixer(words=["IGO-R"])
        found = inputs.find([str(folder)], [], None).inputs
        session = open_session(found, fixer, reviews.READING, path, "Anna")
        session.decide(A, asked(session, A, item(session, A, "for"), "for"), "Anna")
        session.journal.close()
        return folder

    def test_other_options_are_told_of(self, run, begun, tmp_path):
        code, _, errors = run("review", begun, "--apply", "-o", tmp_path / "out", "-q")
        assert code == 0
        assert "was begun under other options (words): what nobody decided" in errors

    def test_the_same_are_not(self, run, begun, tmp_path):
        make(tmp_path, {"words.txt": "IGO-R"})
        arguments = ("--words", tmp_path / "words.txt", "-o", tmp_path / "out", "-q")
        assert run("review", begun, "--apply", *arguments) == (0, "", "")


class TestTruth:
    def test_pages_that_were_read_through_are_written(self, run, reviewed, tmp_path):
        code, _, errors = run("review", reviewed, "--truth", tmp_path / "truth")
        assert code == 0
        assert list(tree(tmp_path / "truth")) == ["a.gt.txt"]
        assert "att projektledaren tog" in text(tmp_path / "truth/a.gt.txt")
        assert "1 page read through" in errors

    def test_svfix_diff_reads_it(self, run, reviewed, tmp_path):
        run("review", reviewed, "--truth", tmp_path / "truth")
        run("review", reviewed, "--apply", "-o", tmp_path / "out", "-q")
        code, _, _ = run(
            "diff", tmp_path / "out/a.txt", tmp_path / "truth/a.gt.txt", "--max-wer", "0"
        )
        assert code == 0

    def test_a_page_that_changed_is_none(self, run, reviewed, tmp_path):
        (reviewed / "a.txt").write_text("Något annat.\n", encoding="utf-8")
        run("review", reviewed, "--truth", tmp_path / "truth")
        assert not (tmp_path / "truth").exists()


class TestOptions:
    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["-"], "standard input cannot be reviewed"),
            (["x", "-o", "out"], "--output goes with --apply"),
            (["x", "--in-place"], "--in-place goes with --apply"),
            (["x", "--apply", "--truth", "t"], "choose one"),
        ],
    )
    def test_what_does_not_go_together(self, run, arguments, told):
        code, _, errors = run("review", *arguments)
        assert code == 2
        assert told in errors

    def test_no_file(self, run, tmp_path):
        (tmp_path / "empty").mkdir()
        code, _, errors = run("review", tmp_path / "empty", "--no-browser")
        assert code == 3
        assert "there is no file to review" in errors

    def test_what_is_missing_is_named(self, run, folder, monkeypatch):
        monkeypatch.setitem(sys.modules, "starlette", None)
        code, _, errors = run("review", folder, "--no-browser")
        assert code == 3
        assert "pip install 'svfix[review]'" in errors

    def test_decisions_lie_beside_what_they_are_on(self, tmp_path):
        assert beside([str(tmp_path / "scans")]) == tmp_path / "scans.review.jsonl"
        several = [str(tmp_path / "a" / "1.txt"), str(tmp_path / "b")]
        assert beside(several) == tmp_path / "svfix.review.jsonl"

    def test_a_file_of_decisions_is_no_input(self, run, tmp_path):
        make(tmp_path / "all", {"page.txt": reviews.DAMAGED, "page.txt.review.jsonl": "{}"})
        assert run("fix", tmp_path / "all", "-o", tmp_path / "out", "-q")[0] == 0
        assert list(tree(tmp_path / "out")) == ["page.txt"]


def test_the_other_commands_do_without_the_server():
    code = (
        "import sys; from svfix.cli import main; main(['--version']) if 0 else main(['passes']); "
        "assert not {'starlette', 'uvicorn', 'PIL', 'svfix.review.api'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_the_name_is_given_once(folder, tmp_path):
    pytest.importorskip("uvicorn", reason="the extra review is not installed")
    with reviews.Server("scans", "--by", "Åsa Berg", cwd=tmp_path) as server:
        assert server.get("api/start")["by"] == "Åsa Berg"
