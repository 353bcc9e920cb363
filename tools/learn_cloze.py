"""Learn from the corpora how well a word fits among the words around it.

    python tools/learn_cloze.py --shared ../shared

Needs a packed lexicon, whose words it looks for.  Every place where one of the commonest words
stands is an example; places of `bench/train`, whose text is from the corpora, are left out.  The
word has to be told from its rivals, the words that damage may make of it or it of them: those that
are the same without diacritics, and some drawn at random of those a letter away; and, which counts
less, from words drawn by how common they are.  What is drawn stands for all that are not
(importance sampling; Bengio & Senécal 2003, "Quick training of probabilistic neural nets").
Examples come in random order with a fixed seed.  The rows of words learn by AdaGrad (Duchi et al.
2011), example by example, the layers by Adam (Kingma & Ba 2015), batch by batch; both slow down to
a halt.  Half an hour on one core.  `svfix.lexicon.cloze` says what the network is.

Writes `cloze_words.tsv` (the words it knows) and `cloze_weights.xz`.
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
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

import tables  # noqa: E402
from svfix import lexicon  # noqa: E402
from svfix.lexicon.build_cloze import (  # noqa: E402
    ENDINGS,
    FIRST,
    WEIGHTS,
    WORDS,
    ending_of,
    numbered,
    packed,
)
from svfix.lexicon.build_ngrams import Keys, mix  # noqa: E402
from svfix.lexicon.cloze import (  # noqa: E402
    EDGE,
    EDGES,
    FAR,
    HIDDEN,
    NEAREST,
    NUMBER,
    OUT,
    SIZE,
    START,
    UNKNOWN,
    WIDTH,
    Context,
    Surroundings,
)
from svfix.ranking.cloze import context_of  # noqa: E402
from svfix.search.vocabulary import vocabulary  # noqa: E402
from svfix.text.chunks import Kind  # noqa: E402
from svfix.text.tokens import tokenise  # noqa: E402

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

FOLDERS = ("modern", "fiction", "finland", "old")
FOLD = str.maketrans("åäöéàáüëè", "aaoeaauee")
KNOWN = 100_000  # commonest words that are learned
MOST = 200_000  # examples of a word in one round; more teach little
EXAMPLES = 60_000_000  # some two rounds
DRAWN = 10  # rivals drawn for an example, about
LEAST_DRAWN = 0.05  # the least chance of being drawn
MOST_RIVALS = 60  # of a word: the commonest
COMMON, COMMON_POWER, COMMON_WEIGHT = 512, 0.6, 0.2  # words drawn for a batch, how, and their say
SECTION = 400_000  # characters read at a time
SAME = 3  # words on either side that make a place one of bench/train
BATCH = 512
RATE, RATE_LAYERS = 0.05, 0.003  # of AdaGrad and of Adam, at first
WARM = 200  # batches until the layers learn at that rate
MOMENTUM, SPREAD = 0.9, 0.99  # of Adam
ROW_INERTIA, WORD_INERTIA = 0.001, 0.1  # of AdaGrad
RATE_COMMON = 0.1  # of the rate: words drawn for a batch move as much slower
FINER = 2  # how much finer sums of far words are stored than single rows
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
    kind, opens = np.asarray(tokens.kind), np.asarray(tokens.opens, bool)
    number = np.array([forms[form.lower()] for form in tokens.forms], np.int32)
    number = number[np.asarray(tokens.form)]
    number[kind == Kind.NUMBER] = NUMBER
    number[kind == Kind.GUARDED] = UNKNOWN
    slot = np.arange(len(tokens)) + np.cumsum(opens)
    row = np.full(len(tokens) + int(opens.sum()) + 1, START, np.int32)
    row[slot] = number
    found = context_of(text, tokens, slot, row)
    word, mark = np.asarray(found.word), np.asarray(found.mark)
    return Row(word, mark, np.asarray(found.titled, bool))


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
        *((name, ctypes.c_void_p) for name in ("near", "near_moved", "end", "end_moved")),
        *((name, ctypes.c_void_p) for name in ("far", "far_moved", "words", "words_moved")),
        *((name, ctypes.c_void_p) for name in ("bias", "bias_moved", "ending")),
        *((name, ctypes.c_void_p) for name in ("start", "rival", "chance")),
        ("random", ctypes.c_uint64),
        *((name, ctypes.c_int32) for name in ("size", "out", "nearest", "far_off")),
        ("rate", ctypes.c_float),
    )


class Layers:
    """The weights of the layers, which learn by Adam: hidden, its bias, out, its bias."""

    def __init__(self, random: np.random.Generator) -> None:
        def drawn(rows: int, columns: int, gain: float) -> Floats:
            weights = random.standard_normal((rows, columns), np.float32)
            return np.asarray(weights * np.float32(gain / rows**0.5), np.float32)

        self.weights = [drawn(WIDTH, HIDDEN, 2.8), np.zeros(HIDDEN, np.float32)]
        self.weights += [drawn(HIDDEN, OUT, 1.4), np.zeros(OUT, np.float32)]
        self.first = [np.zeros_like(weight) for weight in self.weights]
        self.second = [np.zeros_like(weight) for weight in self.weights]
        self.steps = 0

    def forward(self, x: Floats) -> tuple[Floats, Floats]:
        """The hidden layer and the gaps of what is around examples."""
        hidden, hidden_bias, out, out_bias = self.weights
        inner = np.maximum(x @ hidden + hidden_bias, 0)
        return inner, inner @ out + out_bias

    def backward(self, x: Floats, inner: Floats, slope: Floats, rate: float) -> Floats:
        """Learn from the slope of the loss at the gaps; that at what is around the examples."""
        hidden, _, out, _ = self.weights
        within = (slope @ out.T) * (inner > 0)
        below = within @ hidden.T
        self.step([x.T @ within, within.sum(0), inner.T @ slope, slope.sum(0)], len(x), rate)
        return np.ascontiguousarray(below)

    def step(self, slopes: list[Floats], count: int, rate: float) -> None:
        self.steps += 1
        fair = 1 - MOMENTUM**self.steps, 1 - SPREAD**self.steps
        columns = zip(self.weights, slopes, self.first, self.second, strict=True)
        for weight, slope, first, second in columns:
            slope /= count
            first += (1 - MOMENTUM) * (slope - first)
            second += (1 - SPREAD) * (slope * slope - second)
            weight -= rate * (first / fair[0]) / (np.sqrt(second / fair[1]) + 1e-8)


class Learner:
    """The network as it is learned, batch by batch; `share` is each word's of the examples."""

    def __init__(self, rivals: Rivals, share: Doubles, common: Doubles, ending: Ints) -> None:
        self.random = np.random.default_rng(SEED)
        rows, words = len(ending), len(share)

        def drawn(count: int, size: int, spread: float) -> Floats:
            rows = self.random.standard_normal((count, size), np.float32)
            return np.asarray(rows * np.float32(spread))

        def inertia(shape: int | tuple[int, int], size: float) -> Floats:
            return np.full(shape, size, np.float32)

        self.near, self.end = drawn(rows, SIZE, 0.1), drawn(ENDINGS + 1, SIZE, 0.05)
        self.far, self.words = drawn(rows, SIZE, 0.03), drawn(words, OUT, 0.09)
        self.bias = np.log(share).astype(np.float32)
        self.ending = ending
        self.words_moved = inertia((words, OUT), WORD_INERTIA)
        self.arrays = [  # in the order of `Network`
            *(self.near, inertia(rows, ROW_INERTIA), self.end, inertia(ENDINGS + 1, ROW_INERTIA)),
            *(self.far, inertia(rows, ROW_INERTIA), self.words, self.words_moved),
            *(self.bias, inertia(words, WORD_INERTIA), ending),
            *(rivals.start, rivals.rival, rivals.chance),
        ]
        places = (array.ctypes.data for array in self.arrays)
        self.network = Network(*places, SEED, SIZE, OUT, NEAREST, FAR, RATE)
        self.code = compiled(Path(__file__).with_suffix(".c"))
        self.layers = Layers(self.random)
        self.common = np.cumsum(common)

    def learn(self, around: Surroundings, place: Longs, word: Ints, left: float) -> float:
        """Learn from a batch, with a share of all `left` to learn; its mean loss before."""
        words, signs = np.asarray(around.words), np.asarray(around.signs)
        rows = np.empty((len(place), 2 * FAR), np.int32)
        x = np.empty((len(place), WIDTH), np.float32)
        for i, there in enumerate(place.tolist()):
            around.look(there)
            rows[i], x[i, EDGES[1] :] = words, signs
        self.call(self.code.gather, rows, x)
        inner, gap = self.layers.forward(x)
        self.network.rate = RATE * max(left, 0.02)
        slope = self.tell_from_common(gap, word)
        loss = self.code.rivals(
            ctypes.byref(self.network), data(word), len(word), data(gap), data(slope)
        )
        rate = RATE_LAYERS * max(left, 0.01) * min(1, (self.layers.steps + 1) / WARM)
        below = self.layers.backward(x, inner, slope, rate)
        self.call(self.code.scatter, rows, below)
        return float(loss) / len(place)

    def call(self, function: Any, rows: Ints, x: Floats) -> None:
        function(ctypes.byref(self.network), data(rows), len(rows), data(x), WIDTH)

    def tell_from_common(self, gap: Floats, word: Ints) -> Floats:
        """Learn to tell words from common ones drawn for the batch; the slope at the gaps."""
        drawn = np.unique(np.searchsorted(self.common, self.random.random(COMMON)))
        chance = np.diff(self.common, prepend=0)[drawn] * COMMON
        score = gap @ self.words[drawn].T + (self.bias[drawn] - np.log(chance)).astype(np.float32)
        score[drawn == word[:, None]] = -np.inf
        own = (gap * self.words[word]).sum(1) + self.bias[word]
        total = np.logaddexp(own, np.logaddexp.reduce(score, 1))
        error = COMMON_WEIGHT * np.exp(score - total[:, None])
        own_error = COMMON_WEIGHT * (np.exp(own - total) - 1)
        slope = error @ self.words[drawn] + own_error[:, None] * self.words[word]
        moved = error.T @ gap
        self.words_moved[drawn] += moved**2 / len(word) ** 0.5
        step = RATE_COMMON * self.network.rate / np.sqrt(self.words_moved[drawn])
        self.words[drawn] -= step * moved
        return np.ascontiguousarray(slope, np.float32)

    def weights(self, kept: Doubles, order: Longs) -> dict[str, Floats]:
        """What was learned, as it is stored, with the words in an order of theirs.

        `kept` is the share of a word's places that were examples.
        """
        hidden, hidden_bias, out, out_bias = self.layers.weights
        hidden = hidden.copy()
        hidden[slice(*EDGES)] /= FINER
        words, ends = FIRST + order, np.arange(FIRST + len(order), len(self.near))
        rows = np.concatenate([np.arange(FIRST), words, ends])
        return {
            "near": (self.near + self.end[self.ending])[rows],
            "far": (self.far * FINER)[rows],
            "hidden": hidden,
            "hidden_bias": hidden_bias,
            "out": out,
            "out_bias": out_bias,
            "words": np.vstack([np.zeros((1, OUT), np.float32), self.words[order]]),
            "bias": np.append(0, (self.bias - np.log(kept))[order]),
        }


