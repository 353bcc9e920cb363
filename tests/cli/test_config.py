"""Settings in svfix.toml and pyproject.toml."""

import pytest

from svfix.cli import config, main

DAMAGED = "Metoden for uppféljningen har varit intervjuer med chefer fran olika forvaltningar.\n"
FIXED = "Metoden för uppföljningen har varit intervjuer med chefer från olika förvaltningar.\n"
KEPT = FIXED.replace("uppföljningen", "uppféljningen")


@pytest.fixture
def project(tmp_path, monkeypatch):
    folder = tmp_path / "project"
    (folder / "sub").mkdir(parents=True)
    (folder / "page.txt").write_text(DAMAGED, encoding="utf-8")
    (folder / "words.txt").write_text("uppféljningen\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def fixed(capsysbinary, *arguments):
    assert main(["fix", *map(str, arguments)]) == 0
    return capsysbinary.readouterr().out.decode()


@pytest.mark.parametrize("words", ['"words.txt"', '["uppféljningen"]'])
@pytest.mark.parametrize("where", ["svfix.toml", "pyproject.toml"])
def test_words_from_here_or_above(project, monkeypatch, capsysbinary, words, where):
    head = "[tool.svfix]\n" if where == "pyproject.toml" else ""
    (project / where).write_text(f"{head}words = {words}\n", encoding="utf-8")
    assert fixed(capsysbinary, "page.txt") == KEPT
    monkeypatch.chdir(project / "sub")
    assert fixed(capsysbinary, "../page.txt") == KEPT
    assert fixed(capsysbinary, "--no-config", "../page.txt") == FIXED


def test_the_command_line_goes_first(project, capsysbinary):
    (project / "svfix.toml").write_text(
        'words = ["uppféljningen"]\nmin-confidence = 1.0\n', "utf-8"
    )
    (project / "none.txt").write_text("", encoding="utf-8")
    assert fixed(capsysbinary, "page.txt") == DAMAGED
    options = ["--words", "none.txt", "--min-confidence", "0.5"]
    assert fixed(capsysbinary, "page.txt", *options) == FIXED


def test_a_file_that_is_named(project, tmp_path, capsysbinary):
    other = tmp_path / "other.toml"
    other.write_text('profile = "p.json"\n', encoding="utf-8")
    assert main(["profile", "page.txt", "-o", str(tmp_path / "p.json")]) == 0
    (project / "short.txt").write_bytes(b"Hon far")
    assert fixed(capsysbinary, "short.txt") == "Hon far"
    assert fixed(capsysbinary, "--config", other, "short.txt") == "Hon får"
    assert main(["explain", "--config", str(other), "short.txt"]) == 0
    assert "far → får" in capsysbinary.readouterr().out.decode()


def test_formats_by_name(project, capsysbinary):
    (project / "a.md").write_text("Metoden for oss\n\n    for x\n\n" + DAMAGED, encoding="utf-8")
    (project / "svfix.toml").write_text('[formats]\n"*.md" = "markdown"\n', encoding="utf-8")
    assert fixed(capsysbinary, "a.md") == "Metoden för oss\n\n    for x\n\n" + FIXED
    assert fixed(capsysbinary, "a.md", "page.txt", "-o", "out") == ""
    assert (project / "out" / "a.md").read_text("utf-8").count("    for x") == 1


def test_hyphens_are_joined_where_that_is_set(project, capsysbinary):
    (project / "b.txt").write_text(DAMAGED.replace("ningen", "-\nningen"), encoding="utf-8")
    (project / "svfix.toml").write_text("join_hyphens = true\n", encoding="utf-8")
    assert "uppföljningen\n" in fixed(capsysbinary, "b.txt")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("words = 3", "svfix.toml: words must be a list of words, or the path"),
        ('word = "x"', "has no setting 'word' of svfix's; did you mean words?"),
        ("xyz = 1", "has no setting 'xyz' of svfix's; there are words, profile"),
        ('min_confidence = "hög"', "min_confidence must be a number from 0 to 1"),
        ("min_confidence = 2", "min_confidence"),
        ("profile = 1", "profile must be the path of a file"),
        ('profile = "gone.json"', "gone.json cannot be read"),
        ("join_hyphens = 1", "join_hyphens must be true or false"),
        ('formats = "x"', "formats must be a table of patterns"),
        ('[formats]\n"*.md" = "markdwn"', "'*.md'; did you mean markdown?"),
        ("words = [", "svfix.toml is not TOML"),
    ],
)
def test_what_is_wrong_is_told(project, capsys, text, message):
    (project / "svfix.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as leaving:
        main(["fix", "page.txt"])
    assert leaving.value.code == 2
    assert message in capsys.readouterr().err


def test_a_pyproject_of_another_is_passed_over(project, tmp_path):
    (project / "pyproject.toml").write_text("[tool.other]\nwords = 3\n", encoding="utf-8")
    assert config.found(project / "sub") is None or config.found(project).parent != project
    (project / "pyproject.toml").write_text("[tool.svfix\nbroken", encoding="utf-8")
    (tmp_path / "svfix.toml").write_text("", encoding="utf-8")
    assert config.found(project / "sub") == tmp_path / "svfix.toml"
