"""Learn from the corpora how well a word fits among the words around it.

    python tools/learn_cloze.py --shared ../shared

Needs a packed lexicon, whose words it looks for.  Every place where one of the commonest words
stands is an example; places of `bench/train`, whose text is from the corpora, are left out.  The
word has to be told from its rivals, the words that damage may make of it or it of them: those that
are the same without diacritics, and some drawn at random of those a letter away.  What is drawn
stands for all that are not (importance sampling; Bengio & Senécal 2003, "Quick training of
probabilistic neural nets").  Examples come in random order with a fixed seed (AdaGrad, Duchi et al.
2011).  `svfix.lexicon.cloze` says what the network is.

Writes `cloze_words.tsv` (the words, and which are known as context) and `cloze_weights.xz`.
"""

from __future__ import annotations

import argparse
import ctypes
import lzma
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

import tables  # noqa: E402
from svfix import lexicon  # noqa: E402
from svfix.decoder.chunks import Kind  # noqa: E402
from svfix.decoder.cloze import context_of  # noqa: E402
from svfix.decoder.tokens import tokenise  # noqa: E402
from svfix.decoder.vocabulary import vocabulary  # noqa: E402
from svfix.lexicon.cloze import (  # noqa: E402
    EDGE,
    FIRST,
    LISTED,
    NUMBER,
    ROWS,
    SIZE,
    START,
    UNKNOWN,
    WEIGHTS,
    WORDS,
    Context,
    endings,
    features,
    numbered,
    packed,
)
from svfix.lexicon.ngrams import Keys, mix  # noqa: E402

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

FOLDERS = ("modern", "fiction", "finland", "old")
FOLD = str.maketrans("åäöéàáüëè", "aaoeaauee")
KNOWN = 60_000  # commonest words that are learned
MOST = 100_000  # examples of a word in one round; more teach little
ROUNDS = 2
DRAWN = 10  # rivals drawn for an example, about
LEAST_DRAWN = 0.05  # the least chance of being drawn
MOST_RIVALS = 60  # of a word: the commonest
SECTION = 400_000  # characters read at a time
SAME = 3  # words on either side that make a place one of bench/train
BATCH = 20_000  # examples given to the C code at a time
TABLE_SPREAD, WORD_SPREAD = 0.05, 0.9 / SIZE**0.5  # of the weights before the first example
TABLE_INERTIA, WORD_INERTIA = 0.001, 0.1  # of AdaGrad
SEED = 1


class Forms(dict[str, int]):
    """Numbers forms in lower case in order of first sight."""

    def __init__(self) -> None:
        super().__init__({"<unk>": UNKNOWN, "<s>": START, "<num>": NUMBER, "": EDGE})

    def __missing__(self, form: str) -> int:
        self[form] = number = len(self)
        return number


@dataclass
class Row:
    """The words of texts in a row: their numbers as forms, marks and capitals."""

    form: npt.NDArray[np.int32]
    mark: npt.NDArray[np.uint8]
    titled: npt.NDArray[np.bool_]

    def places(self) -> Keys:
        """A hash of what stands at each place and around it."""
        total = np.zeros(len(self.form), np.uint64)
        for shift in range(-SAME, SAME + 1):
            total = mix(total ^ np.roll(self.form, shift).astype(np.uint64))
        return total


def read(text: str, forms: Forms) -> Row:
    """The words of a text as the decoder would see them, if it were read without an error."""
    tokens = tokenise(text, [], vocabulary(lexicon.default(), ()).chunk)
    number = np.array([forms[form.lower()] for form in tokens.forms], np.int32)[tokens.form]
    number[tokens.kind == Kind.NUMBER] = NUMBER
    number[tokens.kind == Kind.GUARDED] = UNKNOWN
    slot = np.arange(len(tokens)) + np.cumsum(tokens.opens)
    row = np.full(len(tokens) + int(tokens.opens.sum()) + 1, START, np.int32)
    row[slot] = number
    found = context_of(text, tokens, slot, row)
    return Row(found.word.astype(np.int32), found.mark.astype(np.uint8), found.titled)


