"""What a release has beside its wheels: a bill of materials, and lowest versions that are tried."""

import argparse
import hashlib
import json
import re
import subprocess
import sys

import pytest

import branches
import lowest
import sbom

EXTRAS = ("pdf",)


@pytest.fixture(scope="module")
def bill():
    return sbom.bill(EXTRAS)


def test_each_requirement_has_a_lowest_version():
    found = list(lowest.lowest(lowest.required(["completion", "ocrmypdf", "pdf"]), (3, 10)))
    assert len(found) == len(set(found)) > 9
    assert "tomli==2" in found
    assert "tomli==2" not in lowest.lowest(lowest.required(), (3, 11))


def test_a_requirement_without_one_is_an_error():
    with pytest.raises(ValueError, match="regex has no lowest version"):
        list(lowest.lowest(["regex"], (3, 12)))


def test_the_bill_has_all_that_svfix_needs(bill):
    own = bill["metadata"]["component"]
    [row] = [row for row in bill["dependencies"] if row["ref"] == own["bom-ref"]]
    named = {re.split(r"[@/]", ref)[1] for ref in row["dependsOn"] if ref.startswith("pkg:")}
    requirements = lowest.lowest(lowest.required(EXTRAS), sys.version_info[:2])
    assert named == {requirement.partition("==")[0] for requirement in requirements}
    assert all(one["version"] for one in bill["components"] if one["type"] == "library")


def test_what_is_named_in_the_bill_is_in_it(bill):
    known = {one["bom-ref"] for one in (bill["metadata"]["component"], *bill["components"])}
    assert len(known) == len(bill["components"]) + 1
    for row in bill["dependencies"]:
        assert {row["ref"], *row["dependsOn"]} <= known


def test_the_bill_has_the_sources_of_the_lexicon_as_they_are(bill):
    sources = {one["bom-ref"]: one for one in bill["components"] if one["type"] == "data"}
    assert len(sources) > 30
    for path, one in sources.items():
        [content] = one["hashes"]
        assert content["content"] == hashlib.sha256((sbom.ROOT / path).read_bytes()).hexdigest()
        assert one["licenses"][0]["expression"]


def test_the_same_installation_has_the_same_bill(bill):
    command = [sys.executable, str(sbom.ROOT / "tools/sbom.py"), *EXTRAS]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    assert json.loads(done.stdout) == bill


@pytest.mark.parametrize(("taken", "code"), [(95, 0), (94, 1)])
def test_a_room_with_branches_that_no_test_takes_is_told_of(monkeypatch, capsys, taken, code):
    counts = {"num_branches": 100, "covered_branches": taken}
    rooms = {f"/svfix/src/svfix/{name}": {"summary": counts} for name in ("edits.py", "io/a.py")}
    said = argparse.Namespace(stdout=json.dumps({"files": rooms}))
    monkeypatch.setattr(branches.subprocess, "run", lambda *_, **__: said)
    assert branches.main() == code
    assert capsys.readouterr().out == f"edits     {taken}.0%\nio        {taken}.0%\n"
