"""The packed file: what is written comes back, read-only and aligned."""

from pathlib import Path

import numpy as np
import pytest

from svfix import lexicon
from svfix.cli import main
from svfix.lexicon import store
from svfix.lexicon.packed import ALIGN, is_whole, read, write
from svfix.lexicon.store import PACKED, load

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


def test_any_flipped_bit_is_found(packed: Path) -> None:
    data = packed.read_bytes()
    assert is_whole(packed)
    for at in {0, 1, len(data) // 2, len(data) - 5, len(data) - 1}:
        packed.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        assert not is_whole(packed)
    for other in (data[:-1], data + b"\0", data[:3], b""):
        packed.write_bytes(other)
        assert not is_whole(packed)


def test_a_missing_lexicon_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"lexicon is missing; reinstall svfix.*lost\.bin"):
        load(tmp_path / "lost.bin")


HEAD = PACKED.open("rb").readline()
DAMAGED = {
    "empty": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "no head": b"[]\n",
    "half a head": HEAD[:1000],
    "the head alone": HEAD,
    "cut off": PACKED.read_bytes()[:-4096],
    "deep": b"[" * 200_000 + b"\n",
    "other types": HEAD.replace(b'"<u8"', b'"<q9"'),
    "a negative place": HEAD.replace(b'"offset": 0', b'"offset": -64'),
    "no number": HEAD.replace(b'"special": {', b'"special": {"<s>": "x", '),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_lexicon_is_one_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / "lexicon.bin"
    path.write_bytes(DAMAGED[name])
    with pytest.raises(OSError, match=r"the lexicon is damaged; reinstall svfix.*lexicon\.bin"):
        load(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"shape": [1021090], "offset": 0', b'"shape": [1021026], "offset": 0'),
        (b'"type": "<i2", "shape": [547, 384]', b'"type": "<i2", "shape": [384, 547]'),
        (b'"type": "|u1", "shape": [1336336]', b'"type": "|i1", "shape": [1336336]'),
        (b'"<unk>": ', b'"<unk>":9'),
    ],
)
def test_arrays_that_do_not_fit_each_other_are_refused(
    old: bytes, new: bytes, tmp_path: Path
) -> None:
    whole = bytearray(PACKED.read_bytes())
    head = HEAD.replace(old, new)
    assert head != HEAD
    assert len(head) == len(HEAD)
    whole[: len(head)] = head
    path = tmp_path / "lexicon.bin"
    path.write_bytes(whole)
    with pytest.raises(OSError, match="the lexicon is damaged"):
        load(path)


def test_another_format_is_another_versions(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.bin"
    path.write_bytes(b'{"arrays": {}, "facts": {"format": 1}}\n')
    with pytest.raises(OSError, match="the lexicon is another version's; reinstall svfix"):
        load(path)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_command_line_says_so(jobs, tmp_path, monkeypatch, capfd) -> None:
    path = tmp_path / "lexicon.bin"
    path.write_bytes(HEAD)
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / f"{name}.txt").write_text("Metoden for uppféljningen", "utf-8")
    monkeypatch.setattr(store, "load", lambda: load(path))
    lexicon.default.cache_clear()
    try:
        told = ["fix", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "-j", jobs, "-q"]
        assert main(told) == 3
    finally:
        lexicon.default.cache_clear()
    sentence = f"{path} failed: the lexicon is damaged; reinstall svfix"
    assert capfd.readouterr().err.strip().split("\n")[-1].removeprefix("svfix: ") == sentence


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
