"""The packed file: what is written comes back, read-only and aligned."""

from pathlib import Path

import numpy as np
import pytest

from svfix import lexicon
from svfix.lexicon.store import ALIGN, PACKED, load, read, write

ARRAYS: dict[str, np.ndarray] = {
    "bytes": np.arange(7, dtype=np.uint8),
    "nodes": np.arange(12, dtype=np.int32).reshape(3, 4) - 5,
    "maps": np.array([0, 2**64 - 1], np.uint64),
    "foreign": np.array([1, 256, -3], ">i2"),
    "sliced": np.arange(20)[::3],
    "steps": np.zeros((2, 3), np.int8),
}
FACTS = {"special": {"<s>": 3}, "names": ["Öland", "\n"], "floor": [-1.5]}


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "new" / "lexicon.bin"
    write(path, ARRAYS, FACTS)
    return path


def test_round_trip(packed: Path) -> None:
    arrays, facts = read(packed)
    assert facts == FACTS
    assert list(arrays) == list(ARRAYS)
    for name, array in arrays.items():
        assert array.shape == ARRAYS[name].shape
        assert np.asarray(array).dtype == ARRAYS[name].dtype.newbyteorder("=")
        assert (np.asarray(array) == ARRAYS[name]).all()


def test_arrays_are_aligned_and_read_only(packed: Path) -> None:
    for array in read(packed)[0].values():
        assert np.asarray(array).ctypes.data % ALIGN == 0 or not array.nbytes
        assert array.readonly


def test_writing_is_reproducible(packed: Path, tmp_path: Path) -> None:
    write(tmp_path / "again.bin", ARRAYS, FACTS)
    assert (tmp_path / "again.bin").read_bytes() == packed.read_bytes()


def test_a_missing_lexicon_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"lexicon is missing; reinstall svfix.*lost\.bin"):
        load(tmp_path / "lost.bin")


def test_two_lexicons_share_nothing_that_changes() -> None:
    one, other = load(PACKED), load(PACKED)
    assert one.is_word("och")
    assert one.numbers == {"och": one.trie.find("och")}
    assert other.numbers == {}
    assert one.special is not other.special
    assert one.confusions is not other.confusions
    assert one.outdated.readonly


@pytest.mark.parametrize(
    ("form", "known"),
    [
        *(("och", True), ("OCH", True), ("Uppföljningen", True), ("t.ex.", True)),
        *(("uppfoljningen", False), ("", False), ("b5", False), ("två ord", False)),
        ("arbets", False),  # only a part of compounds
        (":&a", False),  # what stands for the start of a sentence
    ],
)
def test_is_word(form: str, known: bool) -> None:
    assert lexicon.default().is_word(form) == known
    assert (lexicon.default().logp(form) > -20.39) == known


def test_logp_is_of_any_case_and_in_nats() -> None:
    words = lexicon.default()
    assert words.logp("Och") == words.logp("och") == pytest.approx(-3.3, abs=0.5)
    assert words.logp("och") > words.logp("uppföljningen") > words.logp("uppféljningen")


def test_the_default_is_opened_once() -> None:
    assert lexicon.default() is lexicon.default()
