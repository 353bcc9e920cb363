"""`svfix diff`, as a user meets it."""

import json
from pathlib import Path

import pytest
from tests.support.batches import svfix

from svfix.cli import main

REFERENCE = "Metoden för uppföljningen har varit\nintervjuer med chefer från olika förvaltningar.\n"
OBSERVED = "Metoden for uppféljningen har varit\nintervjuer med chefer fran olika forvaltningar.\n"
HYPOTHESIS = (
    "Metoden för uppföljningen har varit\nintervjuer med cheter fran olika förvaltningar.\n"
)


@pytest.fixture
def files(tmp_path):
    """Write texts to files; returns their paths as strings."""

    def write(**texts):
        paths = []
        for name, text in texts.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            paths.append(str(path))
        return paths

    return write


@pytest.fixture
def run(run):
    return lambda *arguments: run("diff", *arguments)


@pytest.fixture
def three(files):
    hypothesis, reference, observed = files(h=HYPOTHESIS, r=REFERENCE, o=OBSERVED)
    return [hypothesis, reference, "--observed", observed]


def test_counts_come_first_and_then_the_lines_that_differ(run, three):
    code, out, errors = run(*three)
    assert (code, errors) == (0, "")
    counts, lines = out.split("\n\n")
    assert "fixed 3   missed 1   miscorrected 0   broken 1" in counts
    assert lines.strip() == (
        "2        intervjuer med [-cheter-]{+chefer+}(broken confusion) "
        "[-fran-]{+från+}(missed diacritic) olika förvaltningar."
    )


def test_what_was_fixed_is_shown_if_asked(run, three):
    assert "[-uppféljningen-]{+uppföljningen+}(fixed confusion)" in run(*three, "--all")[1]


def test_side_by_side(run, three):
    out = run(*three, "--view", "side")[1]
    assert "│ intervjuer med chefer från" in out
    assert "│" not in run(*three, "--view", "none")[1]


def test_two_texts_have_no_outcomes(run, three):
    code, out, _ = run(*three[:2])
    assert code == 0
    assert "fixed" not in out
    assert "[-cheter-]{+chefer+}(confusion)" in out


def test_json(run, three):
    code, out, _ = run(*three, "--json")
    document = json.loads(out)
    assert (code, document["schema"], document["schema_version"]) == (0, "svfix.diff", 1)
    assert document["score"]["outcomes"]["fixed"] == 3
    assert document["pages"][0]["files"]["reference"] == three[1]


@pytest.mark.parametrize(
    ("limits", "code", "message"),
    [
        (["--max-wer", "50%", "--max-cer", "0.5", "--max-broken", "1"], 0, ""),
        (["--max-wer", "10%"], 1, "svfix: WER 18.18 % is more than 10 %\n"),
        (["--max-cer", "0.01"], 1, "svfix: CER 2.41 % is more than 1 %\n"),
        (["--max-broken", "0"], 1, "svfix: 1 words are broken, more than 0\n"),
    ],
)
def test_limits(run, three, limits, code, message):
    found = run(*three, *limits)
    assert (found[0], found[2]) == (code, message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--max-broken", "1"], "--max-broken needs --observed"),
        (["--edits", "x.json"], "--edits needs --observed"),
        (["--fold", "kase"], "there is no folding 'kase'"),
        (["--max-wer", "many"], "invalid rate value: 'many'"),
        (["--max-wer", "-1"], "rate"),
    ],
)
def test_usage(run, three, arguments, message):
    code, out, errors = run(*three[:2], *arguments)
    assert (code, out) == (2, "")
    assert message in errors


def test_rules_come_with_the_edits(run, three, files):
    edit = {"start": 8, "end": 11, "before": "for", "after": "för", "rule": "words.x"}
    edits = json.dumps({"edits": [edit | {"confidence": 0.9}]})
    [one, lines] = files(e=edits, l=json.dumps(edit | {"confidence": 0.9}) + "\n")
    for path in (one, lines):
        document = json.loads(run(*three, "--edits", path, "--json")[1])
        cells = [cell for line in document["pages"][0]["lines"] for cell in line["cells"]]
        rules = [cell["rule"] for cell in cells if "id" in cell]
        assert rules == ["words.x", None, None, None, None]
    code, _, errors = run(*three, "--edits", three[0])
    assert code == 3
    assert "holds no edits" in errors


def rules(out):
    """The rules of a comparison in JSON, page by page."""
    return [
        {cell["rule"] for line in page["lines"] for cell in line["cells"] if "id" in cell}
        for page in json.loads(out)["pages"]
    ]


