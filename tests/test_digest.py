"""The same input, options and version give the same edits on any machine, with any Python."""

import pytest

import digest


def test_the_edits_are_those_that_are_recorded():
    """Where a change was meant to change edits: `python tools/digest.py --record`."""
    recorded = digest.RECORD.read_text(encoding="utf-8").splitlines()
    assert [digest.HEAD.rstrip(), *map(str.rstrip, digest.lines())] == recorded


@pytest.mark.parametrize("changed", [False, True])
def test_the_tool_says_whether_they_are(monkeypatch, capsys, tmp_path, changed):
    record = tmp_path / "edits.tsv"
    text = digest.RECORD.read_text(encoding="utf-8")
    record.write_text(text + "more\n" * changed, encoding="utf-8")
    monkeypatch.setattr(digest, "RECORD", record)
    monkeypatch.setattr("sys.argv", ["digest.py"])
    assert digest.main() == changed
    assert ("-more\n" in capsys.readouterr().out) == changed
