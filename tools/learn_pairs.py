"""Learn which of two look-alikes is meant (`var`, `vår`) from the words around it in the corpora.

    python tools/learn_pairs.py --shared ../shared

Needs a packed lexicon, whose words it looks for.  Sets of look-alikes are the forms of the corpora
that are the same without diacritics.  Every place where a word of a set stands is an example, and
the word its label; places of `bench/train`, whose text is from the corpora, are left out.  A
log-linear model of all sets is learned in one go over the examples, in random order with a fixed
seed (AdaGrad, Duchi et al. 2011).  `svfix.lexicon.pairs` says what its features are.

Writes `pairs.tsv` (the words of sets), `pairs_context.txt` (the words known as context) and
`pairs_weights.xz` (the table, a signed byte a weight).
"""

from __future__ import annotations

import argparse
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

import tables  # noqa: E402
from svfix import lexicon  # noqa: E402
from svfix.decoder.chunks import Kind  # noqa: E402
from svfix.decoder.pairs import context_of  # noqa: E402
from svfix.decoder.tokens import tokenise  # noqa: E402
from svfix.decoder.vocabulary import vocabulary  # noqa: E402
from svfix.lexicon.ngrams import Keys, mix  # noqa: E402
from svfix.lexicon.pairs import (  # noqa: E402
    BITS,
    EDGE,
    FIRST,
    LISTED,
    NUMBER,
    SETS,
    START,
    STEP,
    UNKNOWN,
    WEIGHTS,
    WORDS,
    Context,
    endings,
    features,
    numbered,
    places_of,
)

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]

SHARES = {"modern": 1.0, "fiction": 1.0, "finland": 0.3, "old": 1.0}  # share of the examples used
FOLD = str.maketrans("åäöéàáü", "aaoeaau")
LEAST = 5  # times that a form of a set stands in the corpora
MOST = 150_000  # examples of a set; more teach little
SECTION = 400_000  # characters read at a time
SAME = 3  # words on either side that make a place one of bench/train
BATCH = 20_000  # examples
RATE, INERTIA = 0.1, 0.1  # of AdaGrad
SETTLED = 0.003  # an error that teaches nothing
SEED = 1
NONE = -1  # the set of a form without a look-alike
MOST_STORED = 127


class Forms(dict[str, int]):
    """Numbers forms in lower case in order of first sight."""

    def __init__(self) -> None:
        super().__init__({"<unk>": UNKNOWN, "<s>": START, "<num>": NUMBER, "": EDGE})

    def __missing__(self, form: str) -> int:
        self[form] = number = len(self)
        return number


@dataclass
class Row:
    """The words of texts in a row: their numbers as forms, and as context."""

    form: npt.NDArray[np.int32]
    context: Context

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
    return Row(found.word.astype(np.int32), replace(found, mark=found.mark.astype(np.uint8)))


def joined(rows: Iterable[Row]) -> Row:
    parts = list(rows)
    form = np.concatenate([row.form for row in parts])
    mark = np.concatenate([row.context.mark for row in parts])
    titled = np.concatenate([row.context.titled for row in parts])
    return Row(form, Context(form, mark, titled))


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


def folder_row(folder: Path, forms: Forms) -> Row:
    paths = sorted(folder.glob("*.txt.xz"))
    return joined(read(text, forms) for path in paths for text in sections(path))


def find_sets(names: list[str], count: Longs) -> list[tuple[str, str]]:
    """The words with a look-alike, each with what they all are without diacritics; sorted."""
    words = lexicon.default()
    found = (names[i] for i in np.flatnonzero(count >= LEAST).tolist() if names[i].isalpha())
    known = [form for form in found if words.is_word(form)]
    bare = {f: f.translate(FOLD) for f in known if not words.shadowed[words.trie.find(f)]}
    many = Counter(bare.values())
    return sorted((form, key) for form, key in bare.items() if many[key] > 1)


def context_words(names: list[str], count: Longs) -> list[str]:
    """The commonest words, which are told apart as context; sorted."""
    words = lexicon.default()
    order = np.argsort(-count, kind="stable").tolist()
    known = (names[i] for i in order if i >= FIRST and words.is_word(names[i]))
    return sorted(islice(known, LISTED))


