"""Interrupts: a Ctrl-C waits where it would leave something half loaded."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def held() -> Iterator[None]:
    """Let an interrupt wait until the block is done; then it is raised.

    Compiled modules such as numpy's cannot be loaded a second time once an interrupt has stopped
    the first, and some of them make Python end by the signal, whatever handles it.

    >>> with held():
    ...     "ready"
    'ready'
    """
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield  # somebody else's handler, or a thread that no interrupt ever comes to
        return
    came: list[int] = []

    def keep(number: int, frame: FrameType | None) -> None:
        came.append(number)

    signal.signal(signal.SIGINT, keep)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came and callable(before):
        before(came[0], None)
