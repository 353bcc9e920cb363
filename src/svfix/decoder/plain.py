"""Plain texts: those in which every word is in order, so that there is nothing to decode.

Most rows that are read right are such: words that lists have, or that are made of parts that lists
have, and numbers, with marks beside them.  None of the words has another hypothesis, is half of
another or shortened, no stretch of them is in another language, and nothing of them is markup.  So
what the decoder says of such a text depends on how many words it has, and on nothing else.

What is asked of each form is what the decoder would ask, and is remembered.  Start reading from
`Plain.told`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.decoder import gaps, hyphens, rate, shortened
from svfix.decoder.cells import CELLS
from svfix.decoder.language import ENTER, evidence_of
from svfix.decoder.pieces import likeliest_words, make_one
from svfix.decoder.splits import PIECES
from svfix.decoder.weighing import STRANGE
from svfix.lexicon.languages import UNIT
from svfix.lexicon.numbers import REMEMBERED
from svfix.patterns import pattern
from svfix.search.budget import ANY, Budget
from svfix.search.candidates import QUICK
from svfix.search.hypotheses import hypothesise
from svfix.search.priors import searched
from svfix.text.chunks import Kind
from svfix.text.line_breaks import SUSPENDED_BEFORE
from svfix.text.markup import spans

if TYPE_CHECKING:
    from svfix.search.vocabulary import Vocabulary

LARGEST = cython.declare(cython.Py_ssize_t, 50_000)
"""Characters of a text that is looked at: a section of the decoder (`decode.SECTION`) has more, and
hardly a longer text has all of its words in order."""

LONGEST = cython.declare(cython.Py_ssize_t, 60)
"""Characters of a word that is remembered; one in a thousand listed ones has more than 25."""

BEHIND = ".,:!?"
_BARE = pattern(rf"[^\W_]*[\w{BEHIND}]*|–")
"""What stands between spaces and may be markup by itself, but not by what is beside it."""

_MARKED = pattern(rf"""[^\W_–"”“„»«()’'…;%§*•{BEHIND}]*[\w–"”“„»«()’'…;%§*•{BEHIND}]*""")
"""What may be markup by what is beside it.  Others may be letters, or have lost a line's end."""

_HYPHENED = pattern(rf"(?!.*0-tal)(?:[^\W_]+-)+(?:[^\W_]+[{BEHIND}]*)?")
"""The same with hyphens; decades (`1960-talet`) tell of others."""

_LETTERS = pattern(r"[^\W\d_]+")
ENOUGH = cython.declare(cython.int, round(ENTER / UNIT))  # steps of evidence to leave Swedish

# Verdicts on forms: of a word, its number and the evidence that it is in another language.
NO_WORD = cython.declare(cython.longlong, -1)  # a number, a label, a dash
ODD = cython.declare(cython.longlong, -2)
UNLISTED = cython.declare(cython.longlong, 4_000_000_000)  # the number of no word
EVIDENCE = cython.declare(cython.longlong, 256)  # how many values it has
NEUTRAL = cython.declare(cython.longlong, 128)  # the one that says nothing


class Told(NamedTuple):
    """What a text is by its forms: how many words a plain one has, 0 of any other.

    `unlisted` says how many of these no list has, `work` how much searching (`search.budget`) that
    they are in order takes.
    """

    words: int = 0
    unlisted: int = 0
    work: int = 0


OTHER = Told()


@cython.final
@cython.cclass
class Plain:
    """What forms are in a vocabulary: in order wherever they stand, or not.

    `decoded` is what the decoder said of plain texts, by how many words they have.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.verdicts: dict[str, int] = {}
        self.marked: set[str] = set()  # of what stands between spaces, what may be markup
        self.inside: dict[str, str] = {}  # the word in it, where marks are in it
        self.edges: dict[str, tuple[str, str]] = {}  # the same at its edges
        self.works: dict[str, int] = {}  # of words of no list, how much searching they take
        self.joined: dict[str, bool] = {}  # whether neighbours may be one word
        self.decoded: dict[tuple[int, bool], Any] = {}
        self.last: tuple[str, Told] = ("", OTHER)

    def told(self, text: str) -> Told:
        """What a text is; that of the last one is remembered.

        >>> from svfix import lexicon
        >>> from svfix.search.vocabulary import Vocabulary
        >>> plain = Plain(Vocabulary(lexicon.default()))
        >>> plain.told("Mötet öppnas den 3 maj 2023."), plain.told("Mötet oppnas.").words
        (Told(words=4, unlisted=0, work=0), 0)
        >>> plain.told("Konferensmötet öppnas (i dag).")[:2]
        (4, 1)
        >>> plain.told("The answer was that they would do it").words
        0
        """
        last = self.last
        if len(text) > LARGEST:
            return OTHER
        if last[0] is not text:
            self.last = last = text, OTHER if self.has_odd(text) else self.look(text)
        return last[1]

    def has_odd(self, text: str) -> bool:
        """Whether a word without marks is odd: of most texts that are not plain, one is.

        What has marks costs more to look at, and what is found out of words is used again.
        """
        form: str
        verdicts: dict[str, int] = self.verdicts
        for form in text.split():
            found = verdicts.get(form)
            if found is None and form.isalpha():
                found = self.verdict(form)
            if found is not None and found == ODD:
                return True
        return False

    def look(self, text: str) -> Told:
        """What a text is, form by form."""
        scan: Scan = Scan(self)
        character: cython.Py_UCS4
        start: cython.Py_ssize_t = -1  # of the chunk that was entered, if one was
        letters: cython.Py_ssize_t = 0  # in it
        size: cython.Py_ssize_t
        i: cython.Py_ssize_t
        for i, character in enumerate(text + "\n"):
            if character != " " and character != "\n":
                if start < 0:
                    start, letters = i, 0
                if character.isalpha():
                    letters += 1
                continue
            if start < 0:
                scan.beside = NO_WORD
                continue
            size = i - start
            if size > 1 and letters == size - 1 and text[i - 1] in BEHIND:
                size -= 1
            if not scan.take(text[start : start + size], character == " " and start + size == i):
                return OTHER
            start = -1
        if scan.may_go_on(text) or (scan.marked and spans(text)):
            return OTHER
        work = self.work(scan.unlisted)
        if work < 0 or (scan.unlisted and self.is_strange(text, scan.words, scan.unlisted)):
            return OTHER
        return Told(scan.words, len(scan.unlisted), work)

    def work(self, unlisted: list[str]) -> int:
        """How much searching it takes that words of no list are in order, -1 where one is not."""
        total = 0
        for word in dict.fromkeys(unlisted):
            work = self.works.get(word)
            if work is None:
                work = self.works[word] = self.work_of(word)
            if work < 0:
                self.verdicts[word] = ODD
                return -1
            total += work
        return total

    def is_strange(self, text: str, words: int, unlisted: list[str]) -> bool:
        """Whether words that no list has, all in order, are too many, or part of others."""
        if words >= shortened.FEW and len(unlisted) / words > STRANGE:
            return True
        return any(self.may_join(line.split(" "), set(unlisted)) for line in text.split("\n"))

    def may_join(self, chunks: list[str], unlisted: set[str]) -> bool:
        """Whether neighbours on a line, not all of which are listed, may be one word."""
        edges = [*map(self.edges_of, chunks)]
        for first in range(len(chunks) - 1):
            whole = edges[first][1]
            for last in range(first + 1, min(first + PIECES, len(chunks))):
                left, right = edges[last - 1][1], edges[last][0]
                if not (left.isalpha() and right.isalpha()) or unlisted.isdisjoint((left, right)):
                    break
                whole += right
                if self.may_be_one(whole):
                    return True
        return False

    def edges_of(self, said: str) -> tuple[str, str]:
        """The words at the edges of what stands between spaces, "" where marks are."""
        if said.isalpha():
            return said, said
        bare = said[: len(said) - 1]
        if bare.isalpha() and said[len(said) - 1] in BEHIND:
            return bare, ""
        return self.edges.get(said, ("", ""))

    def may_be_one(self, whole: str) -> bool:
        """Whether what stands there without its spaces may be one word."""
        found = self.joined.get(whole)
        if found is None:
            seek = rate.search(self.vocabulary.lexicon)
            found = self.joined[whole] = bool(likeliest_words(seek([searched(whole)], QUICK)))
        return found

    @cython.cfunc
    @cython.exceptval(-3)
    def verdict(self, form: str) -> cython.longlong:
        """What a form is, remembered."""
        found = self.verdicts.get(form)
        if found is None:
            if len(form) > LONGEST:
                return ODD
            found = self.verdicts[form] = self.of_chunk(form)
        return found

    def of_chunk(self, said: str) -> int:
        """What that is which stands between white space, without a mark behind a word."""
        if said.isalpha():
            if not said[1:].islower() and gaps.INSIDE.search(said):
                return ODD
            return NO_WORD if len(said) == 1 and said.isupper() else self.of_word(said)
        if not _BARE.fullmatch(said):
            if not (_MARKED.fullmatch(said) or _HYPHENED.fullmatch(said)):
                return ODD
            self.marked.add(said)
        if gaps.DATE.search(said) or gaps.CLOCK.search(said):
            return ODD
        runs = (run for run in _LETTERS.findall(said) if run[1:].islower())
        if gaps.INSIDE.search(said) or spans.__wrapped__(said) or not all(map(self.is_word, runs)):
            return ODD
        parts, forms, *_ = self.vocabulary.chunk(said)
        words = [i for i, part in enumerate(parts) if part.kind is Kind.WORD]
        if not words:
            return NO_WORD
        word = forms[words[0]]
        head, tail = parts[0].start == 0, parts[len(parts) - 1].end == len(said)
        self.inside[said], self.edges[said] = word, (word if head else "", word if tail else "")
        return self.of_word(word) if len(words) == 1 else ODD

    def is_word(self, form: str) -> bool:
        """Whether a list has a form."""
        return self.vocabulary.lexicon.is_word(form)

    def of_word(self, form: str) -> int:
        """What a word is, its number and evidence if it is one that nothing speaks against."""
        lexicon = self.vocabulary.lexicon
        number: int = lexicon.words.of(form)
        if form.lower() in self.vocabulary.spelling or form in CELLS or shortened.is_bare(form):
            return ODD
        if number < 0:
            pointed = not form.endswith("-")
            if shortened.may_be(form, lexicon, pointed) or any(hyphens.lost(form, lexicon)):
                return ODD
            number = UNLISTED
        elif lexicon.outdated[number] or (lexicon.shadowed[number] and len(form) > 1):
            return ODD
        return number * EVIDENCE + NEUTRAL + evidence_of(form, lexicon.languages)

    def work_of(self, form: str) -> int:
        """How much searching it takes that a word of no list has no other hypothesis.

        It is -1 where it has one.
        """
        lexicon = self.vocabulary.lexicon
        budget, channel, seek = Budget(0), rate.channel(lexicon), rate.search(lexicon)
        known = [form], self.vocabulary, channel
        found = hypothesise(*known, trusting=True, seek=seek, budget=budget)
        return ANY - budget.left if found.certain and not found.otherwise() else -1


@cython.final
@cython.cclass
class Scan:
    """What the forms of a text were so far."""

    def __init__(self, plain: Plain) -> None:
        lexicon = plain.vocabulary.lexicon
        self.plain, self.trie, self.unigram = plain, lexicon.trie, lexicon.ngrams.unigram
        self.words = self.ahead = 0
        self.beside, self.before = NO_WORD, ""  # the word before, if but a space is behind it
        self.marked = False
        self.suspends = self.suspended = False  # the form before, and any (`hälso- och`)
        self.unlisted: list[str] = []

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def take(self, form: str, is_alone: cython.bint) -> cython.bint:
        """Take in the next form, with a single space behind it or not; whether it is in order."""
        evidence: cython.longlong
        verdict: cython.longlong = self.plain.verdict(form)
        head: str = form
        tail: str = form
        if verdict == ODD or (self.suspends and form not in SUSPENDED_BEFORE):
            return False
        self.suspends = False
        if not form.isalpha():
            self.marked = self.marked or form in self.plain.marked
            head, tail = self.plain.edges_of(form)
            if form[len(form) - 1] == "-":
                if not is_alone:
                    return False
                self.suspends = self.suspended = True
        if verdict >= 0:
            self.words += 1
            evidence = verdict % EVIDENCE - NEUTRAL
            self.ahead = max(self.ahead, 0) + cython.cast(cython.int, evidence)
            verdict //= EVIDENCE
            if self.ahead >= ENOUGH or self.makes_one(head, verdict):
                return False
            if verdict == UNLISTED and not self.note(self.plain.inside.get(form, form)):
                return False
        self.beside = verdict if is_alone and tail else NO_WORD
        self.before = tail
        return True

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def note(self, word: str) -> cython.bint:
        """Note down a word that no list has, to be searched for; whether none was found before."""
        self.unlisted.append(word)
        return self.plain.works.get(word, 0) >= 0

    @cython.cfunc
    @cython.exceptval(-1, check=False)
    def makes_one(self, word: str, number: cython.longlong) -> cython.bint:
        """Whether a word and the one right before it are listed, and are as one, too."""
        if not word or number >= UNLISTED or self.beside < 0 or self.beside >= UNLISTED:
            return False  # nothing is beside it, or more is asked (`Plain.may_join`)
        return make_one(self.trie, self.unigram, self.before, word, self.beside, number)

    def may_go_on(self, text: str) -> bool:
        """Whether the other half of a word with a hyphen may begin another line."""
        return self.suspended and (self.suspends or "\n" in text)


@lru_cache(maxsize=8)
def kept(vocabulary: Vocabulary) -> Plain:
    """What a vocabulary makes of forms, as long as there is room for more."""
    return Plain(vocabulary)


def plain(vocabulary: Vocabulary) -> Plain:
    """What a vocabulary makes of forms, kept for the next text.

    Another thread may be at work with one that is full, so that it is not emptied.
    """
    found = kept(vocabulary)
    if len(found.verdicts) >= REMEMBERED:
        kept.cache_clear()
        found = kept(vocabulary)
    return found
