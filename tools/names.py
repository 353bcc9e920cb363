"""Names of people and places: from public lists, and as the corpora write them."""

from __future__ import annotations

from pathlib import Path

import lists
from counts import FormCounts
from evidence import Evidence

MIN_BEARERS = 10
BEARERS_A_TOKEN = 50  # persons of a name weigh as one token of it in the corpora
MIN_TITLE = 3  # capitalised in mid-sentence …
MIN_SOURCES = 2  # … in so many corpus files
CAPITAL_SHARE = 0.9  # of a form's tokens in mid-sentence
NAME_RATIO = 50  # a name so many times rarer than its twin with diacritics is a misreading

Names = dict[str, tuple[str, int]]


def _listed(shared: Path) -> list[tuple[str, str, int]]:
    """(name, kind, bearers) of the lists, the most telling kind first."""
    found = [(name, "municipality", 0) for name in lists.municipalities(shared)]
    found += [(name, "place", 0) for name in lists.localities(shared)]
    found += [(name, "last", n) for name, n in lists.people(shared, "efternamn").items()]
    for kind in ("tilltalsnamn", "fornamn"):
        people = lists.people(shared, kind).items()
        found += [(name, "first", n) for name, n in people if n >= MIN_BEARERS]
    found += [(name, "member", 0) for name in lists.members(shared)]
    found += [(name, "agency-word", 0) for name in lists.agencies(shared)]
    return found


def collect(shared: Path, counts: FormCounts, evidence: Evidence, common: set[str]) -> Names:
    """Name → (kind, count): bearers for people's names, else capitalised tokens.

    Names that are a common word's misreading (Fran) are left out, and so are common words.
    """
    title = dict(zip(counts.forms, (counts.casing[1] + counts.casing[2]).tolist(), strict=True))
    lower = dict(zip(counts.forms, counts.casing[0].tolist(), strict=True))
    names: Names = {}
    for whole, kind, bearers in _listed(shared):
        for name in whole.split():
            seen = title.get(name.lower(), 0)
            if len(name) < 2 or not (name[0].isupper() and lists.is_word_shaped(name)):
                continue
            if name in names or name[1:].isupper() or (not bearers and name.lower() in common):
                continue
            weight = max(seen, bearers / BEARERS_A_TOKEN)
            if not evidence.lost_diacritics(name.lower(), weight, NAME_RATIO):
                names[name] = (kind, bearers or seen)
    wiki = lists.wiki_titles(shared)
    several = counts.source_count("modern", "fiction", "finland").tolist()
    for form, sources in zip(counts.forms, several, strict=True):
        name, seen = form[:1].upper() + form[1:], title[form]
        is_name = seen >= MIN_TITLE and seen >= CAPITAL_SHARE * (seen + lower[form])
        if not is_name or name in names or name not in wiki or sources < MIN_SOURCES:
            continue
        if form not in common and not evidence.lost_diacritics(form, seen, NAME_RATIO):
            names[name] = ("name", seen)
    return names
