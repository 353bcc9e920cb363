"""Markdown: the prose of paragraphs, headings, items and cells; all marks stay.

markdown-it-py reads it as CommonMark with tables, and says of each block on which lines it is. Its
inline rules are watched, to know where in the source each letter of the prose stands. Code, targets
of links, pictures, HTML, definitions and front matter are no prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from svfix.formats import references
from svfix.formats.flow import BREAKS, STANDS_FOR_CODE
from svfix.formats.model import Source
from svfix.formats.prose import Prose
from svfix.formats.runs import Piece, between
from svfix.formats.text import decoded

_LINE_END = re.compile(r"\r\n?|\n")
_FRONT = re.compile(
    r"\ufeff?(?:---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)|\+{3}[ \t]*\r?\n(?:.*\n)*?\+{3})"
    r"[ \t]*(?:\r?\n|\Z)"
)
"""Settings before a page, in YAML or TOML."""


class Seen(NamedTuple):
    """A stretch of a block's content that a rule took: which rule, and the tokens it made."""

    start: int
    end: int
    rule: str
    tokens: Sequence[Token]


class _Watched(ParserInline):
    """The inline rules, with what each of them took of the block that is `watched`."""

    def __init__(self) -> None:
        super().__init__()
        self.watched: StateInline | None = None
        self.seen: list[Seen] = []

    def watch(self, content: str, markdown: MarkdownIt, env: dict[str, object]) -> list[Seen]:
        """What is where in a block's content, in order."""
        state = self.watched = StateInline(content, markdown, env, [])
        self.seen = []
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):  # which tell emphasis from a mark
            rule(state)
        return self.seen

    def tokenize(self, state: StateInline) -> None:
        """Go through a block, as the parser does."""
        rules, end = self.ruler.getRules(""), state.posMax
        while state.pos < end:
            start, made = state.pos, len(state.tokens)
            name = "text"
            for rule in rules if state.level < state.md.options.maxNesting else ():
                if rule(state, False):
                    name = rule.__name__
                    break
            else:
                state.pending += state.src[start]
                state.pos += 1
            if state is self.watched and name != "link":  # whose text was seen when it was read
                self.seen.append(Seen(start, state.pos, name, state.tokens[made:]))


def read(source: Source) -> Prose:
    """Read a document of Markdown; raises FormatError.

    >>> document = read(Source("# Metoden\\n\\n> *for* [oss](for.md),\\n> `for`\\n".encode()))
    >>> document.texts
    ('Metoden\\n\\nfor oss,\\n`x_1`',)
    """
    text = decoded(source)
    return Prose("markdown", source, text, "utf-8", _pieces(text), lambda new, quote: new)


def _pieces(source: str) -> Iterator[Piece]:
    """The prose, with an empty line between its blocks."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.core.ruler.enableOnly(["normalize", "block"])
    markdown.inline = watched = _Watched()
    for rule in ("strikethrough",):
        watched.ruler.enable(rule)
        watched.ruler2.enable(rule)
    env: dict[str, object] = {}
    blocks = _Blocks(source)
    is_first = True
    for token, lines, is_cell in _inlines(markdown.parse(_without_front(source), env)):
        places = blocks.places(token.content, lines, is_cell)
        if places is None:
            continue
        found = list(
            _prose(source, token.content, places, watched.watch(token.content, markdown, env))
        )
        if found:
            yield between("" if is_first else BREAKS[2])
            yield from found
            is_first = False


def _without_front(source: str) -> str:
    """The source with empty lines in the place of the settings before it."""
    front = _FRONT.match(source)
    return (
        _LINE_END.sub("\n", "\n" * front.group().count("\n") + source[front.end() :])
        if front
        else source
    )


def _inlines(tokens: Sequence[Token]) -> Iterator[tuple[Token, range, bool]]:
    """The blocks that hold prose, with their lines, and whether they are cells of a table."""
    row = range(0)
    for number, token in enumerate(tokens):
        if token.type == "tr_open" and token.map:
            row = range(*token.map)
        if token.type == "inline":
            is_cell = tokens[number - 1].type in ("th_open", "td_open")
            yield token, range(*token.map) if token.map and not is_cell else row, is_cell


class _Blocks:
    """The lines of a source, in which the content of a block is found."""

    def __init__(self, source: str) -> None:
        self.source = source
        ends = [*(found.span() for found in _LINE_END.finditer(source)), (len(source),) * 2]
        starts = [0, *(end for _, end in ends[:-1])]
        self.lines = [(start, end[0]) for start, end in zip(starts, ends, strict=True)]
        self._done: dict[int, int] = {}  # by line, where the last cell ended

    def places(self, content: str, lines: range, is_cell: bool) -> list[int] | None:
        """Where in the source each character of a block's content stands, and where it ends.

        None where the content is not that of the source, as of a cell with an escaped bar.
        """
        made: list[int] = []
        for number, line in zip(lines, content.split("\n"), strict=False):
            start, end = self.lines[number]
            shown = line.rstrip()
            if is_cell or not self.source[start:end].rstrip().endswith(shown):
                at = self.source.find(line, max(start, self._done.get(number, 0)), end)
            else:
                at = start + len(self.source[start:end].rstrip()) - len(shown)
            if at < 0 or (end < at + len(line)):
                return None
            made += range(at, at + len(line) + 1)
            self._done[number] = at + len(line)
        return made if len(made) == len(content) + 1 else None


def _prose(
    source: str, content: str, places: Sequence[int], seen: Sequence[Seen]
) -> Iterator[Piece]:
    """The pieces of a block."""
    for start, end, rule, tokens in seen:
        first, last = places[start], places[end - 1] + 1
        kinds = {token.type for token in tokens}
        if rule == "newline":
            is_soft = "softbreak" in kinds
            yield Piece("\n", first, places[end], "") if is_soft else between("\n")
        elif kinds & {"code_inline"} or rule == "autolink":
            yield between(STANDS_FOR_CODE)
        elif rule == "escape" and "hardbreak" in kinds:
            yield between("\n")
        elif rule in ("escape", "entity"):
            text = references.read(source[first:last]) if rule == "entity" else content[end - 1]
            yield Piece(text, first, last)
        elif rule in ("emphasis", "tokenize"):  # marks that are none of emphasis are text
            marks = "".join(token.content for token in tokens if token.type == "text")
            if marks.endswith(content[start:end]):
                yield Piece(content[start:end], first, last)
        elif rule in ("text", "backtick"):
            yield Piece(content[start:end], first, last)
