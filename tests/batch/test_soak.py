"""Long and disturbed runs in short: `benchmarks/soak.py` has them at full length."""

import sys

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("needs Linux, whose /proc tells of memory", allow_module_level=True)

import soak
from soak import Sample


@pytest.mark.parametrize(
    ("part", "more"),
    [
        ("small", ["--files", "40"]),
        ("book", ["--megabytes", "0.05"]),
        ("kills", ["--files", "60", "--kills", "3"]),
        ("two", ["--files", "40"]),
        ("network", ["--files", "20"]),
    ],
)
def test_nothing_is_lost(monkeypatch, capsys, part, more):
    monkeypatch.setattr("sys.argv", ["soak.py", part, *more])
    assert soak.main() == 0, capsys.readouterr().out


def samples(sizes, said=(0.5, 1.0), there=(0.5, 1.0)):
    """Looks at a run: more than enough of each size, then what a bar said."""
    found = [Sample(size, -1.0, 0.5) for size in sizes for _ in range(soak.LEAST)]
    return found + [Sample(0.0, *both) for both in zip(said, there, strict=True)]


def test_memory_that_grows_is_seen():
    assert soak.flat(samples([50, 100, 105, 110]))
    assert soak.flat(samples([200, 100, 105, 110]))
    assert not soak.flat(samples([50, 100, 110, 140]))


def test_a_bar_that_is_not_honest_is_seen():
    assert soak.honest(samples([], said=(0.1, 0.9), there=(0.2, 0.9)))
    assert not soak.honest(samples([], said=(0.3, 0.9), there=(0.2, 0.9)))
    assert not soak.honest(samples([], said=(0.9, 0.8), there=(0.9, 0.9)))
    assert not soak.honest(samples([10], said=(), there=()))


def test_what_is_wrong_is_told(monkeypatch, capsys):
    monkeypatch.setattr(soak, "command", lambda *_: [sys.executable, "-c", "raise SystemExit(2)"])
    monkeypatch.setattr("sys.argv", ["soak.py", "small", "--files", "5"])
    assert soak.main() == 1
    assert "NOT as it should be" in capsys.readouterr().out
