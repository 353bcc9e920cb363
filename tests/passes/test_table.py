"""The table of passes: what each needs of others and gives them is what it reads and finds out."""

from dataclasses import fields
from typing import Any

import pytest

from svfix.context import Context
from svfix.edits import apply
from svfix.evidence import PageEvidence
from svfix.options import Options
from svfix.table import PASSES, Pass

FIELDS = {field.name for field in fields(PageEvidence)}

DIRTY = """\
| Kommunen ska varje år lämna en plan for aldre :
> och beskriva hur arbetet med att nå målen går. Om du 3
vill resa tillbaka till Sverige ska det vara klart innan
Z att arbeta med frågorna är viktigt for eleverna see
och det gäller även andra länder, med andra”
är viktigt: Men det finns också andra behov; och de ar |
många. Vi har tagit del av underlaget: och svarat på det__
“inte längre är giltigt. Nasta möte ar den.1 december :
som gick'vidare kan i.vissa fall kultur-och stå 1 boken ~ så
"""


class Read:
    """Evidence that tells which of its fields were read."""

    def __init__(self, evidence: PageEvidence) -> None:
        self.evidence, self.read = evidence, set[str]()

    def __getattr__(self, name: str) -> Any:
        if name in FIELDS:
            self.read.add(name)
            return getattr(self.evidence, name)
        return getattr(type(self.evidence), name).fget(self)  # a property of several

    def handed_on(self, made: Any) -> PageEvidence:
        return made.evidence if isinstance(made, Read) else made


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """`dataclasses.replace` takes such evidence for what it is of."""
    from svfix.passes import debris, margins, words

    for module in (debris, margins, words):
        replace = module.replace

        def of(evidence: Any, replace: Any = replace, **found: Any) -> Any:
            return replace(getattr(evidence, "evidence", evidence), **found)

        monkeypatch.setattr(module, "replace", of)


@pytest.mark.usefixtures("recorded")
def test_passes_read_and_give_what_the_table_says() -> None:
    given: dict[str, set[str]] = {}
    read: dict[str, set[str]] = {}
    for text in (DIRTY, DIRTY.replace(" :\n", "\n").replace("|", "").replace(">", "")):
        context, evidence = Context(Options()), PageEvidence()
        for row in PASSES:
            seen = Read(evidence)
            edits, made = row.propose(text, context, seen)  # type: ignore[arg-type]
            after = seen.handed_on(made)
            changed = {f for f in FIELDS if getattr(after, f) != getattr(evidence, f)}
            given.setdefault(row.name, set()).update(changed)
            read.setdefault(row.name, set()).update(seen.read)
            made_text = apply(text, edits)
            context.edited(text, edits, made_text)
            text, evidence = made_text, after
    assert read == {row.name: set(row.needs) for row in PASSES}
    for row in PASSES:
        assert given[row.name] <= set(row.gives)
    assert set.union(*given.values()) == {"dirty", "profile", "quality", "repaired", "damaged"}


def test_what_is_needed_somebody_before_gives() -> None:
    given: set[str] = set()
    for row in PASSES:
        assert set(row.needs) <= given, row.name
        given |= set(row.gives)
    assert given <= FIELDS


@pytest.mark.parametrize("row", [row for row in PASSES if row.needs], ids=lambda row: row.name)
def test_an_idle_pass_finds_nothing_by_itself(row: Pass) -> None:
    text = "den som gick'vidare kan i.vissa fall, och kultur-Och vi-se. 1 det nya förslaget sägs"
    edits, _ = row.propose(text, Context(Options()), PageEvidence())
    assert bool(edits) != row.idle
