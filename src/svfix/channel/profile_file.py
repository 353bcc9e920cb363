"""Profiles as files: small, readable, and good for any build of the lexicon.

    {
     "schema": "svfix.profile",
     "schema_version": 1,
     "weights": {"eng": 1.0, "swe": 0.0, "clean": 0.0},
     "marks": "",
     "doubt": 0.02,
     "rate": null,
     "variety": {},
     "read": {
      "å": {"a": 41.2, "å": 0.7},
      "ö": {"é": 9.6, "o": 8.3, "6": 1.5}
     }
    }

`weights` are the engines' shares; `read` says what each letter of the page, or of a badly damaged
one each segment of up to three, was read as, and how often in the sample; `{}` is no counts, the
engines' channels as they are.  `marks` are the reject marks and `doubt` is how unsure the
hypotheses are; `rate` is the share of words that are misread in a text which is mostly read right,
`variety` how often it spelt a segment as another time did.  These four may be left out.  Other keys
are ignored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from svfix.channel import engines
from svfix.channel.marks import MARKS
from svfix.channel.model import LONGEST
from svfix.channel.profile import KNOWN_DOUBT, Count, Profile, in_order

SCHEMA = "svfix.profile"
SCHEMA_VERSION = 1
ROUNDING = 1e-3  # by which weights may miss 1
MOST = 1e9  # a count no sample comes near; more are a slip, and could overflow


def as_dict(profile: Profile) -> dict[str, Any]:
    """What the file of a profile says."""
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "weights": dict(profile.weights),
        "marks": profile.marks,
        "doubt": profile.doubt,
        "rate": profile.rate,
        "variety": _by_segment(profile.variety),
        "read": _by_segment(profile.read),
    }


def _by_segment(counts: Iterable[Count]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for segment, other, n in counts:
        found.setdefault(segment, {})[other] = n
    return found


def to_json(profile: Profile) -> bytes:
    """The file of a profile in UTF-8, a letter a line."""
    said = as_dict(profile)
    read = said.pop("read").items()
    rows = ",".join(f"\n  {_line(letter)}: {_line(counts)}" for letter, counts in read)
    fields = "".join(f" {_line(key)}: {_line(value)},\n" for key, value in said.items())
    text = f'{{\n{fields} "read": {{{rows}' + ("\n }" if rows else "}") + "\n}\n"
    return text.encode("utf-8", "backslashreplace")  # which is JSON for half a surrogate pair


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read(path: Path) -> Profile:
    """Read the file of a profile. Raises OSError, and ValueError as `from_json` does."""
    try:
        return from_json(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not a profile: it is not UTF-8 text") from None
    except ValueError as fault:
        raise ValueError(f"{path} is not a profile: {fault}") from None


def from_json(text: str) -> Profile:
    """The profile of a file. Raises ValueError, which says what the file lacks.

    >>> from_json('{"schema": "svfix.profile", "schema_version": 1, "weights": {}}')
    Traceback (most recent call last):
    ValueError: it has no "read"
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"it is not JSON{place}") from None
    if not isinstance(said, dict) or said.get("schema") != SCHEMA:
        raise ValueError(f'it does not say "schema": "{SCHEMA}"')
    if said.get("schema_version") != SCHEMA_VERSION:
        version = _line(said.get("schema_version"))
        raise ValueError(f"this svfix reads version {SCHEMA_VERSION} of the schema, not {version}")
    for key in ("weights", "read"):
        if key not in said:
            raise ValueError(f'it has no "{key}"')
    read = in_order(_counts(said["read"], "read"))
    doubt = _number(said.get("doubt", KNOWN_DOUBT), 1.0, '"doubt"')
    rate = said.get("rate")
    rate = None if rate is None else _number(rate, 1.0, '"rate"')
    variety = in_order(_counts(said.get("variety", {}), "variety"))
    marks = _marks(said.get("marks", ""))
    return Profile(_weights(said["weights"]), read, marks, doubt, rate, variety)


def _marks(said: object) -> str:
    if not isinstance(said, str) or set(said) - set(MARKS):
        raise ValueError(f'"marks" may hold {MARKS} and nothing else')
    return "".join(sorted(set(said)))


def _weights(said: object) -> tuple[tuple[str, float], ...]:
    from svfix import lexicon

    names = engines.of(lexicon.default()).names
    weights = {
        name: _number(weight, 1.0, f"the weight of {name}")
        for name, weight in _object(said, '"weights"').items()
    }
    if unknown := [name for name in weights if name not in names]:
        known = ", ".join(names)
        raise ValueError(f"it names the engine {unknown[0]!r}; svfix knows {known}")
    if abs(sum(weights.values()) - 1) > ROUNDING:
        raise ValueError(f"its weights sum to {sum(weights.values()):.3g}, not to 1")
    return tuple((name, weights.get(name, 0.0)) for name in names)


def _counts(said: object, key: str) -> list[tuple[tuple[str, str], float]]:
    rows = []
    for letter, counts in _object(said, f'"{key}"').items():
        if len(letter) > LONGEST:
            raise ValueError(f'"{key}" has {letter!r}, of more than {LONGEST} letters')
        for observed, n in _object(counts, f'what "{key}" has for {letter!r}').items():
            if len(observed) > LONGEST:
                raise ValueError(f'"{key}" has {observed!r}, of more than {LONGEST} characters')
            rows.append(((letter, observed), _number(n, MOST, f"{letter!r} read as {observed!r}")))
    return rows


def _object(said: object, name: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ValueError(f"{name} is not an object")
    return said


def _number(said: object, most: float, name: str) -> float:
    if isinstance(said, bool) or not isinstance(said, (int, float)) or not 0 <= said <= most:
        raise ValueError(f"{name} is not a number from 0 to {most:.0f}")
    return float(said)
