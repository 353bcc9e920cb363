"""What makes a form a word.

A frequency list made from noisy text carries the noise (``fran``, ``forvaltningen``), so counting
is not enough. The first of these that holds decides:

``dictionary``  word: a dictionary (hunspell, SALDO, UniMorph) has it;
``alphabet``    no word: a digit or a strange sign in it;
``corruption``  no word: another form, many times more frequent, gives it by losing diacritics, by
                a typical OCR confusion, or by one wrong, lost or extra letter;
``fragment``    no word: half of a broken word, or two words run together (told by the caller);
``compound``    word: a known modifier and a known head together (``avgifts|tak``);
``frequent``    word: several independent corpus files, or many documents of one, use it;
``rare``        no word.

Ratios say how many times more frequent the other form must be: low where the damage is typical,
high where Swedish inflection looks the same (``kostnaden``, ``kostnader``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

DIACRITICS_RATIO = 8
CONFUSION_RATIO = 10
CONFUSION_RATIO_SHORT = 40  # for forms under LETTER_MIN letters: bam, barn
LETTER_RATIO = 200
LETTER_MIN = 6  # letters a form needs before one wrong letter explains it
MIN_COUNT = 3  # tokens a frequent form needs …
MIN_SOURCES = 2  # … in so many corpus files
MIN_SPREAD = 5  # … or else in so many documents of one;
MIN_SPREAD_LONG = 2  # so few do for a form of
LONG = 9  # letters
MIN_LETTERS = 3  # shorter forms are common debris: only a dictionary or a great count speaks for
SHORT_COUNT = 30

# What is on the page → what OCR makes of it. Lost diacritics are told separately.
CONFUSIONS: dict[str, str] = {
    "ö": "é d 6 ó oé ii",
    "ä": "é i ii ia á å aé 4",
    "å": "ä 4 aé i é",
    "rn": "m",
    "m": "rn in ni nn",
    "n": "ri ii u",
    "u": "ii n li",
    "cl": "d",
    "d": "cl",
    "l": "i 1 t j",
    "i": "l 1 j",
    "t": "l f",
    "f": "t",
    "c": "e",
    "e": "c",
    "h": "li b",
    "li": "h",
    "b": "h",
    "in": "m",
    "ni": "m",
    "w": "vv",
    "g": "q",
    "y": "v",
    "v": "y",
}

_SPELLING = re.compile(r"[a-zà-öø-ÿœšžłńćčřőśęąźżğış]+(?:[-'’:.][a-zà-öø-ÿœšž]+)*")
_CODE = re.compile(r"co2|h2o|n2o|covid-19|pm10|pm2\.5|g[78]|g20|mp3|3g|4g|5g|b12|omx30|[em]\d{1,2}")


class Verdict(NamedTuple):
    """Whether a form is a word, why, and for a corruption of what."""

    word: bool
    reason: str
    of: str = ""


def strip_diacritics(form: str) -> str:
    """The form without marks over its letters.

    >>> strip_diacritics("uppföljningsmått"), strip_diacritics("bord")
    ('uppfoljningsmatt', 'bord')
    """
    decomposed = unicodedata.normalize("NFD", form)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.replace("ø", "o").replace("æ", "a")


def swedish_spelling(form: str) -> bool:
    """Whether a lower-cased form is spelled with letters Swedish texts use, or is a known code.

    >>> [swedish_spelling(f) for f in ("för", "eu:s", "t-shirt", "co2", "f0r", "жук")]
    [True, True, True, True, False, False]
    """
    return bool(_SPELLING.fullmatch(form) or _CODE.fullmatch(form))


def unconfused(form: str) -> Iterator[str]:
    """Forms that one OCR confusion turns into `form`.

    >>> "överväldigad" in set(unconfused("dverväldigad")), "modern" in set(unconfused("modem"))
    (True, True)
    """
    for truth, reads in CONFUSIONS.items():
        for read in reads.split():
            at = form.find(read)
            while at >= 0:
                yield form[:at] + truth + form[at + len(read) :]
                at = form.find(read, at + 1)


def deletions(form: str) -> Iterator[str]:
    """The form without one of its letters, each once.

    >>> list(deletions("alla"))
    ['lla', 'ala', 'all']
    """
    for at, letter in enumerate(form):
        if at == 0 or form[at - 1] != letter:
            yield form[:at] + form[at + 1 :]


class Evidence:
    """Judges lower-cased forms by dictionaries, counts and compounds.

    `counts`: tokens a form; `sources`, `spread`: corpus files and documents it stands in;
    `compounds`: forms that are a known modifier and head; `fragments`: broken form → what of.

    >>> counts = {"förvaltningen": 900, "forvaltningen": 12, "handläggs": 40, "avgiftstak": 2}
    >>> evidence = Evidence({"förvaltningen"}, counts, counts, counts, {"avgiftstak"})
    >>> evidence.judge("forvaltningen")
    Verdict(word=False, reason='corruption', of='förvaltningen')
    >>> evidence.judge("handläggs"), evidence.judge("avgiftstak")
    (Verdict(word=True, reason='frequent', of=''), Verdict(word=True, reason='compound', of=''))
    """

    def __init__(
        self,
        dictionary: Set[str],
        counts: Mapping[str, float],
        sources: Mapping[str, int],
        spread: Mapping[str, int],
        compounds: Set[str] = frozenset(),
        fragments: Mapping[str, str] | None = None,
    ) -> None:
        self.dictionary = dictionary
        self.counts = counts
        self.sources = sources
        self.spread = spread
        self.compounds = compounds
        self.fragments = fragments or {}
        self._accented: dict[str, list[str]] = defaultdict(list)
        for form in counts:
            bare = strip_diacritics(form)
            if bare != form:
                self._accented[bare].append(form)
        self._shortened: dict[str, str] = {}  # form less a letter → the commonest such form
        for form, count in counts.items():
            if count >= LETTER_RATIO and len(form) >= LETTER_MIN:
                for short in deletions(form):
                    if count > counts.get(self._shortened.get(short, ""), 0):
                        self._shortened[short] = form

    def judge(self, form: str, count: float | None = None) -> Verdict:
        """The verdict on a form; `count` overrides the corpus count (for another list's form)."""
        count = self.counts.get(form, 0) if count is None else count
        if form in self.dictionary:
            return Verdict(True, "dictionary")
        if not swedish_spelling(form):
            return Verdict(False, "alphabet")
        if of := self.corruption(form, count):
            return Verdict(False, "corruption", of)
        if form in self.fragments:
            return Verdict(False, "fragment", self.fragments[form])
        if form in self.compounds:
            return Verdict(True, "compound")
        if self._is_frequent(form, count):
            return Verdict(True, "frequent")
        return Verdict(False, "rare")

    def corruption(self, form: str, count: float) -> str:
        """The form that `form` is most likely a damaged hypothesis of; "" for none."""
        count = max(count, 0.5)
        if best := self.lost_diacritics(form, count):
            return best
        ratio = CONFUSION_RATIO_SHORT if len(form) < LETTER_MIN else CONFUSION_RATIO
        if best := self._more_frequent(unconfused(form), ratio * count):
            return best
        if form in self.compounds or len(form) < LETTER_MIN:
            return ""
        near = list(deletions(form))
        near += [self._shortened.get(short, "") for short in [form, *near]]
        return self._more_frequent(near, LETTER_RATIO * count)

    def lost_diacritics(self, form: str, count: float, ratio: float = DIACRITICS_RATIO) -> str:
        """The far commoner form that is `form` with diacritics restored (or others); else ""."""
        bare = strip_diacritics(form)
        if bare != form:
            ratio = max(ratio, CONFUSION_RATIO_SHORT)
        others = [f for f in self._accented.get(bare, ()) if f != form]
        return self._more_frequent(others, ratio * max(count, 0.5))

    def _more_frequent(self, forms: Iterator[str] | list[str], floor: float) -> str:
        best, most = "", floor
        for form in forms:
            if (count := self.counts.get(form, 0)) > most:
                best, most = form, count
        return best

    def _is_frequent(self, form: str, count: float) -> bool:
        least = MIN_COUNT if len(form) > MIN_LETTERS else SHORT_COUNT
        spread = MIN_SPREAD if len(form) < LONG else MIN_SPREAD_LONG
        several = self.sources.get(form, 0) >= MIN_SOURCES or self.spread.get(form, 0) >= spread
        return count >= least and several
