"""Where the time goes: by length of the text, by pass, by instructions; and what peers take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import instructions
import peers
from instructions import Taken
from report import table
from speed_bars import FTFY, OUR_TOOL, OURS, Plan, duration, figure
from speed_rounds import Measured, Tool, measure
from speed_texts import count, first_words, lengths, without_marks

LENGTHS = (10, 100, 1_000, 10_000, 100_000)
"""Words of a row, a short page, a few pages, a report, and a book."""

PEERS_WORDS = 1_000  # hunspell suggests for some 200 damaged words a second
PEERS_ROUNDS = 3  # symspellpy takes ten seconds to open its list, each time
PASSES = "passes"  # the worker that measures svfix pass by pass
COUNTED = {"damaged pages": 5, "clean pages": 5, "clean rows": 50}
"""How many texts of a kind valgrind counts: it takes a second for a page."""
FUNCTIONS = 10  # of compiled code, those with the most instructions
FILES = 6  # libraries, those with the most instructions


def growth(plan: Plan) -> str:
    """Time by the length of the text: words a second should be the same from a page on.

    The damage is that of `without_marks`, so that texts of each length are damaged alike. Such a
    text is nothing to ftfy, which tells at once that it is ASCII: only the clean one is compared.
    """
    rows = []
    for words in LENGTHS:
        texts = lengths(plan.texts.long, words)
        if not texts:
            continue
        damaged = measure([OUR_TOOL], list(map(without_marks, texts)), plan.rounds)
        clean = measure(plan.tools[:2], texts, plan.rounds)
        speeds = [cell for found in (damaged, clean) for cell in length_cells(found)]
        memory = f"{max(damaged.memory(OURS), clean.memory(OURS)):.0f} MB"
        times = figure(clean.times(OURS, FTFY))
        rows.append([f"{words:,}", str(len(texts)), *speeds, times, memory])
    columns = [f"{what}{unit}" for what in ("damaged", "clean") for unit in ("", ": words/s")]
    heads = ["words of a text", "texts", *columns, "clean: × ftfy", "memory"]
    return table(heads, rows, markdown=True, names=0)


def length_cells(found: Measured) -> list[str]:
    """How long svfix takes for one text, and its words a second."""
    return [duration(found.each(OURS)), f"{found.speed(OURS):,.0f}"]


def passes(plan: Plan) -> str:
    """Milliseconds of each pass for one text of a kind, most for damaged pages first."""
    kinds = plan.kinds[:3]
    tool = Tool(PASSES, PASSES)
    found = {what: measure([tool], texts, plan.rounds) for what, texts, _ in kinds}
    spent = {what: each.passes(PASSES) for what, each in found.items()}
    whole = {what: each.each(PASSES) for what, each in found.items()}
    return table(["pass", *(f"{what}: ms" for what in found)], pass_rows(spent, whole), True, 1)


def pass_rows(
    spent: Mapping[str, Mapping[str, float]], whole: Mapping[str, float]
) -> list[list[str]]:
    """Lines of the passes' seconds, with what is left of the whole beside the passes.

    >>> pass_rows({"pages": {"words": 0.02, "spaces": 0.001}}, {"pages": 0.022})
    [['words', '20.00'], ['spaces', '1.00'], ['beside them', '1.00'], ['together', '22.00']]
    """
    names = dict.fromkeys(name for each in spent.values() for name in each)
    first = next(iter(spent.values()))
    seconds = {
        name: [each.get(name, 0.0) for each in spent.values()]
        for name in sorted(names, key=lambda name: -first.get(name, 0.0))
    }
    seconds["beside them"] = [whole[what] - sum(each.values()) for what, each in spent.items()]
    seconds["together"] = list(whole.values())
    return [[name, *(f"{1000 * each:.2f}" for each in row)] for name, row in seconds.items()]


def beside_peers(plan: Plan) -> str:
    """Words a second of svfix, ftfy and the spelling checkers that are installed."""
    tools = [*plan.tools[:2], *(Tool(name, name) for name in peers.names())]
    kinds = {
        "damaged": first_words(plan.texts.damaged, PEERS_WORDS),
        "clean": first_words(plan.texts.clean, PEERS_WORDS),
    }
    found = {
        what: measure(tools, texts, min(PEERS_ROUNDS, plan.rounds)) for what, texts in kinds.items()
    }
    columns = [f"{what}{unit}" for what in found for unit in (": words/s", ": × ftfy")]
    rows = [
        [tool.name, *(cell for each in found.values() for cell in peer_cells(each, tool.name))]
        for tool in tools
    ]
    return table(["tool", *columns], rows, markdown=True, names=1)


def peer_cells(found: Measured, tool: str) -> list[str]:
    """Words a second of a tool, and how many times ftfy's time that is."""
    return [f"{found.speed(tool):,.0f}", figure(found.times(tool, FTFY))]


def counted(plan: Plan) -> Iterator[str]:
    """Tables of the instructions that pages and rows take, or a sentence without valgrind."""
    if not instructions.available():
        yield instructions.MISSING
        return
    kinds = {kind.what: kind.texts for kind in plan.kinds}
    before = [text for what in COUNTED for text in kinds[what][-1:]]
    groups = {what: kinds[what][:most] for what, most in COUNTED.items()}
    ftfy, ours = (instructions.of_texts(tool, before, groups) for tool in plan.tools[:2])
    yield instructions_table(groups, ours, ftfy)
    yield files_table(groups, ours)
    yield functions_table(groups, ours)


def instructions_table(groups: Mapping[str, Sequence[str]], ours: Taken, ftfy: Taken) -> str:
    """Millions of instructions of one text of each kind, to ftfy's."""
    rows = []
    for what, texts in groups.items():
        mine, other = ours[what].total(), ftfy[what].total()
        each = (f"{total / len(texts) / 1e6:,.2f}" for total in (mine, other))
        a_word = f"{mine / count(texts):,.0f}"
        rows.append([what, str(len(texts)), figure(mine / other), *each, a_word])
    columns = ("what", "texts", "× ftfy", "svfix: M each", "ftfy: M each", "svfix: a word")
    return table(columns, rows, markdown=True, names=1)


def files_table(groups: Mapping[str, Sequence[str]], taken: Taken) -> str:
    """Shares of Python itself and of the libraries in the instructions of each kind."""
    shares = {what: instructions.by_file(taken[what]) for what in groups}
    first = next(iter(shares.values()))
    rows = [
        [name, *(f"{100 * each[name] / each.total():.1f} %" for each in shares.values())]
        for name, _ in first.most_common(FILES)
    ]
    return table(["where the instructions are", *shares], rows, markdown=True, names=1)


def functions_table(groups: Mapping[str, Sequence[str]], taken: Taken) -> str:
    """The compiled functions that have the most instructions on a page of the first kind."""
    what, texts = next(iter(groups.items()))
    total = taken[what].total()
    rows = [
        [
            function.name,
            function.file,
            f"{cost / len(texts) / 1e6:.2f}",
            f"{100 * cost / total:.1f} %",
        ]
        for function, cost in taken[what].most_common(FUNCTIONS)
    ]
    return table([f"function, {what}", "file", "M each", "share"], rows, markdown=True)