def data(array: npt.NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def compiled(source: Path) -> ctypes.CDLL:
    """A C file as a library, made by the machine's compiler."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "learn.so"
        flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
        subprocess.run(["cc", *flags, source, "-o", library, "-lm", "-lmvec"], check=True)
        code = ctypes.CDLL(str(library))
    code.rivals.restype = ctypes.c_double
    pointer, count = ctypes.c_void_p, ctypes.c_int64
    code.rivals.argtypes = [pointer, pointer, count, pointer, pointer]
    code.gather.argtypes = code.scatter.argtypes = [pointer, pointer, count, pointer, count]
    return code


def examples(row: Row, word: Ints, kept: Doubles, held: Keys, random: np.random.Generator) -> Longs:
    """The places to learn from in one round, in random order; `kept` is each word's share."""
    place = np.flatnonzero(word[row.form] >= 0)
    place = place[random.random(len(place)) < kept[word[row.form[place]]]]
    return random.permutation(place[~np.isin(row.places()[place], held)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "lexicon")
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="how many to learn from")
    options = parser.parse_args()
    forms = Forms()
    row = corpora(options.shared, forms)
    truths = sorted((options.shared / "bench" / "train").glob("*.gt.txt"))
    held = joined(read(path.read_bytes().decode("utf-8"), forms) for path in truths)
    words, weights = learned(list(forms), row, np.unique(held.places()), options.examples)
    tables.write(options.out / WORDS, "form", [(word,) for word in words])
    stored = packed(weights, len(words))
    (options.out / WEIGHTS).write_bytes(stored)
    print(f"{WEIGHTS}: {len(stored) / 1e6:.1f} MB")


def learned(
    names: list[str], row: Row, held: Keys, most: int
) -> tuple[list[str], dict[str, Floats]]:
    """The words in alphabetical order, and the weights learned from so many examples."""
    count = np.bincount(row.form, minlength=len(names))
    words = commonest(names, count)
    number = {form: i for i, form in enumerate(names)}
    places = np.array([number[form] for form in words])
    word = np.full(len(names), -1, np.int32)
    word[places] = np.arange(len(words))
    many = count[places]
    kept = np.minimum(1, MOST / many)
    common = many**COMMON_POWER / (many**COMMON_POWER).sum()
    context = numbered(names, words)
    context[[UNKNOWN, START, NUMBER, EDGE]] = UNKNOWN, START, NUMBER, EDGE
    around = Surroundings(Context(context[row.form], row.mark, row.titled))
    share = many * kept / (many * kept).sum()
    learner = Learner(find_rivals(words, many), share, common, endings(words))
    done, loss = 0, 0.0
    while done < most:
        places_now = examples(row, word, kept, held, learner.random)
        for start in range(0, min(len(places_now), most - done), BATCH):
            part = places_now[start : start + BATCH]
            left = 1 - (done + start) / most
            loss += learner.learn(around, part, word[row.form[part]], left) * len(part)
        done += len(places_now)
        print(f"{min(done, most):,} examples, mean loss so far {loss / min(done, most):.4f}")
    order = np.argsort(np.array(words, object))
    return [words[i] for i in order.tolist()], learner.weights(kept, order)


def endings(words: list[str]) -> Ints:
    """The number of the ending of each context word; specials share one of no word."""
    own = np.arange(ENDINGS)
    named = [ending_of(word) for word in words]
    return np.concatenate([np.full(FIRST, ENDINGS), named, own]).astype(np.int32)


if __name__ == "__main__":
    main()
