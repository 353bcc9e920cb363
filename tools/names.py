"""Names of people and places: from public lists, and as the corpora write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lists
from counts import FormCounts
from evidence import DIACRITICS_RATIO, Evidence

MIN_BEARERS = 10
MIN_BEARERS_SHORT = 100  # for names of up to three letters, where debris looks like a name
BEARERS_A_TOKEN = 50  # persons of a name weigh as one token of it in the corpora
MIN_BEARERS_DEBRIS = 200  # for names that are debris of broken words elsewhere: Ning
MIN_TITLE = 3  # capitalised in mid-sentence so often …
MIN_SOURCES = 2  # … in so many corpus files, or once where
WELL_KNOWN = 5  # so many titles of Swedish Wikipedia have it
WELL_KNOWN_LETTERS = 4
CAPITAL_SHARE = 0.9  # of a form's tokens in mid-sentence
NAME_RATIO = 150  # a name so many times rarer than its twin with diacritics is a misreading

Names = dict[str, tuple[str, int]]


def _least_bearers(name: str) -> int:
    return MIN_BEARERS if len(name) > 3 else MIN_BEARERS_SHORT


def _listed(shared: Path) -> list[tuple[str, str, int]]:
    """(name, kind, bearers) of the lists, the most telling kind first."""
    found = [(name, "municipality", 0) for name in lists.municipalities(shared)]
    found += [(name, "place", 0) for name in lists.localities(shared)]
    found += [(name, "last", n) for name, n in lists.people(shared, "efternamn").items()]
    for kind in ("tilltalsnamn", "fornamn"):
        people = lists.people(shared, kind).items()
        found += [(name, "first", n) for name, n in people if n >= _least_bearers(name)]
    found += [(name, "member", 0) for name in lists.members(shared)]
    found += [(name, "agency-word", 0) for name in lists.agencies(shared)]
    return found


def _is_name_shaped(name: str) -> bool:
    return name[0].isupper() and lists.is_word_shaped(name)


def collect(shared: Path, counts: FormCounts, evidence: Evidence, common: set[str]) -> Names:
    """Name → (kind, count): bearers for people's names, else capitalised tokens.

    Names that are a common word's misreading (Fran) are left out, and so are common words.
    """
    title = dict(zip(counts.forms, (counts.casing[1] + counts.casing[2]).tolist(), strict=True))
    names: Names = {}
    for whole, kind, bearers in _listed(shared):
        for name in whole.split():
            seen = title.get(name.lower(), 0)
            if len(name) < 2 or name[1:].isupper() or not _is_name_shaped(name):
                continue
            if (
                name in names
                or (bearers < MIN_BEARERS_DEBRIS and name.lower() in evidence.fragments)
                or (not bearers and name.lower() in common)
            ):
                continue
            weight = max(seen, bearers / BEARERS_A_TOKEN)
            if not evidence.lost_diacritics(name.lower(), weight, NAME_RATIO):
                names[name] = (kind, bearers or seen)
    names.update(_from_corpora(shared, counts, evidence, common | {n.lower() for n in names}))
    return names


def _from_corpora(
    shared: Path, counts: FormCounts, evidence: Evidence, known: set[str]
) -> Iterator[tuple[str, tuple[str, int]]]:
    """Capitalised words of the corpora that Swedish Wikipedia's titles have, too."""
    titles = lists.wiki_titles(shared)
    sources = counts.source_count("modern", "fiction", "finland").tolist()
    seen = (counts.casing[1] + counts.casing[2]).tolist()
    lower = counts.casing[0].tolist()
    for form, files, tokens, small in zip(counts.forms, sources, seen, lower, strict=True):
        name = form[:1].upper() + form[1:]
        if form in known or tokens < CAPITAL_SHARE * (tokens + small) or not titles[name]:
            continue
        well_known = titles[name] >= WELL_KNOWN and len(name) >= WELL_KNOWN_LETTERS
        often = tokens >= MIN_TITLE and files >= MIN_SOURCES
        if not (often or (well_known and tokens and files)):
            continue
        if not evidence.lost_diacritics(form, tokens, NAME_RATIO if often else DIACRITICS_RATIO):
            yield name, ("name", tokens)
