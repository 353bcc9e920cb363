"""Write the software bill of materials of a release: what svfix is made of and needs (CycloneDX).

    python tools/sbom.py > svfix.cdx.json

It lists the sources of the lexicon, which are in the wheel, each with its hash and licence, and the
packages that svfix needs, as they are installed here, with all that those need. Extras can be
named behind it. The same installation gives the same file.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "svfix")

Component = dict[str, Any]


def needed(name: str, extras: Iterable[str] = ()) -> Iterator[Requirement]:
    """What a distribution that is installed needs here, with some of its extras."""
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        asked = [{"extra": extra} for extra in ("", *extras)]
        marker = requirement.marker
        if marker is None or any(marker.evaluate(environment) for environment in asked):
            yield requirement


def packages(extras: Iterable[str]) -> tuple[list[Component], list[dict[str, Any]]]:
    """The packages that svfix needs, and which of them each needs; raises for one not installed."""
    found: dict[str, Component] = {}
    needs: dict[str, set[str]] = {}
    ahead: list[tuple[str, tuple[str, ...]]] = [("svfix", tuple(extras))]
    seen = set()
    while ahead:
        here = ahead.pop()
        if here in seen:
            continue
        seen.add(here)
        name, chosen = here
        one = distribution(name)
        found[name] = _package(one)
        own = needs.setdefault(name, set())
        for requirement in needed(name, chosen):
            other = _canonical(requirement.name)
            own.add(other)
            ahead.append((other, tuple(sorted(requirement.extras))))
    references = {name: component["bom-ref"] for name, component in found.items()}
    tree = [
        {"ref": references[name], "dependsOn": sorted(references[other] for other in others)}
        for name, others in sorted(needs.items())
    ]
    return [found[name] for name in sorted(found)], tree


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _package(one: Distribution) -> Component:
    name = _canonical(one.metadata["Name"])
    purl = f"pkg:pypi/{name}@{one.version}"
    said: Component = {"type": "library", "bom-ref": purl, "name": name, "version": one.version,
                       "purl": purl}  # fmt: skip
    metadata = one.metadata
    if "License-Expression" in metadata:
        said["licenses"] = [{"expression": metadata["License-Expression"]}]
    elif "License" in metadata and "\n" not in metadata["License"]:  # or it is a whole licence
        said["licenses"] = [{"license": {"name": metadata["License"]}}]
    return said


def sources() -> list[Component]:
    """The sources of the lexicon, as SOURCES.toml has them."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    table = tomllib.loads((ROOT / "data/lexicon/SOURCES.toml").read_text(encoding="utf-8"))
    return [
        {
            "type": "data",
            "bom-ref": f"data/lexicon/{name}",
            "name": name,
            "description": row["origin"],
            "hashes": [{"alg": "SHA-256", "content": row["sha256"]}],
            "licenses": [{"expression": row["licence"]}],
        }
        for name, row in table.items()
        if "sha256" in row
    ]


def bill(extras: Iterable[str] = ()) -> dict[str, Any]:
    """The bill of materials of the svfix that is installed."""
    components, tree = packages(extras)
    [own] = [one for one in components if one["name"] == "svfix"]
    others = [one for one in components if one is not own]
    data = sources()
    for row in tree:
        if row["ref"] == own["bom-ref"]:
            row["dependsOn"] += [one["bom-ref"] for one in data]
    content = [own, others, data, tree]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, json.dumps(content))}",
        "version": 1,
        "metadata": {"component": own},
        "components": [*others, *data],
        "dependencies": tree,
    }


def main() -> int:
    try:
        said = bill(sys.argv[1:])
    except PackageNotFoundError as missing:
        print(f"{missing.name} is not installed, which svfix needs", file=sys.stderr)
        return 1
    print(json.dumps(said, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
