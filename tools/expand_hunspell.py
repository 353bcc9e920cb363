"""Expand a hunspell dictionary into the word forms it accepts as words by themselves.

hunspell's own `unmunch` also prints the fragments that stand only inside compounds (``arbets``,
``flick``) and the misspellings the dictionary forbids; this expander leaves them out:

* FORBIDDENWORD entries and every form they would give;
* NEEDAFFIX stems;
* ONLYINCOMPOUND and COMPOUNDPERMITFLAG forms, and forms with a hyphen at an edge;
* NOSUGGEST entries: rare forms near common words, which the corpora have to confirm.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DICTIONARY = Path("/usr/share/hunspell/sv_SE")


class Suffix(NamedTuple):
    """Strip `strip`, add `add`, where the stem matches `condition`; `flags` of the result."""

    strip: str
    add: str
    flags: str
    condition: re.Pattern[str]


class Affixes(NamedTuple):
    """What an .aff file says about single words."""

    suffixes: dict[str, list[Suffix]]
    forbidden: str
    need_affix: str
    fragments: str  # flags of results that are not words by themselves
    only_in_compound: str
    no_suggest: str
    compound_end: str


def _flag(lines: list[str], name: str) -> str:
    return next((line.split()[1] for line in lines if line.startswith(name + " ")), "")


def read_affixes(path: Path) -> Affixes:
    """Read the suffix rules of an .aff file. Prefix rules are an error: Swedish has none."""
    lines = path.read_text("utf-8").splitlines()
    suffixes: dict[str, list[Suffix]] = defaultdict(list)
    for line in lines:
        fields = line.split()
        if fields[:1] == ["PFX"]:
            raise ValueError(f"prefix rule in {path}: {line}")
        if fields[:1] != ["SFX"] or len(fields) < 5:
            continue
        strip, (add, _, flags) = fields[2].replace("0", ""), fields[3].partition("/")
        rule = Suffix(strip, add.replace("0", ""), flags, re.compile(fields[4] + "$"))
        suffixes[fields[1]].append(rule)
    return Affixes(
        suffixes,
        _flag(lines, "FORBIDDENWORD"),
        _flag(lines, "NEEDAFFIX"),
        _flag(lines, "ONLYINCOMPOUND") + _flag(lines, "COMPOUNDPERMITFLAG"),
        _flag(lines, "ONLYINCOMPOUND"),
        _flag(lines, "NOSUGGEST"),
        _flag(lines, "COMPOUNDEND"),
    )


def expand(stem: str, flags: str, affixes: Affixes) -> Iterator[str]:
    """The forms one dictionary entry stands for.

    >>> rules = {"A": [Suffix("", "s", "", re.compile("$"))],
    ...          "v": [Suffix("", "s", "WXZ", re.compile("$"))]}
    >>> list(expand("gata", "Av", Affixes(rules, "%", "¤", "ZW", "Z", "!", "Y")))
    ['gata', 'gatas']
    """
    if any(f in flags for f in affixes.forbidden + affixes.no_suggest + affixes.only_in_compound):
        return
    if affixes.need_affix not in flags:
        yield stem
    for flag in flags:
        for rule in affixes.suffixes.get(flag, ()):
            inflected = stem.endswith(rule.strip) and rule.condition.search(stem)
            if inflected and not any(f in rule.flags for f in affixes.fragments):
                yield stem[: len(stem) - len(rule.strip)] + rule.add


def _is_word(form: str) -> bool:
    edges = form[:1].isalpha() and form[-1:].isalpha()
    return edges and not any(c.isdigit() for c in form)


class Expanded(NamedTuple):
    """Words of a dictionary in its casing, and those of them that may end a compound."""

    words: set[str]
    heads: set[str]


def dictionary(path: Path = DICTIONARY) -> Expanded:
    """Expand a hunspell dictionary (path without extension)."""
    affixes = read_affixes(path.with_suffix(".aff"))
    entries = path.with_suffix(".dic").read_text("utf-8").splitlines()[1:]
    found, forbidden = Expanded(set(), set()), set()
    for entry in entries:
        stem, _, flags = entry.split("\t")[0].strip().partition("/")
        if affixes.forbidden in flags:
            forbidden.add(stem)
        forms = {form for form in expand(stem, flags, affixes) if _is_word(form)}
        found.words.update(forms)
        if affixes.compound_end in flags:
            found.heads.update(forms)
    return Expanded(found.words - forbidden, found.heads - forbidden)
