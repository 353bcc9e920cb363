"""svfix: the tokens of misread Swedish as they were on the page, beside what was read."""

from __future__ import annotations

from sparv.api import Annotation, Config, Output, Text, annotator, util

from svfix.integrations import sparv

__config__ = [
    Config(
        "svfix_sparv.min_confidence",
        description="Make edits at least this sure, 0 to 1",
        datatype=float,
        min_value=0,
        max_value=1,
    ),
    Config(
        "svfix_sparv.words",
        description="File of your own words, one a line, which are never touched",
        datatype=str,
    ),
    Config(
        "svfix_sparv.profile",
        description="File that says how the texts were misread, from `svfix profile -o FILE`",
        datatype=str,
    ),
]


@annotator("Tokens as they were on the page, where an OCR engine misread them", language=["swe"])
def repair(
    text: Text = Text(),
    token: Annotation = Annotation("<token>"),
    form: Output = Output("<token>:svfix_sparv.corrected", description="The token as it was"),
    rule: Output = Output("<token>:svfix_sparv.rule", description="Set of rules of its edits"),
    confidence: Output = Output(
        "<token>:svfix_sparv.confidence", description="How sure the least sure edit is, 0 to 1"
    ),
    words: str | None = Config("svfix_sparv.words"),
    profile: str | None = Config("svfix_sparv.profile"),
    min_confidence: float | None = Config("svfix_sparv.min_confidence"),
) -> None:
    """Annotate tokens with what svfix makes of them; the text and its tokens stay as they are."""
    fixer = sparv.fixer(words, profile, min_confidence)
    found = sparv.corrected(text.read(), token.read_spans(), fixer)
    form.write([one.form for one in found])
    rule.write([util.misc.cwbset(one.rules) for one in found])
    confidence.write(["" if one.confidence is None else f"{one.confidence:.2f}" for one in found])
