"""METS: passed over in a directory, and the files of one of its groups as the input."""

import pytest
from tests.support.formats_samples import ALTO, PAGE

from svfix.cli import main

GROUPS = {
    "IMG": ("image/tiff", ["IMG/1.tif"]),
    "FULLTEXT": ("application/alto+xml", ["alto/1.xml", "file:alto/sida%202.xml"]),
    "REMOTE": ("image/jpeg", ["https://example.invalid/1.jpg"]),
}


def mets(groups):
    files = "".join(
        f'<mets:fileGrp USE="{name}">'
        + "".join(
            f'<mets:file ID="{name}{n}" MIMETYPE="{media}"><mets:FLocat LOCTYPE="URL" '
            f'xlink:href="{path}"/></mets:file>'
            for n, path in enumerate(paths)
        )
        + "</mets:fileGrp>"
        for name, (media, paths) in groups.items()
    )
    return (
        '<?xml version="1.0"?>\n<mets:mets xmlns:mets="http://www.loc.gov/METS/" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink"><mets:fileSec>{files}</mets:fileSec></mets:mets>'
    )


@pytest.fixture
def volume(tmp_path, monkeypatch):
    folder = tmp_path / "volume"
    (folder / "alto").mkdir(parents=True)
    (folder / "mets.xml").write_text(mets(GROUPS), encoding="utf-8")
    for name in ("1.xml", "sida 2.xml"):
        (folder / "alto" / name).write_bytes(ALTO)
    (folder / "alto" / "not-listed.txt").write_bytes(b"Hej\n")
    monkeypatch.chdir(tmp_path)
    return folder


def written(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_it_is_passed_over_in_a_directory(volume, tmp_path, capsys):
    assert main(["fix", "volume", "-o", "out"]) == 0
    assert "1 passed over (pictures, archives, METS)" in capsys.readouterr().err
    assert written(tmp_path / "out") == ["alto/1.xml", "alto/not-listed.txt", "alto/sida 2.xml"]


def test_one_that_is_named_is_told_of(volume, capsys):
    assert main(["fix", "volume/mets.xml"]) == 3
    assert "its root is mets" in capsys.readouterr().err


def test_the_group_with_texts_is_the_input(volume, tmp_path):
    assert main(["fix", "--format", "mets", "volume/mets.xml", "-o", "out"]) == 0
    assert written(tmp_path / "out") == ["alto/1.xml", "alto/sida 2.xml"]
    assert main(["explain", "--format", "mets", "volume/mets.xml"]) == 0
    assert main(["profile", "--format", "mets", "volume/mets.xml"]) == 0


def test_one_of_several_groups_has_to_be_named(volume, tmp_path, capsys):
    (volume / "page.xml").write_bytes(PAGE)
    groups = GROUPS | {"PAGE": ("application/vnd.prima.page+xml", ["page.xml"])}
    (volume / "mets.xml").write_text(mets(groups), encoding="utf-8")
    for more, told in (([], "2 groups with texts"), (["--field", "X"], "no group 'X'")):
        with pytest.raises(SystemExit, match="2"):
            main(["fix", "--format", "mets", "volume/mets.xml", "-o", "out", *more])
        errors = capsys.readouterr().err
        assert f"{told}; name one with --field, out of: FULLTEXT, PAGE" in errors
    arguments = ["--field", "PAGE", "--field", "FULLTEXT"]
    assert main(["fix", "--format", "mets", "volume/mets.xml", "-o", "out", *arguments]) == 0
    assert written(tmp_path / "out") == ["alto/1.xml", "alto/sida 2.xml", "page.xml"]


def test_a_file_that_is_not_there_and_no_mets(volume, capsys):
    (volume / "alto" / "1.xml").unlink()
    assert main(["fix", "--format", "mets", "volume/mets.xml", "-o", "out"]) == 3
    assert "alto/1.xml cannot be read" in capsys.readouterr().err
    assert main(["fix", "--format", "mets", "volume/alto/sida 2.xml", "-o", "out"]) == 3
    assert "the document is no METS: its root is alto" in capsys.readouterr().err


def test_outputs_stay_in_their_directory(volume, tmp_path):
    (tmp_path / "outside.txt").write_bytes(b"Hej\n")
    groups = {"TEXT": ("text/plain", ["../outside.txt"])}
    (volume / "mets.xml").write_text(mets(groups), encoding="utf-8")
    assert main(["fix", "--format", "mets", "volume/mets.xml", "-o", "out"]) == 0
    assert written(tmp_path / "out") == ["outside.txt"]
