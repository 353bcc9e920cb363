"""Write the man page of the command line, docs/svfix.1, from its parser.

    python tools/build_man_page.py

It says what `svfix COMMAND --help` does, which docs/cli.md tells at length. argparse-manpage, of
the extra `dev`, does the work; wheels carry the page.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from svfix.cli import build_parser

PAGE = Path(__file__).resolve().parent.parent / "docs" / "svfix.1"
HEAD = '.TH SVFIX 1 "" svfix "User Commands"'
NAME = "svfix \\- repair Swedish text that an OCR engine mangled"

MORE = r""".SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
something would change (\-\-check), or a limit of svfix diff is missed
.TP
.B 2
usage
.TP
.B 3
some files failed or were refused
.TP
.B 130
interrupted
.TP
.B 141
the reader of the pipe went away
.SH FILES
.TP
.I svfix.toml
settings, looked for from the current directory upwards;
.I pyproject.toml
may have them in the table [tool.svfix]
"""


def page() -> str:
    """The man page."""
    from argparse_manpage.manpage import Manpage

    os.environ["COLUMNS"] = "80"  # of the usage, whatever the terminal is
    text = str(Manpage(build_parser(), format="pretty"))
    text = re.sub(r"\A\.TH.*", lambda _: HEAD, text)
    text = text.replace(".SH NAME\nsvfix\n", f".SH NAME\n{NAME}\n", 1)
    text = re.sub(r"(?ms)^usage: (.*?)(?=^\.)", r".nf\n\1.fi\n", text)  # lines as they are
    return re.sub(r"\n{2,}", "\n", re.sub(r"\.SH\n", ".SH ", text)).rstrip() + "\n" + MORE


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
