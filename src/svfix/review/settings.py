"""Settings: what a review was begun under, so that it goes on, and is applied, under the same."""

from __future__ import annotations

import json
from typing import Any

from svfix.batch.documents import Reading
from svfix.io.files import digest
from svfix.options import Options, as_json

Settings = dict[str, Any]
LONG = 60  # characters; what is longer is told apart by a hash


def settings(options: Options, reading: Reading) -> Settings:
    """What a repair and its reading go by, as the head of a journal has it.

    >>> from argparse import Namespace
    >>> reading = Namespace(format="auto", field=None, encoding=None, formats={})
    >>> settings(Options(min_confidence=0.9), reading)["min_confidence"]
    0.9
    """
    said: Settings = json.loads(as_json(options))
    said |= {"format": reading.format, "field": reading.field, "encoding": reading.encoding}
    said["formats"] = dict(reading.formats)
    return {name: _short(value) for name, value in said.items()}


def _short(value: Any) -> Any:
    text = json.dumps(value, sort_keys=True)
    return json.loads(text) if len(text) <= LONG else digest(text.encode())


def differing(then: Settings, now: Settings) -> list[str]:
    """The names of what is another than it was.

    >>> differing({"words": [], "min_confidence": 0.5}, {"words": ["IGO-R"], "min_confidence": 0.5})
    ['words']
    """
    return sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))


def told(name: str, then: Settings, now: Settings) -> str:
    """A sentence on what differs from what a review was begun under, "" if nothing does."""
    others = differing(then, now) if then else []
    if not others:
        return ""
    names = ", ".join(other.replace("_", "-") for other in others)
    return (
        f"{name} was begun under other options ({names}): what nobody decided of may be repaired "
        "otherwise than it was shown"
    )