@dataclass
class Learner:
    """The weights of all sets, learned batch by batch.

    `member` is the number of a form among the words with a look-alike, from 1, and 0 for others;
    `family`, by that number, the set it belongs to.
    """

    member: Longs
    family: Longs
    ending: npt.NDArray[np.uint16]

    def __post_init__(self) -> None:
        self.sizes = np.bincount(self.family[1:])
        self.first = np.cumsum(self.sizes) - self.sizes  # of each set among the members
        self.members = np.argsort(self.family[1:], kind="stable") + 1
        self.weights = np.zeros(1 << BITS, np.float32)
        self.slopes = np.full(1 << BITS, INERTIA, np.float32)

    def learn(self, row: Row, place: Longs) -> tuple[float, int]:
        """Learn from one batch; the loss before, and how many of the words were likeliest."""
        label = self.member[row.form[place]]
        family = self.family[label]
        size = self.sizes[family]
        heads = np.cumsum(size) - size
        owner = np.repeat(np.arange(len(place)), size)
        word = self.members[self.first[family][owner] + np.arange(len(owner)) - heads[owner]]
        at = places_of(features(row.context, place, self.ending)[owner], word)
        score = self.weights[at].sum(1)
        chance = np.exp(score - np.maximum.reduceat(score, heads)[owner])
        chance /= np.add.reduceat(chance, heads)[owner]
        right = word == label[owner]
        self.correct(at, (chance - right).astype(np.float32))
        likeliest = chance[right] >= np.maximum.reduceat(chance, heads)
        return float(-np.log(chance[right] + 1e-9).sum()), int(likeliest.sum())

    def correct(self, at: Longs, error: Floats) -> None:
        """One step of AdaGrad."""
        told = np.abs(error) > SETTLED
        where, slope = at[told].ravel(), np.repeat(error[told], at.shape[1])
        np.add.at(self.slopes, where, slope * slope)
        np.add.at(self.weights, where, -RATE * slope / np.sqrt(self.slopes[where]))


def examples(rows: dict[str, Row], learner: Learner, held: Row) -> Iterator[tuple[str, Longs]]:
    """Batches of places that words of sets stand at, by folder, in random order."""
    random = np.random.default_rng(SEED)
    apart = np.unique(held.places())
    families = {name: learner.family[learner.member[row.form]] for name, row in rows.items()}
    sets = len(learner.sizes)
    total = np.bincount(np.concatenate([f[f >= 0] for f in families.values()]), minlength=sets)
    batches = []
    for name, family in families.items():
        place = np.flatnonzero(family >= 0)
        share = SHARES[name] * np.minimum(1, MOST / total[family[place]])
        place = place[random.random(len(place)) < share]
        place = random.permutation(place[~np.isin(rows[name].places()[place], apart)])
        cuts = np.arange(BATCH, len(place), BATCH)
        batches += [(name, np.sort(part)) for part in np.split(place, cuts)]
    for i in random.permutation(len(batches)).tolist():
        yield batches[i]


def model(names: list[str], sets: list[tuple[str, str]], listed: list[str]) -> Learner:
    """What is learned of forms of these names, before the first example."""
    number = {form: i for i, form in enumerate(names)}
    member = np.zeros(len(names), np.int64)
    member[[number[form] for form, _ in sets]] = np.arange(1, len(sets) + 1)
    family = np.unique([bare for _, bare in sets], return_inverse=True)[1]
    return Learner(member, np.concatenate([[NONE], family]), endings(listed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "lexicon")
    options = parser.parse_args()
    forms = Forms()
    rows = {name: folder_row(options.shared / "corpus" / name, forms) for name in SHARES}
    truths = sorted((options.shared / "bench" / "train").glob("*.gt.txt"))
    held = joined(read(path.read_bytes().decode("utf-8"), forms) for path in truths)
    names = list(forms)
    count = np.bincount(np.concatenate([row.form for row in rows.values()]), minlength=len(names))
    sets, listed = find_sets(names, count), context_words(names, count)
    context = numbered(names, listed)
    context[:FIRST] = range(FIRST)
    for row in rows.values():
        row.context = replace(row.context, word=context[row.form])
    learner = model(names, sets, listed)
    loss, right, seen = 0.0, 0, 0
    for name, place in examples(rows, learner, held):
        lost, hit = learner.learn(rows[name], place)
        loss, right, seen = loss + lost, right + hit, seen + len(place)
    print(
        f"{len(sets):,} words, {seen:,} examples: {right / seen:.2%} right, loss {loss / seen:.4f}"
    )
    stored = np.clip(np.rint(learner.weights / STEP), -MOST_STORED, MOST_STORED).astype(np.int8)
    write(options.out, sets, listed, stored)


def write(out: Path, sets: list[tuple[str, str]], listed: list[str], stored: Bytes) -> None:
    tables.write(out / SETS, "form\tbare", sets)
    tables.write(out / WORDS, "form", ((form,) for form in listed))
    packed = lzma.compress(stored.tobytes(), preset=9 | lzma.PRESET_EXTREME)
    (out / WEIGHTS).write_bytes(packed)
    print(f"{WEIGHTS}: {np.count_nonzero(stored):,} weights, {len(packed) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
