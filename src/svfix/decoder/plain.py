"""Plain texts: those in which every word is in order, so that there is nothing to decode.

Most rows that are read right are such: words that lists have, a space apart, some with a mark
behind, and numbers.  None of the words has another hypothesis, is half of another or shortened, no
stretch of them is in another language, and nothing of them is markup.  So what the decoder says of
such a text depends on how many words it has, and on nothing else.

What is asked of each form is what the decoder would ask, and is remembered.  Start reading from
`Plain.words`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

try:
    import cython
except ImportError:
    from svfix import uncompiled as cython

from svfix.decoder.cells import CELLS
from svfix.decoder.language import ENTER, evidence_of
from svfix.decoder.pieces import make_one
from svfix.decoder.shortened import is_bare
from svfix.lexicon.languages import UNIT
from svfix.lexicon.numbers import REMEMBERED
from svfix.lexicon.trie import Trie
from svfix.patterns import pattern
from svfix.text.chunks import Kind
from svfix.text.markup import spans

if TYPE_CHECKING:
    from svfix.search.vocabulary import Vocabulary

LONGEST = cython.declare(cython.Py_ssize_t, 60)
"""Characters of a word that is remembered; one in a thousand listed ones has more than 25."""

BEHIND = ".,:!?"
_SIMPLE = pattern(rf"[^\W_]*[\w{BEHIND}]*|–")
"""What stands between spaces in such a text; other marks may be markup, or a letter."""

_LETTERS = pattern(r"[^\W\d_]+")
_HUMP = pattern(r"[a-zåäöé][A-ZÅÄÖ]")
"""Inside a name that a program gave, or where a space was lost."""

ENOUGH = cython.declare(cython.int, round(ENTER / UNIT))  # steps of evidence to leave Swedish

# Verdicts on forms: of a listed word, its number and the evidence that it is in another language.
NO_WORD = cython.declare(cython.longlong, -1)  # a number, a label, a dash
ODD = cython.declare(cython.longlong, -2)
EVIDENCE = cython.declare(cython.longlong, 256)  # how many values it has
NEUTRAL = cython.declare(cython.longlong, 128)  # the one that says nothing


@cython.final
@cython.cclass
class Plain:
    """What forms are in a vocabulary: in order wherever they stand, or not.

    `decoded` is what the decoder said of plain texts, by how many words they have.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.verdicts: dict[str, int] = {}
        self.decoded: dict[tuple[int, bool], Any] = {}
        self.last: tuple[str, int] = ("", 0)  # text that was asked for, and its words

    def words(self, text: str) -> int:
        """How many words a plain text has; 0 of one that is not plain, or has none.

        >>> from svfix import lexicon
        >>> from svfix.search.vocabulary import Vocabulary
        >>> plain = Plain(Vocabulary(lexicon.default()))
        >>> plain.words("Mötet öppnas den 3 maj 2023."), plain.words("Mötet oppnas.")
        (4, 0)
        >>> plain.words("The answer was that they would do it"), plain.words("Vi såg mot takt")
        (0, 0)
        """
        last = self.last
        if last[0] is not text:
            self.last = last = text, self.counted(text)
        return last[1]

    def counted(self, text: str) -> int:
        """How many words a plain text has, or 0."""
        lexicon = self.vocabulary.lexicon
        trie: Trie = lexicon.trie
        unigram: cython.const[cython.uchar][::1] = lexicon.ngrams.unigram
        character: cython.Py_UCS4
        start: cython.Py_ssize_t = -1  # of the chunk that was entered, if one was
        letters: cython.Py_ssize_t = 0  # in it
        size: cython.Py_ssize_t
        words: cython.Py_ssize_t = 0
        ahead: cython.int = 0  # the most evidence that any stretch has which ends here
        verdict: cython.longlong
        beside: cython.longlong = NO_WORD  # the word before, if but a space parts them
        before: str = ""
        joins: cython.bint
        i: cython.Py_ssize_t
        for i, character in enumerate(text + "\n"):
            if character != " " and character != "\n":
                if start < 0:
                    start, letters = i, 0
                if character.isalpha():
                    letters += 1
                continue
            if start < 0:
                beside = NO_WORD
                continue
            size = i - start
            if size > 1 and letters == size - 1 and text[i - 1] in BEHIND:
                size -= 1
            form = text[start : start + size]
            verdict = self.verdict(form)
            if verdict == ODD:
                return 0
            if verdict >= 0:
                words += 1
                ahead = max(ahead, 0) + cython.cast(cython.int, verdict % EVIDENCE - NEUTRAL)
                verdict //= EVIDENCE
                joins = beside >= 0 and make_one(trie, unigram, before, form, beside, verdict)
                if ahead >= ENOUGH or joins:
                    return 0
            beside = verdict if character == " " and start + size == i else NO_WORD
            before = form
            start = -1
        return words

    @cython.cfunc
    @cython.exceptval(-3)
    def verdict(self, form: str) -> cython.longlong:
        """What a form is, remembered."""
        found = self.verdicts.get(form)
        if found is None:
            if len(form) > LONGEST:
                return ODD
            if len(self.verdicts) >= REMEMBERED:
                self.verdicts.clear()
            found = self.verdicts[form] = self.of_chunk(form)
        return found

    def of_chunk(self, said: str) -> int:
        """What that is which stands between white space, without a mark behind a word."""
        if said.isalpha():
            if not said[1:].islower() and _HUMP.search(said):
                return ODD
            return NO_WORD if len(said) == 1 and said.isupper() else self.of_word(said)
        if not _SIMPLE.fullmatch(said) or _HUMP.search(said) or spans.__wrapped__(said):
            return ODD
        runs = (run for run in _LETTERS.findall(said) if run[1:].islower())
        if not all(map(self.vocabulary.lexicon.is_word, runs)):
            return ODD
        chunk = self.vocabulary.chunk(said)
        words = [
            form
            for part, form in zip(chunk.parts, chunk.forms, strict=True)
            if part.kind is Kind.WORD
        ]
        if not words:
            return NO_WORD
        return self.of_word(words[0]) if len(words) == 1 else ODD

    def of_word(self, form: str) -> int:
        """What a word is, its number and evidence if it is one that nothing speaks against."""
        vocabulary, lexicon = self.vocabulary, self.vocabulary.lexicon
        number = lexicon.words.of(form)
        if number < 0 or lexicon.outdated[number] or (lexicon.shadowed[number] and len(form) > 1):
            return ODD
        if form.lower() in vocabulary.spelling or form in CELLS or is_bare(form):
            return ODD
        return number * EVIDENCE + NEUTRAL + evidence_of(form, lexicon.languages)


@lru_cache(maxsize=8)
def plain(vocabulary: Vocabulary) -> Plain:
    """What a vocabulary makes of forms, kept for the next text."""
    return Plain(vocabulary)