def joined(rows: Iterable[Row]) -> Row:
    parts = list(rows)
    form = np.concatenate([row.form for row in parts])
    mark = np.concatenate([row.mark for row in parts])
    return Row(form, mark, np.concatenate([row.titled for row in parts]))


def sections(path: Path) -> Iterator[str]:
    """The lines of a corpus file, each a paragraph, some at a time."""
    lines: list[str] = []
    size = 0
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            lines.append(line)
            size += len(line)
            if size > SECTION:
                yield "\n".join(lines)
                lines, size = [], 0
    yield "\n".join(lines)


def corpora(shared: Path, forms: Forms) -> Row:
    paths = [path for name in FOLDERS for path in sorted((shared / "corpus" / name).glob("*.xz"))]
    return joined(read(text, forms) for path in paths for text in sections(path))


def commonest(names: list[str], count: Longs) -> list[str]:
    """The commonest words, the commonest first."""
    words = lexicon.default()
    order = np.argsort(-count[FIRST:], kind="stable") + FIRST
    found: list[str] = []
    for i in order.tolist():
        if words.is_word(names[i]):
            found.append(names[i])
            if len(found) == KNOWN:
                break
    return found


@dataclass
class Rivals:
    """The rivals of each word: those of word `i` are `rival[start[i]:start[i + 1]]`.

    `chance` is that of being drawn, 1 for look-alikes.
    """

    start: Ints
    rival: Ints
    chance: Floats


def keys(form: str) -> list[str]:
    """What a form shares with those that are a letter away, or the same but for diacritics."""
    bare = form.translate(FOLD)
    cuts = range(len(bare))
    other = [f"{bare[:i]}*{bare[i + 1 :]}" for i in cuts]
    return [bare, f"-{bare}", *other, *(f"-{bare[:i]}{bare[i + 1 :]}" for i in cuts)]


def find_rivals(forms: list[str], count: Longs) -> Rivals:
    """The rivals of words, the commonest first, given how often they are met."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for i, form in enumerate(forms):
        for key in keys(form):
            sharing[key].append(i)
    sizes, rivals, chances = [0], [], []
    for i, form in enumerate(forms):
        alike = set(sharing[form.translate(FOLD)])
        near = {word for key in keys(form) for word in sharing[key][:MOST_RIVALS]} | alike
        found = np.array(sorted(near - {i})[:MOST_RIVALS], np.int64)
        weight = np.sqrt(count[found])
        chance = np.clip(DRAWN * weight / max(weight.sum(), 1), LEAST_DRAWN, 1)
        chance[[word in alike for word in found.tolist()]] = 1
        sizes.append(len(found))
        rivals.append(found)
        chances.append(chance)
    start = np.cumsum(sizes, dtype=np.int32)
    rival, chance = np.concatenate(rivals), np.concatenate(chances)
    return Rivals(start, rival.astype(np.int32), chance.astype(np.float32))


class Network(ctypes.Structure):
    """What `learn_cloze.c` learns, by the same name there."""

    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("table", "table_moved", "words", "words_moved")),
        *((name, ctypes.c_void_p) for name in ("bias", "bias_moved", "start", "rival", "chance")),
        ("random", ctypes.c_uint64),
    )


class Learner:
    """The network as it is learned, batch by batch."""

    def __init__(self, rivals: Rivals, share: npt.NDArray[np.floating], ending: Longs) -> None:
        self.random = np.random.default_rng(SEED)
        size = len(share)
        self.table = self.random.standard_normal((ROWS, SIZE), np.float32) * TABLE_SPREAD
        self.words = self.random.standard_normal((size, SIZE), np.float32) * WORD_SPREAD
        self.bias = np.log(share).astype(np.float32)
        self.ending = ending
        self.arrays = [  # in the order of `Network`
            *(self.table, np.full(ROWS, TABLE_INERTIA, np.float32)),
            *(self.words, np.full_like(self.words, WORD_INERTIA)),
            *(self.bias, np.full_like(self.bias, WORD_INERTIA)),
            *(rivals.start, rivals.rival, rivals.chance),
        ]
        self.network = Network(*(array.ctypes.data for array in self.arrays), SEED)
        self.code = compiled(Path(__file__).with_suffix(".c"))

    def learn(self, context: Context, place: Longs, word: Longs) -> float:
        """Learn from examples, one after the other; the sum of their losses before."""
        rows = np.ascontiguousarray(features(context, place, self.ending).T, np.int32)
        word = np.ascontiguousarray(word, np.int32)
        width, count = ctypes.c_int(rows.shape[1]), ctypes.c_int64(len(word))
        data = [ctypes.c_void_p(array.ctypes.data) for array in (rows, word)]
        network = ctypes.byref(self.network)
        return float(self.code.learn_all(network, data[0], width, data[1], count))


def compiled(source: Path) -> ctypes.CDLL:
    """A C file as a library, made by the machine's compiler."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "learn.so"
        flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
        subprocess.run(["cc", *flags, source, "-o", library, "-lm", "-lmvec"], check=True)
        code = ctypes.CDLL(str(library))
    code.learn_all.restype = ctypes.c_double
    return code


