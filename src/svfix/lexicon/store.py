"""The lexicon: Swedish forms with what is known of them, opened from a packed file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from errno import EINVAL, ENOENT
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from svfix.lexicon.cloze import Cloze
from svfix.lexicon.endings import Endings
from svfix.lexicon.grams import Grams, Table
from svfix.lexicon.languages import Languages
from svfix.lexicon.ngrams import LOGP, STEP, NGrams
from svfix.lexicon.numbers import Numbers
from svfix.lexicon.packed import DAMAGE, check, read
from svfix.lexicon.trie import Trie
from svfix.uncompiled import Buffer

NOT = 255  # a stored probability that says: never
FORMAT = 10  # of the packed file; raise it when arrays come, go or change their meaning
GRAMMAR = frozenset(  # words that no compound begins or ends with
    """i på av för med till om från vid mot under efter mellan hos utan genom inom att som men när
    där hur vad den det de han hon man är var har hade kan vill inte så sig""".split()
)
UNUSUAL = -13.0  # log-probability of a first part of compounds that is hardly met as one
SHORT_WORD = -10.0  # log-probability of words of one or two letters, at least
NAMED = 0.9  # how often a name, at least, begins with a capital
ENDING = 0.02  # of the words that have it: an ending from which share on, such as `en`; no word
CLOZE = tuple(column.name for column in fields(Cloze))
PAST_STEP = 1 / 30  # nats
PACKED = Path(__file__).parents[1] / "_data" / "lexicon.bin"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Swedish forms with what is known of them, by form number.

    `ngrams.unigram` is `NOT` for a form that is only part of compounds (`arbets`); `modifier` and
    `head` are its probability in those places of a compound; `title` and `upper` say how often
    (of 255) it is written so inside a sentence; `shadowed` marks forms beside which one with å, ä
    or ö is far more common, such as `ar`, and `outdated` those of old texts alone, such as `hvad`.
    """

    trie: Trie
    ngrams: NGrams
    modifier: Buffer
    head: Buffer
    title: Buffer
    upper: Buffer
    shadowed: Buffer
    outdated: Buffer
    past: Buffer  # how much likelier a form is in texts before 1906: steps of `PAST_STEP`
    letters: Buffer  # letter 4-grams of words, see `letters`
    name_letters: Buffer
    confusions: Mapping[str, list[list[Any]]]  # engine → rows (truth, observed, count, seen)
    shapes: list[list[Any]]  # rows (truth, observed, count, seen) of what looks alike
    varieties: list[list[Any]]  # rows (segment today, segment then, count, seen)
    endings: Endings  # how many of the stems with one ending have another too
    special: Mapping[str, int]  # form numbers of <s>, </s>, <num>, <unk>
    languages: Languages  # what others are told apart by
    cloze: Cloze  # how well words fit where they stand
    numbers: dict[str, int] = field(default_factory=dict, repr=False)  # looked up before

    @cached_property
    def words(self) -> Numbers:
        """The numbers of the forms that are known words."""
        return Numbers(self.trie, self.ngrams.unigram, NOT, self.numbers)

    @property
    def grams(self) -> Grams:
        """How likely words are behind others."""
        return self.ngrams.grams

    def is_word(self, form: str) -> bool:
        """Whether a form, in any case, is a known word.

        >>> from svfix import lexicon
        >>> lexicon.default().is_word("Uppföljningen"), lexicon.default().is_word("uppfoljningen")
        (True, False)
        """
        return self.number_of(form) >= 0

    def number_of(self, form: str) -> int:
        """The number of a form, in any case, that is a known word, remembered; -1 of others."""
        number: int = self.words.of(form)
        return number

    def logp(self, form: str) -> float:
        """ln of how often a form, in any case, is met in Swedish text; -20.4 for unknown ones."""
        number = self.trie.find(form.lower())
        return LOGP[self.ngrams.unigram[number]] if number >= 0 else -20.4

    def apart(self, left: str, right: str) -> bool:
        """Whether two words stand side by side rather than in a compound with a hyphen.

        >>> from svfix import lexicon
        >>> lexicon.default().apart("likhet", "med"), lexicon.default().apart("svensk", "norsk")
        (True, False)
        """
        first, last = self.trie.find(left.lower()), self.trie.find(right.lower())
        if first < 0 or last < 0:
            return False
        if not self.grams.met(first, last):
            return False
        whole = left.islower() and len(left) > 3 and LOGP[self.modifier[first]] < UNUSUAL
        return bool(whole) or left.lower() in GRAMMAR or right in GRAMMAR

    def own_words(self, left: str, right: str, begins: bool = True) -> float:
        """By how much (nats) two words are likelier words of their own than parts of a compound.

        That is seen from the one that is the rarer in compounds: hardly one ends in `betecknas`,
        and `påverkar` neither begins nor ends any.  `begins` says that the first is no acronym:
        these, names and rare words of two letters may stand before any noun.  What ends words is no
        word (`expedition en`), nor is what a linking s makes one of a commoner one (`godhet stal`).

        >>> from svfix import lexicon
        >>> words = lexicon.default()
        >>> pairs = ("påverkar", "tonen"), ("stuga", "byggnad"), ("expedition", "en")
        >>> pairs += ("vansbro", "rummet"), ("il", "tåget"), ("godhet", "stal")
        >>> [round(words.own_words(*pair)) for pair in pairs]
        [11, -1, -2, -1, -1, 0]
        """
        first, last, nats = self.trie.find(left), self.trie.find(right), []
        begins = begins and (len(left) > 2 or self.logp(left) > SHORT_WORD)
        if first >= 0 and begins and self.capitalised(left) < NAMED:
            stored = min(self.modifier[first], self.head[first], self._linked(left, right))
            nats.append(STEP * (stored - self.ngrams.unigram[first]))
        if last >= 0 and not (
            self.endings.get((right, ""), 0.0) >= ENDING or self._linked(left, right) < NOT
        ):
            nats.append(STEP * (self.head[last] - self.ngrams.unigram[last]))
        return max(nats, default=0.0)

    def _linked(self, left: str, right: str) -> int:
        """The stored probability of the first part with an s that may be the second's first."""
        if not right.startswith("s"):
            return NOT
        linked, last, rest = map(self.trie.find, (left + "s", right, right[1:]))
        if min(linked, last, rest) < 0:
            return NOT
        commoner = self.ngrams.unigram[rest] < self.ngrams.unigram[last]
        return self.modifier[linked] if commoner else NOT

    def capitalised(self, form: str) -> float:
        """How often a known form, in running text, begins with a capital: 0 to 1.

        >>> from svfix import lexicon
        >>> lexicon.default().capitalised("stockholm") > 0.9 > lexicon.default().capitalised("den")
        True
        """
        number = self.trie.find(form.lower())
        return float(max(self.title[number], self.upper[number])) / 255 if number >= 0 else 0.0

    def pmi(self, left: str, right: str) -> float:
        """How much more often `right` follows `left` than any word (nats); 0 if it never did.

        >>> from svfix import lexicon
        >>> lexicon.default().pmi("visar", "att") > 2 > lexicon.default().pmi("format", "och")
        True
        """
        first, last = self.trie.find(left.lower()), self.trie.find(right.lower())
        if min(first, last) < 0 or not self.grams.met(first, last):
            return 0.0
        return float(-STEP * self.grams.bigram(first, last)) - self.logp(right)

    def likelihood(self, left: str, middle: str, right: str) -> float:
        """log P(middle, right | left); a word that is not known is one nobody listed.

        >>> from svfix import lexicon
        >>> words = lexicon.default()
        >>> words.likelihood("stod", "i", "boken") > words.likelihood("stod", "<num>", "boken")
        True
        >>> words.likelihood("bilaga", "i", "till") > words.likelihood("bilaga", "<num>", "till")
        False
        """
        u, v, w = (self._number(word) for word in (left, middle, right))
        return float(-STEP * (self.grams.bigram(u, v) + self.grams.trigram(u, v, w)))

    def _number(self, word: str) -> int:
        number = self.special.get(word, self.trie.find(word.lower()))
        return number if number >= 0 else self.special["<unk>"]


