"""What the schemas of ALTO and PAGE allow of what svfix writes: children in order, and attributes.

Written down from the standards (ALTO 2.0 to 4.4, PAGE 2013 to 2019), for the elements that svfix
changes, copies, empties or adds.
"""

import re
from xml.etree import ElementTree

_STEP = (
    "(processingCategory )?(processingDateTime )?(processingAgency )?"
    "(processingStepDescription )*(processingStepSettings )?(processingSoftware )?"
)
_TEXTS = "(TextEquiv )*(TextStyle )?(UserDefined )?(Labels )*"

CHILDREN = {
    "Description": "MeasurementUnit (sourceImageInformation )?(OCRProcessing )*(Processing )*",
    "OCRProcessing": "(preProcessingStep )*ocrProcessingStep (postProcessingStep )*",
    "ocrProcessingStep": _STEP,
    "postProcessingStep": _STEP,
    "Processing": _STEP,
    "processingSoftware": "(softwareCreator )?(softwareName )?(softwareVersion )?"
    "(applicationDescription )?",
    "TextBlock": "(Shape )?(TextLine )*",
    "TextLine": "(Shape )?(String (SP )?)+(HYP )?"
    f"|(AlternativeImage )?Coords (Baseline )?(Word )*{_TEXTS}",
    "String": "(Shape )?(ALTERNATIVE )*(Glyph )*",
    "SP": "",
    "Word": f"(AlternativeImage )?Coords (Glyph )*{_TEXTS}",
    "TextEquiv": "(PlainText )?Unicode ",
    "Unicode": "",
}

_NUMBER = r"-?\d+(\.\d+)?"
_SIDES = dict.fromkeys(("HPOS", "VPOS", "WIDTH", "HEIGHT"), _NUMBER)
ATTRIBUTES = {
    "String": {"SUBS_TYPE": "HypPart[12]|Abbreviation", **_SIDES},
    "SP": _SIDES,
    "OCRProcessing": {"ID": r"\w+"},
    "Processing": {"ID": r"\w+"},
    "Coords": {"points": r"(\d+,\d+ )+\d+,\d+"},
    "Word": {"id": r"\w+"},
}
"""Patterns of the values of attributes."""

NEEDED = {
    "String": ["CONTENT"],
    "HYP": ["CONTENT"],
    "OCRProcessing": ["ID"],
    "Processing": ["ID"],
    "Word": ["id"],
}
"""The attributes that an element must have."""


def faults(document: bytes) -> list[str]:
    """What in a document is not as the standards have it."""
    found, ids = [], set()
    for element in ElementTree.fromstring(document).iter():
        name = _local(element.tag)
        children = "".join(f"{_local(child.tag)} " for child in element)
        if name in CHILDREN and not re.fullmatch(CHILDREN[name], children):
            found.append(f"{name} has {children}")
        missing = set(NEEDED.get(name, ())) - element.attrib.keys()
        found += [f"{name} has no {key}" for key in sorted(missing)]
        for key, value in element.attrib.items():
            pattern = ATTRIBUTES.get(name, {}).get(key)
            if pattern and not re.fullmatch(pattern, value):
                found.append(f"{name} has {key} {value}")
            if key in ("ID", "id"):
                found += [f"two have the id {value}"] if value in ids else []
                ids.add(value)
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
