"""The program `svfix`: an interrupt is one line also while it still loads."""

from __future__ import annotations

import os
from typing import NoReturn

INTERRUPTED = 130


def run() -> NoReturn:
    """Be the program: load the command line, and run it."""
    try:
        from svfix import cli

        cli.run()
    except KeyboardInterrupt:  # before the command line handles it
        os.write(2, b"svfix: interrupted\n")
        os._exit(INTERRUPTED)
