"""Peers, measured on the same pages: hunspell's first suggestion and symspellpy.

Both repair a text word by word: a word they do not know becomes their best suggestion, in the
case it had. That is how a spelling checker is used on OCR text.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from importlib.util import find_spec

from measure import Repaired, Repairer

Corrector = Callable[[list[str]], dict[str, str]]

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SUGGESTED = re.compile(r"& (?P<word>\S+) \d+ \d+: (?P<first>[^,\n]+)")
_HUNSPELL = ["hunspell", "-a", "-d", "sv_SE", "-i", "UTF-8"]


def word_by_word(correct: Corrector) -> Repairer:
    """A repairer from a corrector of distinct words; it asks about each word once."""
    known: dict[str, str] = {}

    def repair(text: str) -> Repaired:
        new = sorted({word for word in _WORD.findall(text) if not word.isdigit()} - known.keys())
        known.update(dict.fromkeys(new, "") | correct(new))
        return Repaired(_WORD.sub(lambda m: known.get(m.group()) or m.group(), text))

    return repair


def hunspell(words: Iterable[str]) -> dict[str, str]:
    """The first suggestion of `hunspell -a -d sv_SE` for each word it does not know."""
    lines = "".join(f"^{word}\n" for word in words)  # ^: the line is text, never a command
    done = subprocess.run(_HUNSPELL, input=lines.encode(), capture_output=True, check=True)
    answers = _SUGGESTED.finditer(done.stdout.decode("utf-8", "replace"))
    return {answer["word"]: answer["first"] for answer in answers}


def symspell() -> Corrector:
    """symspellpy with wordfreq's Swedish list, two edits, the closest and most frequent word."""
    from symspellpy import SymSpell, Verbosity
    from wordfreq import get_frequency_dict

    speller = SymSpell(max_dictionary_edit_distance=2)
    for word, frequency in get_frequency_dict("sv", wordlist="large").items():
        speller.create_dictionary_entry(word, max(1, round(frequency * 1e9)))

    def correct(words: list[str]) -> dict[str, str]:
        corrected = {}
        for word in words:
            found = speller.lookup(word, Verbosity.TOP, max_edit_distance=2, transfer_casing=True)
            if found:
                corrected[word] = found[0].term
        return corrected

    return correct


def has_hunspell() -> bool:
    """Whether hunspell with its Swedish dictionary is installed."""
    if not shutil.which("hunspell"):
        return False
    return subprocess.run(_HUNSPELL, input=b"", capture_output=True, check=False).returncode == 0


def available() -> dict[str, Repairer]:
    """The peers that are installed here."""
    return {name: load(name) for name in names()}


def names() -> list[str]:
    """The names of the peers that are installed, without opening their lists."""
    found = ["hunspell"] if has_hunspell() else []
    if all(map(find_spec, ("symspellpy", "wordfreq"))):
        found.append("symspellpy")
    return found


def load(name: str) -> Repairer:
    """A peer that has not looked up any word yet. Raises KeyError for an unknown name."""
    correctors: dict[str, Callable[[], Corrector]] = {
        "hunspell": lambda: hunspell,
        "symspellpy": symspell,
    }
    return word_by_word(correctors[name]())