class TestTrail:
    """The edits of a batch: `svfix fix --edits`."""

    @pytest.fixture
    def batch(self, files, tmp_path, monkeypatch):
        """Two pages repaired, with what was done; and the truth of both."""
        files(o__a=OBSERVED, o__b=f"Sida ett. {OBSERVED}")
        files(r__a=REFERENCE, r__b=f"Sida ett. {REFERENCE}")
        monkeypatch.chdir(tmp_path)
        assert main(["fix", "o", "-o", "h", "--edits", "e.jsonl", "--quiet"]) == 0
        return tmp_path

    def test_directories(self, run, batch):
        code, out, errors = run("h", "r", "--observed", "o", "--edits", "e.jsonl", "--json")
        assert (code, errors) == (0, "")
        assert rules(out) == [{"words.confusion"}] * 2

    def test_one_of_its_files_wherever_it_is_now(self, run, batch):
        (batch / "o/b").rename(batch / "elsewhere.txt")
        options = ("--observed", "elsewhere.txt", "--edits", "e.jsonl")
        code, out, _ = run("h/b", "r/b", *options, "--json")
        assert (code, rules(out)) == (0, [{"words.confusion"}])
        (batch / "h/b").write_text(f"Sida ett. {HYPOTHESIS}", "utf-8")  # changed by hand since
        assert run("h/b", "r/b", *options)[0] == 0

    def test_of_several_repairs_the_one_that_made_the_text(self, run, batch):
        trail = batch / "e.jsonl"
        more = ["--edits", "more.jsonl", "--passes", "characters", "--quiet"]
        assert main(["fix", "o", "-o", "other", *more]) == 0
        with trail.open("ab") as file:
            file.write((batch / "more.jsonl").read_bytes())
        out = run("h", "r", "--observed", "o", "--edits", trail, "--json")[1]
        assert rules(out) == [{"words.confusion"}] * 2
        out = run("other", "r", "--observed", "o", "--edits", trail, "--json")[1]
        assert rules(out) == [{None}] * 2

    def test_a_file_that_it_does_not_know_is_compared_and_told_of(self, run, batch):
        (batch / "o/b").write_text(OBSERVED + "Ny.", "utf-8")
        code, out, errors = run("h", "r", "--observed", "o", "--edits", "e.jsonl", "--json")
        assert (code, errors) == (3, "svfix: e.jsonl has no edits of o/b as it is now\n")
        assert rules(out) == [{"words.confusion"}, {None}]

    def test_other_formats_have_other_places(self, run, batch):
        (batch / "p").write_text(json.dumps({"text": OBSERVED}), "utf-8")
        assert main(["fix", "p", "-o", "q", "--edits", "f.jsonl"]) == 0
        code, _, errors = run("q", "r/a", "--observed", "p", "--edits", "f.jsonl")
        assert (code, "has the edits of p as jsonl" in errors) == (3, True)

    def test_edits_of_one_text_are_not_of_a_directory(self, run, batch):
        (batch / "one.json").write_bytes(svfix("explain", "o/a", "--json")[1])
        code, _, errors = run("h", "r", "--observed", "o", "--edits", "one.json")
        assert (code, "one.json has the edits of one text" in errors) == (2, True)
        assert run("h/a", "r/a", "--observed", "o/a", "--edits", "one.json")[0] == 0
        code, _, errors = run("h/b", "r/b", "--observed", "o/b", "--edits", "one.json")
        assert (code, errors) == (3, "svfix: one.json holds edits of another text than o/b\n")

    @pytest.mark.parametrize(
        "spoilt", [b"", b"[]", b"{", b"3", b'{"schema": "svfix.edits", "edits": 0}', b"\0"]
    )
    def test_what_is_no_trail(self, run, batch, spoilt):
        (batch / "e.jsonl").write_bytes(spoilt)
        code, out, errors = run("h", "r", "--observed", "o", "--edits", "e.jsonl")
        assert (code, out, errors.count("\n")) == (3, "", 1)


class TestStandardInput:
    """`-` is one of the texts, or the edits."""

    @pytest.mark.parametrize("place", range(3))
    def test_is_one_of_the_texts(self, three, place):
        paths = [three[0], three[1], three[3]]
        data = Path(paths[place]).read_bytes()
        paths[place] = "-"
        piped = svfix("diff", *paths[:2], "--observed", paths[2], "--view", "side", stdin=data)
        named = svfix("diff", *three, "--view", "side")
        assert piped == named
        assert piped[0] == 0

    def test_is_the_edits(self, three):
        edits = svfix("explain", three[3], "--json")[1]
        code, out, _ = svfix("diff", *three, "--edits", "-", "--json", stdin=edits)
        assert (code, rules(out)) == (0, [{"words.confusion", None}])  # and one by hand

    def test_is_told_of_by_its_name(self, files):
        [reference] = files(r=REFERENCE)
        code, _, errors = svfix("diff", "-", reference, stdin=b"f\xf6r")
        assert (code, errors.startswith("svfix: standard input is not UTF-8")) == (3, True)
        code, out, _ = svfix("diff", "-", reference, "--json", stdin=REFERENCE.encode())
        assert (code, json.loads(out)["pages"][0]["name"]) == (0, "standard input")

    def test_a_file_may_have_its_name(self, run, files, tmp_path, monkeypatch):
        files(**{"-": REFERENCE, "r": REFERENCE})
        monkeypatch.chdir(tmp_path)
        assert run("./-", "r")[0] == 0

    def test_goes_with_no_directory(self, run, files, tmp_path):
        files(r__a=REFERENCE)
        code, _, errors = run("-", tmp_path / "r")
        assert (code, "a directory is compared with directories" in errors) == (3, True)

    @pytest.mark.parametrize("options", [("-", "-"), ("-", "r", "--observed", "-"), ("", "r")])
    def test_usage(self, run, options):
        code, _, errors = run(*options)
        assert code == 2
        assert "standard input" in errors


