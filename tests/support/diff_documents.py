"""Comparisons that the tests of the report share."""

from functools import cache
from pathlib import Path

import svfix

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
OBSERVED = (EXAMPLES / "protokoll.txt").read_text(encoding="utf-8")
REFERENCE = (EXAMPLES / "protokoll.truth.txt").read_text(encoding="utf-8")

# One of each outcome, with the edits that svfix would tell of.
READ = "Vi fór ut pa landet.\nHuset är rott.\nDar bor ingen.\nAllt är sig likt."
REPAIRED = "Vi for ut pa landet.\nHuset dr rött.\nDår bor ingen.\nAllt är sig likt."
TRUTH = "Vi for ut på landet.\nHuset är rött.\nDär bor ingen.\nAllt är sig likt."
CONFIDENCE = {"rött.": 0.99, "dr": 0.75, "for": 0.5, "Dår": 0.6}

HOSTILE = "</script><script>window.pwned=1</script> <img src=x onerror=window.pwned=1> &amp; <!--"
STRANGE = "\u202egnal\u202c \u200b \x07 \ufeff"


@cache
def real():
    """The example as svfix repairs it; not to be changed."""
    return svfix.diff(svfix.explain(OBSERVED), REFERENCE, name="protokoll.txt").as_dict()


def small(name="brev.txt"):
    """Four lines with a fixed, a missed, a broken and a miscorrected word, and one in order."""
    document = svfix.diff(REPAIRED, TRUTH, READ, name=name).as_dict()
    for found in differences(document):
        if found["hypothesis"] in CONFIDENCE:
            found["rule"] = "words.confusion"
            found["confidence"] = CONFIDENCE[found["hypothesis"]]
    return document


def two():
    """The same without what the engine read."""
    return svfix.diff(REPAIRED, TRUTH, name="brev.txt").as_dict()


def agreeing():
    """No difference."""
    return svfix.diff(TRUTH, TRUTH, TRUTH, name="brev.txt").as_dict()


def hostile():
    """Text that would be a script, were it not escaped, and marks that have no shape."""
    hypothesis = f"före {HOSTILE}x {STRANGE}x slut"
    reference = f"före {HOSTILE} {STRANGE} slut"
    return svfix.diff(hypothesis, reference, hypothesis, name=HOSTILE).as_dict()


def many(pages):
    """The example many times over, each page under its own name."""
    [page] = real()["pages"]
    return real() | {"pages": [page | {"name": f"sida {n + 1}"} for n in range(pages)]}


def differences(document):
    """Every difference of a document."""
    cells = (c for p in document["pages"] for line in p["lines"] for c in line["cells"])
    return [cell for cell in cells if "outcome" in cell]