def load(path: Path = PACKED) -> Lexicon:
    """Open a packed lexicon. Raises OSError where it is missing, damaged or another version's.

    The head is checked, the length of the file, and that columns are of one length: what compiled
    code goes by, which looks for no end.  What the numbers are is not, for that takes reading all,
    a tenth of the time that a page takes from a cold start: `packed.is_whole` does.
    """
    if not path.exists():
        raise FileNotFoundError(ENOENT, "the lexicon is missing; reinstall svfix", str(path))
    try:
        arrays, facts = read(path)
        if facts["format"] == FORMAT:
            check(arrays, facts)
            return made(arrays, facts)
    except DAMAGE:
        raise OSError(EINVAL, "the lexicon is damaged; reinstall svfix", str(path)) from None
    raise OSError(EINVAL, "the lexicon is another version's; reinstall svfix", str(path))


def made(a: Mapping[str, Buffer], facts: Mapping[str, Any]) -> Lexicon:
    """The lexicon of the arrays and facts of a packed file."""
    names, floor = zip(*facts["languages"], strict=True)
    return Lexicon(
        trie=Trie(a["nodes"]),
        ngrams=NGrams(
            a["unigram"],
            a["continuation"],
            a["backoff"],
            Table(a["bigram_slots"], a["bigram_columns"]),
            Table(a["trigram_slots"], a["trigram_columns"]),
        ),
        modifier=a["modifier"],
        head=a["head"],
        title=a["title"],
        upper=a["upper"],
        shadowed=a["shadowed"],
        outdated=a["outdated"],
        past=a["past"],
        letters=a["letters"],
        name_letters=a["name_letters"],
        confusions=facts["confusions"],
        shapes=facts["shapes"],
        varieties=facts["varieties"],
        endings={(a, b): share for a, b, share in facts["endings"]},
        special=facts["special"],
        languages=Languages(names, floor, a["language_forms"], a["language_steps"]),
        cloze=Cloze(*(a[f"cloze_{name}"] for name in CLOZE)),
    )


@lru_cache(maxsize=1)
def default() -> Lexicon:
    """The lexicon that comes with svfix, opened once a process."""
    return load()