def examples(row: Row, word: Longs, kept: Floats, held: Keys, random: np.random.Generator) -> Longs:
    """The places to learn from in one round, in random order; `kept` is each word's share."""
    place = np.flatnonzero(word[row.form] >= 0)
    place = place[(place > 0) & (random.random(len(place)) < kept[word[row.form[place]]])]
    return random.permutation(place[~np.isin(row.places()[place], held)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "lexicon")
    options = parser.parse_args()
    forms = Forms()
    row = corpora(options.shared, forms)
    truths = sorted((options.shared / "bench" / "train").glob("*.gt.txt"))
    held = joined(read(path.read_bytes().decode("utf-8"), forms) for path in truths)
    words, listed, learner, kept = learned(list(forms), row, np.unique(held.places()))
    write(options.out, words, listed, learner, kept)


def learned(
    names: list[str], row: Row, held: Keys
) -> tuple[list[str], list[str], Learner, npt.NDArray[np.floating]]:
    """The words, those listed as context, what was learned of them, and their shares kept."""
    count = np.bincount(row.form, minlength=len(names))
    words = commonest(names, count)
    listed = sorted(words[:LISTED])
    context = numbered(names, listed)
    context[:FIRST] = range(FIRST)
    number = {form: i for i, form in enumerate(names)}
    many = count[[number[form] for form in words]]
    kept = np.minimum(1, MOST / many)
    word = np.full(len(names), -1)
    word[[number[form] for form in words]] = np.arange(len(words))
    seen = Context(context[row.form], row.mark, row.titled)
    rivals = find_rivals(words, many)
    learner = Learner(rivals, many * kept / (many * kept).sum(), endings(listed).astype(np.int64))
    for turn in range(ROUNDS):
        place = examples(row, word, kept, held, learner.random)
        loss = 0.0
        for start in range(0, len(place), BATCH):
            part = place[start : start + BATCH]
            loss += learner.learn(seen, part, word[row.form[part]])
        print(f"round {turn + 1}: {len(place):,} examples, loss {loss / len(place):.4f}")
    return words, listed, learner, kept


def write(
    out: Path,
    words: list[str],
    listed: list[str],
    learner: Learner,
    kept: npt.NDArray[np.floating],
) -> None:
    """Write the words in alphabetical order, and their weights with those of no word first."""
    order = np.argsort(np.array(words, object))
    known = set(listed)
    rows = [(words[i], int(words[i] in known)) for i in order.tolist()]
    tables.write(out / WORDS, "form\tcontext", rows)
    none = np.zeros((1, SIZE))
    bias = learner.bias - np.log(kept)
    stored = packed(
        learner.table,
        np.vstack([none, learner.words[order]]),
        np.append(0.0, bias[order]),
    )
    (out / WEIGHTS).write_bytes(stored)
    print(f"{WEIGHTS}: {len(stored) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