LONG = " ".join(f"ord{n}" for n in range(300))
OTHER = "The method of the survey was to interview managers of various departments, all of them."


@pytest.mark.parametrize(
    ("hypothesis", "reference", "message"),
    [
        (REFERENCE, "", "r has no words"),
        (REFERENCE, " \n\f", "r has no words"),
        (REFERENCE, b"a\0b", "r looks binary"),
        (REFERENCE, b"f\xf6r", "r is not UTF-8"),
        (b"f\xf6r", REFERENCE, "h is not UTF-8"),
        ("", REFERENCE, "the hypothesis has no words"),
        (LONG, REFERENCE, "the hypothesis is 27 times as long as the reference"),
        (REFERENCE, LONG, "the reference is 27 times as long as the hypothesis"),
        (OTHER, REFERENCE, "the hypothesis has little of the reference in it"),
    ],
)
def test_bad_input_is_told_of_in_one_sentence(run, files, hypothesis, reference, message):
    code, _, errors = run(*files(h=hypothesis, r=reference), "--view", "none")
    assert code == 3
    assert message in errors
    assert errors.count("\n") == 1


def test_a_missing_file_is_told_of(run, three):
    code, out, errors = run(three[0], "nowhere.txt")
    assert (code, out) == (3, "")
    assert errors == "svfix: nowhere.txt cannot be read: No such file or directory\n"


def test_an_encoding_may_be_named(run, files):
    assert (
        run(*files(h="för".encode("cp1252"), r="för".encode("cp1252")), "--encoding", "cp1252")[0]
        == 0
    )


class TestDirectories:
    def test_are_paired_by_name_worst_first(self, run, files, tmp_path):
        files(h__a=REFERENCE, h__b=HYPOTHESIS, r__a=REFERENCE, r__b=REFERENCE)
        code, out, errors = run(tmp_path / "h", tmp_path / "r")
        assert (code, errors) == (0, "")
        assert [line.split()[0] for line in out.splitlines()[-3:]] == ["b", "a", "total"]

    def test_have_a_count_of_each_outcome(self, run, files, tmp_path):
        texts = {f"{folder}__{name}": REFERENCE for folder in "hro" for name in "ab"}
        files(**texts)
        out = run(tmp_path / "h", tmp_path / "r", "--observed", tmp_path / "o")[1]
        assert out.splitlines()[-1].split() == "total 22 0.00 % 0.00 % 0 0 0 0".split()

    def test_are_paired_by_what_comes_before_the_first_dot(self, run, tmp_path):
        for name, text in (
            ("h/1.fixed.txt", HYPOTHESIS),
            ("r/1.gt.txt", REFERENCE),
            ("o/1", OBSERVED),
        ):
            (tmp_path / name).parent.mkdir()
            (tmp_path / name).write_text(text, "utf-8")
        code, out, _ = run(tmp_path / "h", tmp_path / "r", "--observed", tmp_path / "o", "--json")
        assert code == 0
        assert json.loads(out)["pages"][0]["name"] == "1"

    def test_a_file_without_a_counterpart_is_told_of(self, run, files, tmp_path):
        files(h__a=REFERENCE, h__b=REFERENCE, r__a=REFERENCE)
        code, out, errors = run(tmp_path / "h", tmp_path / "r")
        assert code == 3
        assert "WER" in out
        assert errors == f"svfix: {tmp_path / 'h' / 'b'} has no counterpart\n"

    def test_a_bad_file_is_told_of_and_the_others_are_compared(self, run, files, tmp_path):
        files(h__a=REFERENCE, h__b=b"\xff", r__a=REFERENCE, r__b=REFERENCE)
        code, out, errors = run(tmp_path / "h", tmp_path / "r", "--max-wer", "0")
        assert code == 3
        assert "0 of 11" in out
        assert "b is not UTF-8" in errors

    def test_without_a_pair_are_refused(self, run, files, tmp_path):
        files(h__a=REFERENCE, r__b=REFERENCE)
        code, _, errors = run(tmp_path / "h", tmp_path / "r")
        assert code == 3
        assert "has the name of one in" in errors

    def test_are_not_compared_with_files(self, run, files, tmp_path):
        files(h__a=REFERENCE, r=REFERENCE)
        code, _, errors = run(tmp_path / "h", tmp_path / "r")
        assert code == 3
        assert "a directory is compared with directories" in errors
