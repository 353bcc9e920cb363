"""The interpreter: what a page shows as text, where, and whether it can be seen.

It follows a page's content, and that of the forms in it, as a reader does that draws the page, but
keeps only the operators that show text (`Show`) and the pictures that lie over what was drawn
before them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pikepdf

from svfix.formats.pdf_layer import fonts
from svfix.formats.pdf_layer.frame import Frame, span_of
from svfix.formats.pdf_layer.lexer import Operation, Token, operations, string
from svfix.formats.pdf_layer.shows import (
    DOUBTFUL,
    FIRST,
    HIDDEN,
    SEEN,
    Cover,
    Item,
    Show,
    box_of,
    is_opaque,
)
from svfix.formats.pdf_layer.state import State, times

DEEPEST = 12
"""How many forms are followed into each other."""

MOST = 1000
"""How many forms are followed on a page: forms that draw forms could be without end."""

FILLED, UNSEEN, CLIPPING = 0, 3, 7
"""Modes in which text is shown: as usual; not at all; as what pictures are cut out by."""


class Interpreter:
    """Follows the content of pages.

    The text of a form belongs to the page in `owners`, the first that draws it, and is read there
    once. After a page `shows` and `covers` are what it draws, and `bodies` its forms by number.
    """

    def __init__(self, owners: dict[int, int]) -> None:
        self.owners = owners
        self._fonts: dict[tuple[int, int], Any] = {}
        self._begin(0)

    def _begin(self, page: int) -> None:
        self._page = page
        self.shows: list[Show] = []
        self.covers: list[Cover] = []
        self.bodies: dict[int, tuple[Any, bytes]] = {}
        self.draws: Counter[int] = Counter()  # how often each form is drawn, by its number
        self._kept: list[State] = []
        self._state = State()

    def follow(self, page: int, data: bytes, resources: Any) -> None:
        """Follow the content of a page, by its number."""
        self._begin(page)
        self._follow(Frame(FIRST, data, resources), 0)

    def _follow(self, frame: Frame, depth: int) -> None:
        floor = len(self._kept)
        for operation in operations(frame.data):
            action = _ACTIONS.get(operation.name)
            if action:
                action(self, frame, operation)
            elif operation.name == b"q":
                self._kept.append(self._state.copied())
            elif operation.name == b"Q" and len(self._kept) > floor:
                self._state = self._kept.pop()
            elif operation.name == b"Do" and operation.operands:
                self._draw(frame, operation.operands[-1], depth)
        del self._kept[floor:]

    def _draw(self, frame: Frame, token: Token, depth: int) -> None:
        drawn = frame.named("/XObject", token)
        if not isinstance(drawn, pikepdf.Stream):
            return
        if drawn.get("/Subtype") == "/Image":
            if self._state.alpha == 1 and self._state.is_plain and is_opaque(drawn):
                self.covers.append(Cover(len(self.shows), box_of(self._state.ctm)))
        elif drawn.get("/Subtype") == "/Form" and depth < DEEPEST and self.draws.total() < MOST:
            self._enter(frame, drawn, depth)

    def _enter(self, frame: Frame, form: Any, depth: int) -> None:
        """Follow a form; one that was read before is only looked at for the pictures in it."""
        data = form.read_bytes()
        number = form.objgen[0]
        self.draws[number] += 1
        is_new = self.owners.setdefault(number, self._page) == self._page
        is_new = is_new and number not in self.bodies
        if is_new:
            self.bodies[number] = form, data
        before, shows = self._state, len(self.shows)
        self._state = before.copied()
        matrix = [float(value) for value in form.get("/Matrix", [])]
        if len(matrix) == 6:
            a, b, c, d, e, f = matrix
            self._state.ctm = times((a, b, c, d, e, f), before.ctm)
        resources = form.get("/Resources", frame.resources)
        self._follow(Frame(number, data, resources), depth + 1)
        self._state = before
        if not is_new:
            del self.shows[shows:]
            self.covers = [c._replace(shows=min(c.shows, shows)) for c in self.covers]

    # What operators do

    def _matrix(self, frame: Frame, operation: Operation) -> None:
        if numbers := frame.numbers(operation, 6):
            a, b, c, d, e, f = (number.value for number in numbers)
            self._state.ctm = times((a, b, c, d, e, f), self._state.ctm)

    def _text_matrix(self, frame: Frame, operation: Operation) -> None:
        if numbers := frame.numbers(operation, 6):
            a, b, c, d, e, f = (number.value for number in numbers)
            self._state.text = self._state.line = (a, b, c, d, e, f)

    def _begin_text(self, frame: Frame, operation: Operation) -> None:
        self._state.text = self._state.line = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def _move(self, frame: Frame, operation: Operation) -> None:
        if numbers := frame.numbers(operation, 2):
            x, y = (number.value for number in numbers)
            if operation.name == b"TD":
                self._state.leading = -y
            self._state.moved(x, y)

    def _next_line(self, frame: Frame, operation: Operation) -> None:
        self._state.moved(0.0, -self._state.leading)

    def _set(self, frame: Frame, operation: Operation) -> None:
        numbers = frame.numbers(operation, 1)
        if not numbers:
            return
        number, state = numbers[0], self._state
        if operation.name == b"Tc":
            state.spacing = number
        elif operation.name == b"Tw":
            state.word_spacing = number
        elif operation.name == b"Tz":
            state.scale = number
        elif operation.name == b"TL":
            state.leading = number.value
        elif operation.name == b"Ts":
            state.rise = number.value
        else:
            state.mode = int(number.value)

    def _font(self, frame: Frame, operation: Operation) -> None:
        numbers = frame.numbers(operation, 1)
        if numbers and len(operation.operands) > 1:
            token = operation.operands[-2]
            source = frame.source(token)
            if source not in frame.fonts:
                frame.fonts[source] = self._known(frame.named("/Font", token))
            state = self._state
            state.font, state.font_name, state.size = frame.fonts[source], source, numbers[0]

    def _known(self, font: Any) -> Any:
        if not isinstance(font, pikepdf.Dictionary):
            return None
        if not font.is_indirect:
            return fonts.of(font)
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = fonts.of(font)
        return self._fonts[font.objgen]

    def _graphics(self, frame: Frame, operation: Operation) -> None:
        """An ExtGState: opacity, blending, masks, and a font that no operator can name again."""
        found = frame.named("/ExtGState", operation.operands[-1]) if operation.operands else None
        if not isinstance(found, pikepdf.Dictionary):
            return
        state = self._state
        if "/ca" in found:
            state.alpha = float(found.ca)
        if "/BM" in found or "/SMask" in found:
            blend, mask = found.get("/BM", "/Normal"), found.get("/SMask", "/None")
            state.is_plain = blend in ("/Normal", "/Compatible") and mask == "/None"
        if "/Font" in found:
            state.font = None

    def _mark(self, frame: Frame, operation: Operation) -> None:
        outer = frame.spans[-1] if frame.spans else None
        frame.spans.append(outer or span_of(frame, operation))

    def _end_mark(self, frame: Frame, operation: Operation) -> None:
        if frame.spans:
            frame.spans.pop()

    def _show(self, frame: Frame, operation: Operation) -> None:
        state = self._state
        lead = b""
        if operation.name == b'"':
            numbers = frame.numbers(operation._replace(operands=operation.operands[:-1]), 2)
            if numbers:
                state.word_spacing, state.spacing = numbers
                lead = b"%b Tw %b Tc T* " % (numbers[0].source, numbers[1].source)
        if operation.name in (b"'", b'"'):
            lead = lead or b"T* "
            state.moved(0.0, -state.leading)
        if state.font is None or not operation.operands:
            return
        to_page = times((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), times(state.text, state.ctm))
        items = self._items(frame, operation.operands)
        show = Show(
            frame.stream, operation.start, operation.end, lead, items,
            state.font_name, state.size, state.spacing, state.word_spacing, state.scale,
            (to_page[4], to_page[5]), (to_page[0], to_page[1]), (to_page[2], to_page[3]),
            sum(item.advance for item in items), _look(state),
            frame.spans[-1] if frame.spans else None,
        )  # fmt: skip
        self.shows.append(show)
        state.advanced(show.length)

    def _items(self, frame: Frame, operands: list[Token]) -> list[Item]:
        state = self._state
        size, scale = state.size.value, state.scale.value / 100
        spacing, word_spacing = state.spacing.value, state.word_spacing.value
        is_array = frame.source(operands[0]) == b"["
        items: list[Item] = []
        for token in operands:
            if token.kind == "number" and is_array:
                kern = frame.source(token)
                items.append(Item(b"", "", -float(kern) / 1000 * size * scale, kern))
            elif token.kind in ("string", "hex"):
                for code, text, width in state.font.glyphs(string(frame.source(token))):
                    advance = width * size + spacing + (word_spacing if code == b" " else 0)
                    items.append(Item(code, text, advance * scale))
        return items


_ACTIONS: dict[bytes, Callable[[Interpreter, Frame, Operation], None]] = {
    b"cm": Interpreter._matrix,
    b"BT": Interpreter._begin_text,
    b"Tm": Interpreter._text_matrix,
    b"Td": Interpreter._move,
    b"TD": Interpreter._move,
    b"T*": Interpreter._next_line,
    b"Tf": Interpreter._font,
    b"gs": Interpreter._graphics,
    b"BMC": Interpreter._mark,
    b"BDC": Interpreter._mark,
    b"EMC": Interpreter._end_mark,
    **dict.fromkeys((b"Tc", b"Tw", b"Tz", b"TL", b"Ts", b"Tr"), Interpreter._set),
    **dict.fromkeys((b"Tj", b"TJ", b"'", b'"'), Interpreter._show),
}


def _look(state: State) -> int:
    if state.mode == UNSEEN:
        return HIDDEN
    is_clear = state.mode == FILLED and state.alpha == 0
    return DOUBTFUL if is_clear or state.mode == CLIPPING else SEEN
